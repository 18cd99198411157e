"""Webinars of a host that are there at once, named with the words of a play."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.outbox import Person
from bot.model.webinar import Kind, Meeting, Plan, Registrant, SessionType


@dataclass
class Pretended:
    """A host whose session types are called like that."""

    words: str

    @property
    def meetings(self) -> "Pretended":
        """The webinars themselves."""
        return self

    @property
    def lists(self) -> "Pretended":
        """Those who registered for them."""
        return self

    async def types(self) -> Sequence[SessionType]:
        """Two of them."""
        return [SessionType(1, self.words, 1000), SessionType(2, self.words, 30_000)]

    async def marked(self, marker: str) -> Sequence[Meeting]:
        """None yet."""
        return []

    async def linked(self, link: str) -> Meeting:
        """The one with this link."""
        return Meeting("linked", self.words, link)

    async def make(self, plan: Plan, kind: Kind) -> Meeting:
        """A new one."""
        return Meeting("made", plan.title, "https://example.webex.com/j", "https://example.org/r")

    async def change(self, meeting: str, plan: Plan, former: Sequence[str]) -> None:
        """As planned."""

    async def cancel(self, meeting: str) -> None:
        """Gone."""

    async def sources(
        self, meeting: str, channels: Sequence[str], address: str
    ) -> Mapping[str, str]:
        """A link for each."""
        return {each: f"https://example.org/r?{each}" for each in channels}

    async def registrants(
        self, meeting: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Registrant]]:
        """Nobody."""
        nobody: list[Registrant] = []
        for each in (nobody,):
            yield each

    async def known(self, meeting: str, addresses: Sequence[str]) -> Sequence[Registrant]:
        """Nobody."""
        return []

    async def enter(self, meeting: str, people: Sequence[Person]) -> Sequence[Registrant]:
        """All of them."""
        return [Registrant(each.address, each.address) for each in people]

    async def withdraw(self, meeting: str, ids: Sequence[str]) -> None:
        """Gone."""

    async def close(self) -> None:
        """Nothing to let go of."""
