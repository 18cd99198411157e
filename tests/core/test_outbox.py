"""The outbox: each thing leaves once, in order, or is shown as what became of it."""

import asyncio
from datetime import timedelta

import pytest

from bot.assistant.outbox import LONGEST_SLEEP
from bot.errors import Rejected, TryLater
from bot.model.outbox import State

from .worker import START, House, message


def test_a_key_makes_a_second_record_impossible() -> None:
    async def scene() -> list[str]:
        house = House()
        await house.file(message("a"), message("a"))
        await house.outbox.drain()
        await house.file(message("a"))
        await house.outbox.drain()
        return house.door.left

    assert asyncio.run(scene()) == ["a"]


def test_a_lane_keeps_its_order_and_waits_behind_one_that_is_retrying() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        house = House()
        house.door.problems["1"] = [TryLater("busy", after=120)]
        await house.file(message("1"), message("2"), message("other", to="elsewhere"))
        await house.outbox.drain()
        before = list(house.door.left)
        house.clock.move(START + timedelta(minutes=5))
        await house.outbox.drain()
        return before, house.door.left

    assert asyncio.run(scene()) == (["other"], ["other", "1", "2"])


def test_what_is_planned_for_later_holds_nobody_up() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        house = House()
        await house.file(message("later", not_before=START + timedelta(hours=1)), message("now"))
        await house.outbox.drain()
        before = list(house.door.left)
        house.clock.move(START + timedelta(hours=1))
        await house.outbox.drain()
        return before, house.door.left

    assert asyncio.run(scene()) == (["now"], ["now", "later"])


def test_what_is_overdue_is_missed_and_never_sent_late() -> None:
    async def scene() -> tuple[list[str], State, list[tuple[str, State]]]:
        house = House()
        await house.file(message("late", expires=START - timedelta(minutes=1)))
        await house.outbox.drain()
        return house.door.left, house.state("late"), house.told

    assert asyncio.run(scene()) == ([], State.MISSED, [("late", State.MISSED)])


def test_what_is_refused_for_good_fails_and_others_go_on() -> None:
    async def scene() -> tuple[State, list[str]]:
        house = House()
        house.door.problems["bad"] = [Rejected("no such room")]
        await house.file(message("bad"), message("good"))
        await house.outbox.drain()
        return house.state("bad"), house.door.left

    assert asyncio.run(scene()) == (State.FAILED, ["good"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_unexpected_error_in_a_door_fails_that_sending_only() -> None:
    async def scene() -> tuple[State, list[str]]:
        house = House()
        house.door.problems["bad"] = [ZeroDivisionError()]
        await house.file(message("bad"), message("good"))
        await house.outbox.drain()
        return house.state("bad"), house.door.left

    assert asyncio.run(scene()) == (State.FAILED, ["good"])


def test_a_newer_version_of_a_card_takes_the_place_of_one_still_waiting() -> None:
    async def scene() -> tuple[list[str], State]:
        house = House()
        await house.file(message("v1", card="card"), message("v2", card="card"))
        await house.outbox.drain()
        return house.door.left, house.state("v1")

    assert asyncio.run(scene()) == (["v2"], State.STOPPED)


def test_held_things_do_not_leave() -> None:
    async def scene() -> tuple[list[str], State]:
        house = House()
        await house.file(message("held", state=State.HELD))
        await house.outbox.drain()
        return house.door.left, house.state("held")

    assert asyncio.run(scene()) == ([], State.HELD)


def test_a_hundred_rooms_at_once_each_keep_their_order() -> None:
    async def scene() -> dict[str, list[str]]:
        house = House()
        await house.file(
            *(message(f"{room}/{n}", to=str(room)) for n in range(5) for room in range(100))
        )
        await house.outbox.drain()
        rooms: dict[str, list[str]] = {}
        for key in house.door.left:
            rooms.setdefault(key.partition("/")[0], []).append(key.partition("/")[2])
        return rooms

    assert asyncio.run(scene()) == {str(room): list("01234") for room in range(100)}


def test_the_worker_wakes_for_what_is_filed_and_stops_when_told() -> None:
    async def scene() -> list[str]:
        house = House()
        work = asyncio.create_task(house.outbox.run())
        await asyncio.sleep(0)
        await house.file(message("a"))
        house.outbox.wake()
        await house.ended.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return house.door.left

    assert asyncio.run(scene()) == ["a"]


def test_what_waits_behind_a_busy_lane_does_not_keep_the_worker_awake() -> None:
    async def scene() -> tuple[float, float]:
        house = House()
        await house.file(message("now"), message("behind"))
        before = house.outbox._pause()
        await house.file(message("soon", not_before=START + timedelta(seconds=10)))
        return before, house.outbox._pause()

    assert asyncio.run(scene()) == (LONGEST_SLEEP, 10.0)


def test_who_was_held_up_between_a_claim_and_its_sending_leaves_it_to_whoever_leads() -> None:
    async def scene() -> tuple[list[str], State, list[str]]:
        house, leads = House(), iter([True])
        house.outbox.may_send = lambda: next(leads, False)
        await house.file(message("a"))
        await house.outbox.drain()
        before = list(house.door.left)
        state = house.state("a")
        house.outbox.may_send = lambda: True
        await house.outbox.drain()
        return before, state, house.door.left

    assert asyncio.run(scene()) == ([], State.WAITING, ["a"])
