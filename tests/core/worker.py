"""An outbox with one door, and messages for it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.assistant.doors import Again
from bot.assistant.outbox import Outbox
from bot.clock import StillClock
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import MemoryStore

START = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)


class Door:
    """A door that answers as it is told to, by key; what left by it is kept in order."""

    name = "chat"
    rate = 1e6

    def __init__(self, again: Again = "soon") -> None:
        self.again = again
        self.left: list[str] = []
        self.problems: dict[str, list[Exception]] = {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        await asyncio.sleep(0)
        problems = self.problems.get(sending.key)
        if problems:
            raise problems.pop(0)
        self.left.append(sending.key)
        return {"id": f"at the platform: {sending.key}"}

    async def close(self) -> None:
        """Nothing to let go of."""


class House:
    """A store, a door, a clock, an outbox, and who was told of what came to its end."""

    def __init__(self, again: Again = "soon") -> None:
        self.store, self.door, self.clock = MemoryStore(), Door(again), StillClock(START)
        self.told: list[tuple[str, State]] = []
        self.ended = asyncio.Event()
        self.outbox = Outbox(self.store, {"chat": self.door}, self.clock, self._tell)

    def _tell(self, view: View, sending: Sending) -> Outcome:
        self.told.append((sending.key, sending.state))
        self.ended.set()
        return Outcome()

    async def file(self, *sendings: Sending) -> None:
        await self.store.run(lambda _: Outcome(sends=sendings))

    def state(self, key: str) -> State:
        found = self.store.view().get(Sending, key)
        assert found is not None
        return found.state


def message(key: str, to: str = "room", **fields: object) -> Sending:
    """A message for a room of the chat."""
    sending = Sending(key=key, door="chat", to=to, content=Message(key), created=START)
    return replace(sending, **fields)  # type: ignore[arg-type]
