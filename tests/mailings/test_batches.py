"""A letter that leaves in batches: each person once, and never a second time unasked."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import DailyLimit, Rejected, SomeRejected, TryLater
from bot.model.mailing import Batch, Mailing, Stage
from bot.model.registration import Standing
from storage.ledger import mark
from tests.core.house import NOW, Home

from .carrier import Calls, furnished
from .house import everybody, mailing, passed, registration

Scene = Callable[[], Coroutine[Any, Any, Any]]


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


def counts(home: Home) -> tuple[Stage, int, int, int, int]:
    """Where the mailing stands: sent, failed, unconfirmed, and perhaps twice."""
    found = mailing(home)
    tally = found.tally
    return found.stage, tally.sent, tally.failed, tally.unconfirmed, tally.uncertain


@pytest.mark.slow
def test_one_more_than_a_call_takes_is_a_call_of_its_own() -> None:
    async def scene() -> Any:
        door = Calls()
        home = await furnished(door, 50_001)
        await home.assistant.settle()
        return door.sizes, door.times, counts(home)

    sizes = [("mailing/1/1", 50_000), ("mailing/1/2", 1)]
    assert played(scene) == (sizes, Counter({1: 50_001}), (Stage.DONE, 50_001, 0, 0, 0))


def test_people_of_one_language_share_a_batch() -> None:
    async def scene() -> Any:
        door = Calls(2)
        home = await furnished(door, 0)
        await home.file(*(registration(n) for n in range(7)))
        await home.assistant.settle()
        return [
            (batch.pattern.letter.languages, [each.to.address[:6] for each in batch.people])
            for batch in door.calls
        ]

    assert played(scene) == [
        (("en",), ["p00000", "p00003"]),
        (("fr",), ["p00001", "p00004"]),
        (("en", "fr"), ["p00002", "p00005"]),
        (("en",), ["p00006"]),
    ]


def test_what_is_put_off_leaves_later_under_the_same_number_and_nobody_counts_as_sent() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [None, TryLater("busy", after=30)]
        home = await furnished(door, 7)
        await home.assistant.settle()
        first = (door.sizes, counts(home), mailing(home).not_before)
        await passed(home)
        return first, door.sizes[2:], counts(home)

    first, then, end = played(scene)
    called, stands, again = first
    assert called == [("mailing/1/1", 3), ("mailing/1/2", 3)]
    assert stands == (Stage.WAITING, 3, 0, 0, 0)
    assert NOW + timedelta(seconds=30) <= again <= NOW + timedelta(seconds=36)
    assert then == [("mailing/1/2", 3), ("mailing/1/3", 1)]
    assert end == (Stage.DONE, 7, 0, 0, 0)


def test_what_is_refused_has_failed_with_the_reason_and_the_others_leave() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [Rejected("it holds too much")]
        home = await furnished(door, 5)
        await home.assistant.settle()
        found = mailing(home)
        why = home.house.ledgers.notes("1")[mark("1", everybody(1)[0])].why
        return counts(home), found.hindrance, found.answer, why

    words = "it holds too much"
    assert played(scene) == ((Stage.DONE, 2, 3, 0, 0), "refused", words, words)


def test_without_those_that_are_refused_the_batch_is_called_again_at_once() -> None:
    async def scene() -> Any:
        door = Calls(4)
        gone = frozenset(everybody(5)[1:2])
        door.problems = [SomeRejected("no address", gone)]
        home = await furnished(door, 5)
        await home.assistant.settle()
        return door.sizes, counts(home)

    sizes = [("mailing/1/1", 4), ("mailing/1/1", 3), ("mailing/1/2", 1)]
    assert played(scene) == (sizes, (Stage.DONE, 4, 1, 0, 0))


def test_a_door_that_refuses_new_people_for_ever_is_not_called_for_ever() -> None:
    async def scene() -> Any:
        door = Calls()
        door.problems = [SomeRejected("no address", frozenset({each})) for each in everybody(40)]
        home = await furnished(door, 40)
        await home.assistant.settle()
        return len(door.calls), counts(home)

    assert played(scene) == (20, (Stage.WAITING, 0, 20, 0, 0))


def test_a_call_that_is_not_answered_is_never_made_again_by_itself() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [TimeoutError()]
        home = await furnished(door, 5)
        await home.assistant.settle()
        first = (door.sizes, counts(home))
        for _ in range(100):
            await passed(home, 10)
        return first, door.sizes, door.times, counts(home)

    called = [("mailing/1/1", 3)]
    first = (called, (Stage.WAITING, 0, 0, 3, 0))
    sizes = [*called, ("mailing/1/2", 2)]
    assert played(scene) == (first, sizes, Counter({1: 5}), (Stage.DONE, 2, 0, 3, 0))


def test_a_door_that_breaks_may_have_taken_the_letters() -> None:
    async def scene() -> Any:
        door = Calls()
        door.problems = [RuntimeError("a bug")]
        home = await furnished(door, 5)
        await home.assistant.settle()
        return counts(home)

    assert played(scene) == (Stage.DONE, 0, 0, 5, 0)


def test_what_was_being_called_when_the_process_ended_is_uncertain() -> None:
    async def scene() -> Any:
        door = Calls(3)
        home = await furnished(door, 7, began=NOW, stage=Stage.RUNNING)
        ledger = home.house.ledgers.open("1")
        ledger.fresh = False
        await ledger.note(("batch", "batch", "2"))
        for each in everybody(3):
            await ledger.note((mark("1", each), "", ""))
        await home.assistant.settle()
        return door.sizes, door.times, counts(home)

    sizes = [("mailing/1/3", 3), ("mailing/1/4", 1)]
    assert played(scene) == (sizes, Counter({1: 4}), (Stage.DONE, 4, 0, 3, 0))


def test_a_process_that_ends_within_a_call_leaves_it_uncertain() -> None:
    """The call is cancelled as at the end of the process: the ledger says no more than its start."""

    async def scene() -> Any:
        door, reached = Calls(3), asyncio.Event()
        home = await furnished(door, 5)
        taken = door.carry

        async def hanging(batch: Batch) -> Any:
            await taken(batch)
            reached.set()
            await asyncio.Event().wait()

        door.carry = hanging  # type: ignore[method-assign]
        leaving = asyncio.create_task(home.assistant.mailings.drain())
        await reached.wait()
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        door.carry = taken  # type: ignore[method-assign]
        await home.assistant.settle()
        return door.sizes, door.times, counts(home)

    sizes = [("mailing/1/1", 3), ("mailing/1/2", 2)]
    assert played(scene) == (sizes, Counter({1: 5}), (Stage.DONE, 2, 0, 3, 0))


def test_once_the_team_wants_it_the_uncertain_are_called_for_once_more_and_nobody_else() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [TimeoutError()]
        home = await furnished(door, 5)
        for _ in range(3):
            await passed(home)
        await _again(home)
        first = (door.sizes[2:], door.times, counts(home))
        await passed(home, 60)
        return first, len(door.calls)

    again = [("mailing/1/3", 3)]
    first = (again, Counter({1: 2, 2: 3}), (Stage.DONE, 5, 0, 0, 3))
    assert played(scene) == (first, 3)


def test_what_is_uncertain_for_the_second_time_waits_for_another_word() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [TimeoutError(), None, TimeoutError()]
        home = await furnished(door, 5)
        for _ in range(3):
            await passed(home)
        await _again(home)
        for _ in range(10):
            await passed(home, 60)
        return len(door.calls), counts(home), mailing(home).again

    assert played(scene) == (3, (Stage.DONE, 2, 0, 3, 0), False)


async def _again(home: Home) -> None:
    found = mailing(home)
    await home.file(found.changed(stage=Stage.WAITING, again=True, ended=None))
    await home.assistant.settle()


def test_it_stops_between_batches() -> None:
    async def scene() -> Any:
        door = Calls(3)
        home = await furnished(door, 9)
        taken = door.carry

        async def halted(batch: Batch) -> Any:
            found = await taken(batch)
            if len(door.calls) == 2:
                await home.file(mailing(home).changed(stage=Stage.STOPPED))
            return found

        door.carry = halted  # type: ignore[method-assign]
        await home.assistant.settle()
        stopped = (door.sizes, counts(home))
        await home.file(mailing(home).changed(stage=Stage.WAITING, not_before=NOW))
        await home.assistant.settle()
        return stopped, door.times, counts(home)

    called = [("mailing/1/1", 3), ("mailing/1/2", 3)]
    stopped = (called, (Stage.STOPPED, 6, 0, 0, 0))
    assert played(scene) == (stopped, Counter({1: 9}), (Stage.DONE, 9, 0, 0, 0))


def test_whoever_gives_up_their_place_while_others_are_called_for_is_left_out() -> None:
    async def scene() -> Any:
        door = Calls(3)
        home = await furnished(door, 2)
        await home.file(*(registration(n, language="fr") for n in range(2, 8)))
        taken = door.carry

        async def leaving(batch: Batch) -> Any:
            if len(door.calls) == 0:
                gone = registration(0, language="en", standing=Standing.CANCELLED, version=2)
                await home.file(gone)
            return await taken(batch)

        door.carry = leaving  # type: ignore[method-assign]
        await home.assistant.settle()
        return [len(batch.people) for batch in door.calls]

    assert played(scene) == [3, 3, 1]


def test_what_the_day_has_room_for_leaves_and_the_others_the_next_day() -> None:
    async def scene() -> Any:
        door = Calls()
        door.problems = [DailyLimit("enough", after=3600, left=2)]
        home = await furnished(door, 5)
        await home.assistant.settle()
        first = (door.sizes, counts(home), mailing(home).hindrance, mailing(home).not_before)
        await passed(home, 61)
        return first, door.sizes[2:], counts(home)

    waits = NOW + timedelta(hours=1)
    called = [("mailing/1/1", 5), ("mailing/1/1", 2)]
    first = (called, (Stage.WAITING, 2, 0, 0, 0), "daily_limit", waits)
    assert played(scene) == (first, [("mailing/1/2", 3)], (Stage.DONE, 5, 0, 0, 0))


def test_a_door_that_cannot_count_is_given_no_more_than_it_takes_in_a_day() -> None:
    async def scene() -> Any:
        door = Calls(4, daily=10)
        home = await furnished(door, 25)
        days = []
        for _ in range(4):
            await home.assistant.settle()
            days.append((sum(len(batch.people) for batch in door.calls), mailing(home).stage))
            home.clock.move(home.clock.now() + timedelta(hours=23, minutes=59))
            await home.assistant.settle()
            home.clock.move(home.clock.now() + timedelta(minutes=1))
        return days, door.times

    days = [(10, Stage.WAITING), (20, Stage.WAITING), (25, Stage.DONE), (25, Stage.DONE)]
    assert played(scene) == (days, Counter({1: 25}))


def test_a_way_out_that_is_no_longer_set_up_stops_the_mailing_with_words() -> None:
    async def scene() -> Any:
        home = await furnished(Calls(), 3, door="flow")
        await home.assistant.settle()
        found = mailing(home)
        return found.stage, found.hindrance, [each.channel for each in found.places]

    assert played(scene) == (Stage.STOPPED, "no_way", ["chat"])


def test_what_comes_too_late_is_missed() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [TryLater("busy", after=86_400)]
        home = await furnished(door, 5, expires=NOW + timedelta(minutes=5))
        await home.assistant.settle()
        await passed(home, 60 * 40)
        return len(door.calls), mailing(home).stage, mailing(home).tally.missed

    assert played(scene) == (1, Stage.DONE, 5)


def test_tries_come_to_an_end() -> None:
    async def scene() -> Any:
        door = Calls()
        door.problems = [TryLater("busy")] * 99
        home = await furnished(door, 2, expires=None)
        for _ in range(60):
            await passed(home, 300)
        return len(door.calls), {key for key, _ in door.sizes}, counts(home)

    assert played(scene) == (15, {"mailing/1/1"}, (Stage.DONE, 0, 2, 0, 0))


def test_a_mailing_is_kept_as_it_is_with_what_batches_added_to_it() -> None:
    async def scene() -> Any:
        home = await furnished(Calls(), 1, again=True, hindrance="daily_limit", answer="x")
        kept: Mailing = replace(mailing(home), version=2)
        await home.file(kept)
        return mailing(home) == kept

    assert played(scene)


def test_letters_one_by_one_keep_to_the_day_as_well() -> None:
    async def scene() -> Any:
        home = await furnished(Calls(), 25, door="mail")
        home.mail.daily = 10  # type: ignore[attr-defined]
        days = []
        for _ in range(4):
            await home.assistant.settle()
            days.append((len(home.mail.left), mailing(home).hindrance))
            home.clock.move(home.clock.now() + timedelta(hours=24))
        return days, len({each.to for each in home.mail.left})

    days = [(10, "daily_limit"), (20, "daily_limit"), (25, ""), (25, "")]
    assert played(scene) == (days, 25)
