"""The team hears when registrations dry up, once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.session import Phase
from tests.core.house import SESSION, SPACE, TEAM, Home
from tests.mailings.house import registration

MONDAY = datetime(2027, 1, 18, 15, 0, tzinfo=UTC)
ANNOUNCED = replace(SESSION, phase=Phase.ANNOUNCED)


def told(counts: dict[int, int], capacity: int = 0) -> list[str]:
    """What the space hears by Monday at ten, with so many registrations so many days before."""

    async def scene() -> list[str]:
        home = Home()
        await home.file(TEAM, replace(ANNOUNCED, capacity=capacity))
        numbers = iter(range(10_000))
        for back, many in counts.items():
            at = MONDAY - timedelta(days=back)
            await home.file(*(registration(next(numbers), at=at) for _ in range(many)))
        await home.tick_at(MONDAY, MONDAY + timedelta(minutes=1))
        return [words for words in home.told(SPACE.room) if "Nobody registered" in words]

    return asyncio.run(scene())


def test_a_working_day_without_anybody_is_told_once() -> None:
    heard = told({7: 40, 6: 42, 5: 38, 4: 40})
    assert [words.partition(". Is")[0].partition(" / ")[0] for words in heard] == [
        "Nobody registered for session 1, “biometrics”, on January 15; usually there are about 40 a day"
    ]


@pytest.mark.parametrize(
    ("counts", "capacity"),
    [
        ({}, 0),
        ({7: 40, 6: 42, 5: 38, 4: 40, 3: 1}, 0),
        ({7: 2, 6: 2, 5: 2, 4: 2}, 0),
        ({4: 40}, 0),
        ({7: 40, 6: 42, 5: 38, 4: 40}, 160),
    ],
    ids=["nobody yet", "somebody came", "hardly anybody ever", "too new", "limited places"],
)
def test_nothing_is_told_where_nothing_is_unusual(counts: dict[int, int], capacity: int) -> None:
    assert told(counts, capacity) == []
