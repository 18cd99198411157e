"""What happened in the list of a webinar, told to the skill that keeps the registrations."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from bot.assistant.bringing import Assistant
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.people import Place
from bot.model.webinar import SKILL, WEBINARS

A_PIECE = 50
T = TypeVar("T")


def pieces(all_: Sequence[T], size: int = A_PIECE) -> list[Sequence[T]]:
    """All of them, some at a time."""
    return [all_[n : n + size] for n in range(0, len(all_), size)]


async def told(assistant: Assistant, session: str, news: Sequence[Mapping[str, Any]]) -> int:
    """How many registrations changed by what is told; a turn for each piece of it."""
    run, changed = uuid.uuid4().hex, 0
    at = assistant.house.time.now()
    for number, piece in enumerate(news):
        answer = await assistant.hear(
            Incoming(
                id=f"{run}/{number}",
                place=Place(WEBINARS, run),
                sender=Sender(""),
                private=False,
                at=at,
                delivery=Delivery(SKILL, {"session": session, **piece}),
            )
        )
        changed += int(answer.facts.get("changed", 0))
    return changed
