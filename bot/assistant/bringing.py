"""Many who register at once, brought to the bot in pieces; others are heard in between."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.assistant import Assistant
from bot.errors import Rejected
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.people import Place
from bot.registering.request import Request

RESULTS = ("new", "waiting", "changed", "same")
Counts = Counter[str]
Pieces = Iterable[Sequence[Request]]


async def foreseen(assistant: Assistant, session: str, pieces: Pieces) -> AsyncIterator[Counts]:
    """What would become of each piece, in numbers; nothing changes.

    Raises Rejected, with words, where nobody can register for the session.
    """
    for incoming in _deliveries(assistant, session, pieces):
        answer = assistant.answer(incoming)
        yield _counted(incoming, answer.facts, answer.text)
        await asyncio.sleep(0)


async def filed(assistant: Assistant, session: str, pieces: Pieces) -> AsyncIterator[Counts]:
    """What became of each piece, in numbers, as it is done. Raises Rejected as ``foreseen``."""
    for incoming in _deliveries(assistant, session, pieces):
        answer = await assistant.hear(incoming)
        yield _counted(incoming, answer.facts, answer.text)
        await asyncio.sleep(0)


def _deliveries(assistant: Assistant, session: str, pieces: Pieces) -> Iterator[Incoming]:
    run, now = uuid.uuid4().hex, assistant.house.time.now()
    for number, requests in enumerate(pieces):
        yield Incoming(
            id=f"{run}/{number}",
            place=Place("file", run),
            sender=Sender(""),
            private=False,
            at=now,
            delivery=Delivery("registration", {"session": session, "requests": requests}),
        )


def _counted(incoming: Incoming, facts: Mapping[str, Any], said: str) -> Counts:
    assert incoming.delivery is not None
    counted = Counts({name: facts.get(name, 0) for name in RESULTS})
    if "refused" in facts or counted.total() != len(incoming.delivery.facts["requests"]):
        raise Rejected(said)
    return counted
