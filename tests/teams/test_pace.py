"""However messages come, a conversation gets no more of them than Teams takes, and hardly fewer."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams import pace
from bot.channels.teams.pace import Pace

PUBLISHED = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))


def left(gaps: list[float], room: Any = "one") -> list[float]:
    """When each message may leave that comes so long after the one before left."""
    now = 0.0

    async def send() -> list[float]:
        nonlocal now
        loop, paced, found = asyncio.get_running_loop(), Pace(), []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(loop, "time", lambda: now)

            async def sleep(wait: float) -> None:
                nonlocal now
                now += wait

            patched.setattr(asyncio, "sleep", sleep)
            for number, gap in enumerate(gaps):
                now += gap
                await paced.keep(room if isinstance(room, str) else room(number))
                found.append(now)
        return found

    return asyncio.run(send())


@given(st.lists(st.sampled_from([0.0, 0.0, 0.05, 0.4, 1.1, 14.0]), max_size=150))
def test_no_span_gets_more_than_teams_takes(gaps: list[float]) -> None:
    assert crowded(left(gaps)) == []


def crowded(times: list[float]) -> list[tuple[float, float]]:
    """The spans in which more messages left than Teams takes, with how long those took."""
    return [
        (span, last - first)
        for span, most in PUBLISHED
        for first, last in zip(times, times[most:], strict=False)
        if last - first < span - 1e-9
    ]


def test_a_long_queue_takes_hardly_longer_than_it_must() -> None:
    times = left([0.0] * 2_000)
    assert crowded(times) == []
    assert 1_000 // 60 * 30 / times[999] >= 0.85
    assert 3600 / times[1999] >= 0.85


def test_conversations_do_not_wait_for_each_other() -> None:
    assert left([0.0] * 100, room=lambda number: f"room {number}")[-1] == 0.0


def test_what_is_kept_of_conversations_is_bounded() -> None:
    paced = Pace()

    async def many() -> None:
        for number in range(2 * pace.MOST_KEPT):
            await paced.keep(f"room {number}")

    asyncio.run(many())
    assert len(paced._sent) == pace.MOST_KEPT
