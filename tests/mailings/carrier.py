"""A door that takes letters in batches, and a mailing that leaves by it."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.assistant.doors import Again
from bot.model.mailing import Batch, Mailing, Pattern, Stage
from bot.model.outbox import Sending
from bot.skills.reminders.wording import ours
from tests.core.house import NOW, TEAM, Home, Kept

from .house import ANNOUNCED, registration

DOOR = "notify"


class Calls:
    """Keeps every batch it is called with, and fails where it is told to."""

    name = DOOR
    rate = 1e6
    again: Again = "ask"

    def __init__(self, most: int = 50_000, daily: int = 0) -> None:
        """``most`` people a call, ``daily`` in 24 hours."""
        self._most, self.daily = most, daily
        self.calls: list[Batch] = []
        self.problems: list[Exception | None] = []

    def most(self, _: Pattern) -> int:
        """How many people one call takes."""
        return self._most

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """Keep it, or raise the next problem."""
        await asyncio.sleep(0)
        self.calls.append(batch)
        problem = self.problems.pop(0) if self.problems else None
        if problem is not None:
            raise problem
        return {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Nothing leaves alone."""
        raise AssertionError(sending.key)

    async def close(self) -> None:
        """Nothing to let go of."""

    @property
    def sizes(self) -> list[tuple[str, int]]:
        """What each call was named, and for how many it was."""
        return [(batch.key, len(batch.people)) for batch in self.calls]

    @property
    def times(self) -> Counter[int]:
        """How many people were called for so often."""
        called = Counter(each.to.address for batch in self.calls for each in batch.people)
        return Counter(called.values())


def waiting(total: int, **fields: Any) -> Mailing:
    """A reminder that waits to leave by the door."""
    mailing = Mailing(
        id="1",
        skill="reminders",
        kind="reminder",
        about="session/1",
        wordings=ours(),
        door=DOOR,
        stage=Stage.WAITING,
        created=NOW,
        frozen=NOW,
        expires=ANNOUNCED.starts,
        total=total,
        facts={"groups": ["speakers", "registered"]},
    )
    return replace(mailing, **fields)


async def furnished(way: Calls, many: int, **fields: Any) -> Home:
    """A home whose reminder to so many people, all of one language, waits to leave by the door."""
    chat, mail = Kept("chat", "soon"), Kept("mail", "resend")
    home = Home(None, None, chat, mail, way)
    home.chat, home.mail = chat, mail
    await home.file(ANNOUNCED, TEAM)
    for start in range(0, many, 1000):
        numbers = range(start, min(many, start + 1000))
        await home.file(*(registration(n, language="en") for n in numbers))
    await home.file(waiting(many, **fields))
    return home
