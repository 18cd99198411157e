"""What was leaving when the process stopped or died: never lost, never silently doubled."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.assistant.doors import Again
from bot.assistant.outbox import Outbox
from bot.errors import TryLater
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.record import View

from .worker import START, House, message


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


def test_a_chat_is_written_to_once_more_and_not_again_however_often_the_process_dies() -> None:
    async def scene() -> list[State]:
        house, states = House("soon"), []
        await house.file(message("x", state=State.SENDING, changed=START))
        for _ in range(2):
            await house.outbox.recover()
            states.append(house.state("x"))
            found = house.store.view().get(Sending, "x")
            assert found is not None
            again = found.now(State.SENDING, START)
            if found.state is State.RETRYING:
                await house.store.run(Outcome(saves=(again,)).regardless)
        return states

    assert asyncio.run(scene()) == [State.RETRYING, State.UNCERTAIN]


def test_a_clock_set_back_does_not_make_what_was_cut_short_seem_recent() -> None:
    async def scene() -> State:
        house = House("soon")
        later = START + timedelta(hours=1)
        await house.file(message("x", state=State.SENDING, changed=later))
        await house.outbox.recover()
        return house.state("x")

    assert asyncio.run(scene()) is State.UNCERTAIN


def test_what_is_not_yet_at_the_door_when_the_process_dies_is_not_uncertain() -> None:
    async def scene() -> int:
        house = House()
        stuck = asyncio.Event()

        async def never(_: Sending) -> Mapping[str, str]:
            house.ended.set()
            await stuck.wait()
            return {}

        house.door.send = never  # type: ignore[assignment, method-assign]
        await house.file(*(message(f"{n}", to=str(n)) for n in range(100)))
        work = asyncio.create_task(house.outbox.run())
        await house.ended.wait()
        count = house.store.view().count(Sending, "status", State.SENDING.value)
        stuck.set()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return count

    assert asyncio.run(scene()) <= 10


def test_what_is_being_sent_when_the_bot_is_told_to_stop_comes_to_its_end() -> None:
    async def scene() -> tuple[State, list[str]]:
        house = House()
        at_the_door, go_on = asyncio.Event(), asyncio.Event()
        send = house.door.send

        async def slow(sending: Sending) -> Mapping[str, str]:
            at_the_door.set()
            await go_on.wait()
            return await send(sending)

        house.door.send = slow  # type: ignore[method-assign]
        await house.file(message("x"))
        work = asyncio.create_task(house.outbox.run())
        await at_the_door.wait()
        work.cancel()
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(work, return_exceptions=True)
        return house.state("x"), house.door.left

    assert asyncio.run(scene()) == (State.SENT, ["x"])


@pytest.mark.parametrize("state", [State.SENT, State.MISSED])
def test_what_has_left_is_filed_even_if_nobody_can_say_what_follows(
    caplog: pytest.LogCaptureFixture, state: State
) -> None:
    def at_a_loss(view: View, sending: Sending) -> Outcome:
        raise ZeroDivisionError

    async def scene() -> State:
        house = House()
        outbox = Outbox(house.store, {"chat": house.door}, house.clock, at_a_loss)
        expires = START - timedelta(minutes=1) if state is State.MISSED else None
        await house.file(message("x", expires=expires))
        await outbox.drain()
        return house.state("x")

    assert asyncio.run(scene()) is state
    assert [each.message for each in caplog.records] == [
        "what follows from a sending could not be worked out"
    ]


def test_a_clock_set_back_does_not_hold_up_what_is_tried_again() -> None:
    async def scene() -> list[str]:
        house = House()
        house.door.problems["x"] = [TryLater("busy")]
        await house.file(message("x"))
        house.clock.move(START + timedelta(hours=5))
        await house.outbox.drain()
        house.clock.move(START + timedelta(minutes=1))
        await house.file(message("y", created=START + timedelta(minutes=1)))
        await house.outbox.drain()
        return house.door.left

    assert asyncio.run(scene()) == ["x", "y"]
