"""What does not get through is tried again, later and later, and holds up nobody else."""

import asyncio
from datetime import timedelta

import pytest

from bot.assistant.doors import DELAYS, Again, delay, retry_after
from bot.assistant.outbox import Outbox
from bot.errors import Rejected, TryLater
from bot.model.outbox import State

from .worker import START, Door, House, message


def test_tries_grow_apart_and_come_to_an_end() -> None:
    waits = [delay("x", n, None) for n in range(len(DELAYS) + 1)]
    assert waits[-1] is None
    for wait, least in zip(waits, DELAYS, strict=False):
        assert wait is not None
        assert timedelta(seconds=least) <= wait <= timedelta(seconds=least * 1.2)


def test_the_wait_that_the_other_side_asked_for_is_kept() -> None:
    wait = delay("x", 0, 7200.0)
    assert wait is not None
    assert wait >= timedelta(hours=2)


def test_a_telephone_that_is_engaged_for_ever_is_asked_again_within_a_day() -> None:
    waits = [delay("x", 0, asked) for asked in (86_400.0, 1e12, float("inf"))]
    assert len(set(waits)) == 1
    assert waits[0] is not None
    assert timedelta(hours=24) <= waits[0] <= timedelta(hours=29)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("9" * 20, 1e20),
        ("9" * 5000, float("inf")),
        ("Tue, 12 Jan 2027 14:02:00 GMT", 120.0),
        ("Tue, 12 Jan 2027 09:02:00 -0500", 120.0),
        ("Tue, 12 Jan 2027 14:02:00 -0000", 120.0),
        ("Tue, 12 Jan 2027 13:00:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Tue, 99 Jan 2027 14:02:00 GMT", None),
    ],
)
def test_a_retry_after_header_holds_seconds_or_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after(header, START) == seconds


@pytest.mark.parametrize("asked", [None, 120.0, 1e12, float("inf")])
def test_what_must_wait_is_sent_once_when_the_wait_is_over(asked: float | None) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        house = House()
        house.door.problems["x"] = [TryLater("busy", after=asked)]
        await house.file(message("x"), message("y", to="elsewhere"))
        await house.outbox.drain()
        before = list(house.door.left)
        house.clock.move(START + timedelta(hours=29))
        await house.outbox.drain()
        await house.outbox.drain()
        return before, house.door.left

    assert asyncio.run(scene()) == (["y"], ["y", "x"])


def test_what_is_never_taken_fails_after_the_last_try_and_the_next_in_its_lane_goes_on() -> None:
    async def scene() -> tuple[State, list[str], int]:
        house = House()
        house.door.problems["x"] = [TryLater("busy") for _ in range(100)]
        await house.file(message("x"), message("y"))
        for hours in range(24):
            for minutes in range(0, 60, 5):
                house.clock.move(START + timedelta(hours=hours, minutes=minutes))
                await house.outbox.drain()
        return house.state("x"), house.door.left, 100 - len(house.door.problems["x"])

    assert asyncio.run(scene()) == (State.FAILED, ["y"], len(DELAYS) + 1)


def test_what_expires_while_it_is_tried_again_holds_up_nothing_longer_than_that() -> None:
    async def scene() -> tuple[State, list[str]]:
        house = House()
        house.door.problems["x"] = [TryLater("busy", after=7200.0)]
        await house.file(message("x", expires=START + timedelta(minutes=5)), message("y"))
        await house.outbox.drain()
        house.clock.move(START + timedelta(minutes=6))
        await house.outbox.drain()
        return house.state("x"), house.door.left

    assert asyncio.run(scene()) == (State.MISSED, ["y"])


@pytest.mark.parametrize(
    ("again", "first", "second"),
    [
        ("resend", State.RETRYING, State.RETRYING),
        ("soon", State.RETRYING, State.UNCERTAIN),
        ("ask", State.UNCERTAIN, State.UNCERTAIN),
    ],
)
def test_what_may_have_been_taken_follows_the_rule_of_its_door(
    again: Again, first: State, second: State
) -> None:
    async def scene() -> tuple[State, State]:
        house = House(again)
        house.door.problems["x"] = [TimeoutError(), TimeoutError()]
        await house.file(message("x"))
        await house.outbox.drain()
        before = house.state("x")
        house.clock.move(START + timedelta(minutes=1))
        await house.outbox.drain()
        return before, house.state("x")

    assert asyncio.run(scene()) == (first, second)


def test_a_door_by_which_nothing_leaves_rests_and_one_goes_to_see() -> None:
    async def scene() -> tuple[list[int], list[str]]:
        house, tried = House(), []
        for n in range(40):
            house.door.problems[f"{n:02}"] = [TryLater("down")] * 3
        await house.file(*(message(f"{n:02}", to=str(n)) for n in range(40)))
        for minutes in (0, 0.5, 2, 8):
            house.clock.move(START + timedelta(minutes=minutes))
            await house.outbox.drain()
            tried.append(sum(3 - len(each) for each in house.door.problems.values()))
        house.door.problems.clear()
        house.clock.move(START + timedelta(hours=1))
        await house.outbox.drain()
        return tried, sorted(house.door.left)

    tried, left = asyncio.run(scene())
    assert tried == [10, 10, 11, 12]
    assert left == [f"{n:02}" for n in range(40)]


def test_a_door_that_rests_holds_up_no_other_door() -> None:
    async def scene() -> tuple[int, list[str]]:
        house = House()
        other = Door()
        outbox = Outbox(house.store, {"chat": house.door, "mail": other}, house.clock, house._tell)
        for n in range(500):
            house.door.problems[f"{n}"] = [TryLater("down")] * 9
        await house.file(*(message(f"{n}", to=str(n)) for n in range(500)))
        await outbox.drain()
        house.clock.move(START + timedelta(seconds=30))
        await house.file(message("letter", door="mail"))
        await outbox.drain()
        return len(house.door.left), other.left

    assert asyncio.run(scene()) == (0, ["letter"])


def test_one_room_that_fails_for_hours_does_not_make_its_door_rest() -> None:
    async def scene() -> list[str]:
        house = House()
        house.door.problems |= {f"bad {n}": [Rejected("gone")] for n in range(50)}
        await house.file(*(message(f"bad {n}") for n in range(50)), message("good", to="elsewhere"))
        await house.outbox.drain()
        await house.file(message("later", to="elsewhere"))
        await house.outbox.drain()
        return house.door.left

    assert asyncio.run(scene()) == ["good", "later"]
