"""Where webinars are kept, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scopes:
    """What a token must be allowed to do (developer.webex.com, “Meetings overview”)."""

    reads: str
    writes: str


OWN = Scopes("meeting:schedules_read", "meeting:schedules_write")
OF_ALL = Scopes("meeting:admin_schedule_read", "meeting:admin_schedule_write")


@dataclass(frozen=True, slots=True)
class Site:
    """The Webex site, empty for the host's preferred one, and whose webinars a service app runs."""

    url: str = ""
    host: str = ""

    @property
    def scopes(self) -> Scopes:
        """The scopes of a host's own token, or of a service app that acts for one."""
        return OF_ALL if self.host else OWN

    @property
    def asked(self) -> Mapping[str, str]:
        """What calls about one webinar say of the host."""
        return {"hostEmail": self.host} if self.host else {}

    @property
    def named(self) -> Mapping[str, str]:
        """What calls about several webinars say of the site and the host."""
        return {**({"siteUrl": self.url} if self.url else {}), **self.asked}
