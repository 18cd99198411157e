"""Many who register at once, brought to the bot in pieces; others are heard in between."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.assistant.house import House
from bot.errors import Rejected
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.outcome import Answer
from bot.model.people import Place

RESULTS = ("new", "waiting", "changed", "same", "declined")
Counts = Counter[str]
Pieces = Iterable[Sequence[Any]]


class Assistant(Protocol):
    """Who hears of the people."""

    house: House

    def answer(self, incoming: Incoming) -> Answer:
        """What would be answered to this now; nothing of it is kept."""

    async def hear(self, incoming: Incoming) -> Answer:
        """The answer to one thing heard."""


@dataclass(frozen=True, slots=True)
class Load:
    """Pieces of people for a skill, which is told ``facts`` with each of them.

    ``run`` names what they are a part of, and ``first`` is the number of the first of them: a piece
    that was brought before under the same name and number changes nothing.
    """

    skill: str
    facts: Mapping[str, Any]
    pieces: Pieces
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    first: int = 0


async def foreseen(assistant: Assistant, load: Load) -> AsyncIterator[Counts]:
    """What would become of each piece, in numbers; nothing changes.

    Raises Rejected, with words, where the skill takes none of them.
    """
    for incoming in _deliveries(assistant, load):
        answer = assistant.answer(incoming)
        yield _counted(incoming, answer.facts, answer.text)
        await asyncio.sleep(0)


async def filed(assistant: Assistant, load: Load) -> AsyncIterator[Counts]:
    """What became of each piece, in numbers, as it is done. Raises Rejected as ``foreseen``."""
    for incoming in _deliveries(assistant, load):
        answer = await assistant.hear(incoming)
        yield _counted(incoming, answer.facts, answer.text)
        await asyncio.sleep(0)


def _deliveries(assistant: Assistant, load: Load) -> Iterator[Incoming]:
    now = assistant.house.time.now()
    for number, requests in enumerate(load.pieces, load.first):
        yield Incoming(
            id=f"{load.run}/{number}",
            place=Place("file", load.run),
            sender=Sender(""),
            private=False,
            at=now,
            delivery=Delivery(load.skill, {**load.facts, "requests": requests}),
        )


def _counted(incoming: Incoming, facts: Mapping[str, Any], said: str) -> Counts:
    assert incoming.delivery is not None
    counted = Counts({name: facts.get(name, 0) for name in RESULTS})
    if "refused" in facts or counted.total() != len(incoming.delivery.facts["requests"]):
        raise Rejected(said)
    return counted
