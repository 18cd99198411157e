"""What is kept no longer than it is of use."""

import asyncio
from datetime import timedelta

import pytest

from bot.model.outbox import ANSWER, Sending

from .house import ANA, Home, asked


def kept(home: Home, *, cards: bool) -> int:
    """How many answers that left are still there, with or without a card."""
    closed = home.store.view().between(Sending, "closed_at", None, None)
    return sum(each.key.startswith(ANSWER) and bool(each.card) is cards for each in closed)


async def answered(home: Home, text: str) -> None:
    """A message is answered by a message."""
    await home.assistant.hear(home.heard(ANA, text, waits=False))
    await home.assistant.outbox.drain()


@pytest.mark.parametrize(("days", "left"), [(0, 1), (1.9, 1), (2.1, 0)])
def test_an_answer_is_kept_for_two_days(days: float, left: int) -> None:
    async def scene() -> int:
        home = Home()
        await answered(home, "hello")
        await home.tick_at(home.clock.now() + timedelta(days=days))
        return kept(home, cards=False)

    assert asyncio.run(scene()) == left


@pytest.mark.parametrize(("days", "left"), [(399, 1), (401, 0)])
def test_an_answer_with_a_card_is_kept_while_somebody_may_press_it(days: int, left: int) -> None:
    async def scene() -> int:
        home = Home()
        await answered(home, "create a session")
        await home.tick_at(home.clock.now() + timedelta(days=days))
        return kept(home, cards=True)

    assert asyncio.run(scene()) == left


def test_what_must_never_leave_a_second_time_is_kept_for_good() -> None:
    async def scene() -> list[int]:
        home = await asked("2027-01-12")
        found = []
        for days in (0, 900):
            await home.tick_at(home.clock.now() + timedelta(days=days))
            sent = home.store.view().between(Sending, "closed_at", None, home.session().starts)
            found.append(sum(not each.key.startswith(ANSWER) for each in sent))
        return found

    first, later = asyncio.run(scene())
    assert first == later > 0
