"""The outbox: each thing leaves once, in order, or is shown as what became of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.assistant.doors import DELAYS, Again, delay
from bot.assistant.outbox import Outbox
from bot.clock import StillClock
from bot.errors import Rejected, TryLater
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


@pytest.mark.parametrize(
    ("again", "age", "state"),
    [
        ("resend", timedelta(hours=5), State.SENT),
        ("soon", timedelta(seconds=90), State.SENT),
        ("soon", timedelta(minutes=3), State.UNCERTAIN),
        ("ask", timedelta(seconds=1), State.UNCERTAIN),
    ],
)
def test_what_was_being_sent_when_the_process_died_follows_the_rule_of_its_door(
    again: Again, age: timedelta, state: State
) -> None:
    async def scene() -> State:
        house = House(again)
        await house.file(message("x", state=State.SENDING, changed=START - age))
        await house.outbox.recover()
        await house.outbox.drain()
        return house.state("x")

    assert asyncio.run(scene()) is state


def test_tries_grow_apart_and_come_to_an_end() -> None:
    waits = [delay(message("x", attempts=n), None) for n in range(len(DELAYS) + 1)]
    assert waits[-1] is None
    for wait, least in zip(waits, DELAYS, strict=False):
        assert wait is not None
        assert timedelta(seconds=least) <= wait <= timedelta(seconds=least * 1.2)


def test_the_wait_that_the_other_side_asked_for_is_kept() -> None:
    wait = delay(message("x"), 7200.0)
    assert wait is not None
    assert wait >= timedelta(hours=2)


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
