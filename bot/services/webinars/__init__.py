"""Webinars in Webex, by its Meetings API: the webinars themselves, and who registered there.

Nobody gets a mail from Webex because of a call of ours unless a person asked for it: ``sendEmail``
is always said.
"""

from dataclasses import dataclass, field

from bot.services.webinars.api import MeetingsApi
from bot.services.webinars.lists import WebexLists
from bot.services.webinars.meetings import WebexMeetings
from bot.services.webinars.site import Site

__all__ = ["Site", "WebexWebinars"]


@dataclass
class WebexWebinars:
    """The webinars of a host."""

    api: MeetingsApi
    site: Site
    meetings: WebexMeetings = field(init=False)
    lists: WebexLists = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        self.meetings = WebexMeetings(self.api, self.site)
        self.lists = WebexLists(self.api, self.site)

    async def close(self) -> None:
        """Let go of connections."""
        await self.api.close()
