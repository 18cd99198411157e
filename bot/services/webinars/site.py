"""Where webinars are kept, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The Webex site, empty for the host's preferred one, and whose webinars a service app runs."""

    url: str = ""
    host: str = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What calls about one webinar say of the host."""
        return {"hostEmail": self.host} if self.host else {}

    @property
    def named(self) -> Mapping[str, str]:
        """What calls about several webinars say of the site and the host."""
        return {**({"siteUrl": self.url} if self.url else {}), **self.asked}
