"""What the bot wants of the webinars of a host, wherever they are kept.

All of it raises Refusal where a person has to do something, TryLater where it surely was not done,
TimeoutError where it may have been, Rejected with the words of the other side.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.outbox import Person
from bot.model.webinar import Kind, Meeting, Plan, Registrant, SessionType


class Meetings(Protocol):
    """The webinars themselves. Nobody gets a mail of the other side but who is named to get one."""

    async def types(self) -> Sequence[SessionType]:
        """The kinds of webinar that the host may make."""

    async def marked(self, marker: str) -> Sequence[Meeting]:
        """The webinars that were made with this marker."""

    async def linked(self, link: str) -> Meeting:
        """The webinar that people join by this link."""

    async def make(self, plan: Plan, kind: Kind) -> Meeting:
        """A new webinar."""

    async def change(self, meeting: str, plan: Plan, former: Sequence[str]) -> None:
        """Make it as planned; of the ``former`` panelists, those not planned leave the stage."""

    async def cancel(self, meeting: str) -> None:
        """Take it away; nothing where it is gone already."""

    async def sources(
        self, meeting: str, channels: Sequence[str], address: str
    ) -> Mapping[str, str]:
        """For each channel the link to register by, which tells who came by it."""


class Lists(Protocol):
    """Those who registered for a webinar."""

    def registrants(
        self, meeting: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Registrant]]:
        """Those who registered in this time, some at a time."""

    async def known(self, meeting: str, addresses: Sequence[str]) -> Sequence[Registrant]:
        """Those of a hundred addresses at most who registered."""

    async def enter(self, meeting: str, people: Sequence[Person]) -> Sequence[Registrant]:
        """A hundred people at most, registered and let in."""

    async def withdraw(self, meeting: str, ids: Sequence[str]) -> None:
        """A hundred registrations at most, taken back."""


class Webinars(Protocol):
    """The webinars of a host, wherever they are kept."""

    @property
    def meetings(self) -> Meetings:
        """The webinars themselves."""

    @property
    def lists(self) -> Lists:
        """Those who registered for them."""

    async def close(self) -> None:
        """Let go of connections."""
