"""Nobody gets two reminders of a session where one is enough, whichever way they come."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import Rejected, TryLater
from bot.model.mailing import ReminderPlan, Stage, Tally
from bot.model.outcome import Answer
from bot.skills.reminders import steps
from tests.core.house import ANA, BEN, TEAM, Home

from .carrier import Calls, furnished
from .house import ANNOUNCED, MINUTE, addresses, everybody, full, mailing, passed, registration

Scene = Callable[[], Coroutine[Any, Any, Any]]
HOUR = timedelta(hours=1)
PLANNED = ANNOUNCED.starts - timedelta(days=1)
NUMBER = steps.number(ANNOUNCED, "-P1D")


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


async def planned(many: int, *steps: str) -> Home:
    """A home whose reminders, a day before unless others are given, are approved."""
    home = await full(many)
    await home.file(
        TEAM, ReminderPlan(session="1", steps=steps or ("-P1D",), approved_by=BEN.address)
    )
    return home


async def at(home: Home, *moments: datetime) -> None:
    """Ask at each of these moments what is due, and let it leave."""
    for each in moments:
        home.clock.move(each)
        await home.assistant.tick()
        await home.assistant.settle()


async def by_hand(
    home: Home, moment: datetime, words: str = "send reminders for session 1"
) -> Answer:
    """The answer to the press of a reminder that is asked for a minute before it leaves."""
    home.clock.move(moment - MINUTE)
    shown = await home.say(ANA, words)
    await home.assistant.settle()
    answer = await home.press(ANA, shown, "go")
    await passed(home, 1)
    return answer


def tally(home: Home, number: str = NUMBER) -> Tally:
    return mailing(home, number).tally


@pytest.mark.parametrize(
    ("before", "again"), [(timedelta(), 0), (MINUTE, 0), (6 * HOUR - MINUTE, 0), (6 * HOUR, 3)]
)
def test_the_planned_one_leaves_out_who_had_one_by_hand_in_the_last_six_hours(
    before: timedelta, again: int
) -> None:
    async def scene() -> Any:
        home = await planned(3)
        await by_hand(home, PLANNED - before)
        await at(home, PLANNED)
        return len(home.mail.left), tally(home)

    assert played(scene) == (3 + again, Tally(sent=again, near=3 - again))


@pytest.mark.parametrize(("after", "again"), [(6 * HOUR, 0), (6 * HOUR + MINUTE, 3)])
def test_one_by_hand_leaves_out_who_had_the_planned_one_in_the_last_six_hours(
    after: timedelta, again: int
) -> None:
    async def scene() -> Any:
        home = await planned(3)
        await at(home, PLANNED)
        await by_hand(home, PLANNED + after)
        return len(home.mail.left), mailing(home).stage

    assert played(scene) == (3 + again, Stage.DONE if again else Stage.PROPOSED)


def test_whoever_came_since_is_reminded_and_the_others_are_not() -> None:
    async def scene() -> Any:
        home = await planned(3)
        await at(home, PLANNED)
        late = home.clock.now()
        await home.file(registration(9, at=late, changed_at=late))
        await by_hand(home, PLANNED + HOUR)
        return addresses(home.mail.left), tally(home, "1")

    everyone = [*everybody(3), registration(9).address]
    assert played(scene) == (everyone, Tally(sent=1, near=3))


def test_moments_that_the_team_planned_both_leave_however_near_they_are() -> None:
    async def scene() -> Any:
        home = await planned(2, "-PT2H", "-PT1H")
        await at(home, ANNOUNCED.starts - 2 * HOUR, ANNOUNCED.starts - HOUR)
        return Counter(each.to for each in home.mail.left)

    assert played(scene) == dict.fromkeys(everybody(2), 2)


@pytest.mark.parametrize(("later", "times"), [(HOUR, 1), (timedelta(days=3), 2)])
def test_a_session_that_moves_by_an_hour_is_not_reminded_of_twice(
    later: timedelta, times: int
) -> None:
    async def scene() -> Any:
        home = await planned(2)
        await at(home, PLANNED)
        await home.file(replace(ANNOUNCED, starts=ANNOUNCED.starts + later, version=2))
        await at(home, PLANNED + later)
        return Counter(each.to for each in home.mail.left)

    assert played(scene) == dict.fromkeys(everybody(2), times)


def test_whoever_was_refused_by_the_one_is_tried_by_the_other() -> None:
    async def scene() -> Any:
        home = await planned(3)
        home.mail.problems[everybody(3)[1]] = [Rejected("554")]
        await by_hand(home, PLANNED - HOUR)
        await at(home, PLANNED)
        return Counter(each.to for each in home.mail.left), tally(home)

    assert played(scene) == (dict.fromkeys(everybody(3), 1), Tally(sent=1, near=2))


def test_whoever_is_put_off_by_the_one_is_reached_by_the_other_and_by_no_third() -> None:
    async def scene() -> Any:
        home = await planned(3)
        home.mail.problems[everybody(3)[1]] = [TryLater("450 later", after=2 * 3600)]
        await by_hand(home, PLANNED - HOUR)
        await at(home, PLANNED)
        await passed(home, 200)
        return Counter(each.to for each in home.mail.left), tally(home, "1"), tally(home)

    left, hand, plan = played(scene)
    assert left == dict.fromkeys(everybody(3), 1)
    assert (hand, plan) == (Tally(sent=2, near=1), Tally(sent=1, near=2))


def test_whoever_may_have_it_by_the_one_is_left_out_by_the_other() -> None:
    async def scene() -> Any:
        home = await planned(2)
        home.mail.problems[everybody(2)[1]] = [TimeoutError(), TryLater("down", after=2 * 3600)]
        await by_hand(home, PLANNED - HOUR)
        await at(home, PLANNED)
        before = Counter(each.to for each in home.mail.left)
        for _ in range(3):
            await passed(home, 100)
        return before, Counter(each.to for each in home.mail.left), tally(home)

    before, left, plan = played(scene)
    assert before == {everybody(2)[0]: 1}
    assert (left, plan) == (dict.fromkeys(everybody(2), 1), Tally(near=2))


def test_those_of_whom_nobody_knows_in_a_batch_are_left_out_and_get_it_at_a_press_alone() -> None:
    async def scene() -> Any:
        door = Calls(3)
        door.problems = [TimeoutError()]
        home = await furnished(door, 5, created=PLANNED - HOUR, frozen=PLANNED - HOUR)
        await home.file(ReminderPlan(session="1", steps=("-P1D",), approved_by=BEN.address))
        home.clock.move(PLANNED - HOUR)
        await home.assistant.settle()
        await passed(home)
        await at(home, PLANNED)
        first = (door.times, len(home.mail.left), tally(home))
        await home.file(mailing(home).changed(stage=Stage.WAITING, again=True, ended=None))
        await home.assistant.settle()
        return first, door.times, len(home.mail.left)

    first = (Counter({1: 5}), 0, Tally(near=5))
    assert played(scene) == (first, Counter({1: 2, 2: 3}), 0)


def test_one_that_is_stopped_on_the_way_and_gone_on_with_reaches_each_once() -> None:
    async def scene() -> Any:
        home = await planned(6)
        home.mail.problems[everybody(6)[5]] = [TryLater("450 later", after=1800)]
        await by_hand(home, PLANNED - HOUR)
        await home.file(mailing(home).changed(stage=Stage.STOPPED))
        late = home.clock.now()
        await at(home, PLANNED)
        await home.file(mailing(home).changed(stage=Stage.WAITING, not_before=late))
        await passed(home, 60)
        return Counter(each.to for each in home.mail.left), tally(home, "1"), tally(home)

    left = dict.fromkeys(everybody(6), 1)
    assert played(scene) == (left, Tally(sent=5, near=1), Tally(sent=1, near=5))


def test_a_correction_asks_nothing_about_what_is_near() -> None:
    async def scene() -> Any:
        home = await planned(4)
        home.mail.problems[everybody(4)[2]] = [Rejected("554")]
        await by_hand(home, PLANNED - HOUR)
        await at(home, PLANNED)
        home.mail.left.clear()
        asked = await home.press(ANA, home.assistant.present("reminders-1", ("en",)), "correct")
        written = {"subject_en": "Oops", "subject_fr": "Oups", "body_en": "x", "body_fr": "x"}
        proposed = await home.press(ANA, asked, "save", **written)
        await home.press(ANA, proposed, "go")
        await passed(home)
        corrected = addresses(home.mail.left)
        await at(home, PLANNED + 6 * HOUR - 2 * MINUTE)
        return corrected, mailing(home, "2").uncounted

    others = [each for each in everybody(4) if each != everybody(4)[2]]
    assert played(scene) == (others, False)


def test_what_was_counted_a_while_ago_is_counted_anew_before_it_leaves() -> None:
    async def scene() -> Any:
        home = await planned(2)
        home.clock.move(PLANNED - MINUTE)
        shown = await home.say(ANA, "send reminders for session 1")
        await at(home, PLANNED)
        first = await home.press(ANA, shown, "go")
        await home.assistant.settle()
        then = await home.press(ANA, shown, "go")
        await passed(home)
        return _said(first), _said(then), len(home.mail.left)

    counting = (
        "I am counting who gets which letter: the exact numbers and the first letters follow here."
    )
    nobody = "Nobody is left to write to, so nothing leaves."
    assert played(scene) == (counting, nobody, 2)


def _said(answer: Answer) -> str:
    return answer.text.rstrip().rpartition("• ")[2]


def test_of_two_that_are_asked_for_at_once_the_second_says_so_and_reaches_nobody_again() -> None:
    async def scene() -> Any:
        home = await full(2)
        first = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, first, "go")
        second = await home.say(BEN, "send reminders for session 1")
        said = second.text.split("\n")[3]
        await home.press(BEN, second, "go")
        await passed(home)
        return said, Counter(each.to for each in home.mail.left), tally(home, "2")

    words = (
        "• Another reminder of this session waits or leaves right now. "
        "Whoever gets it is left out of this one."
    )
    assert played(scene) == (words, dict.fromkeys(everybody(2), 1), Tally(near=2))


def test_while_it_is_being_counted_nothing_may_be_pressed_but_stop() -> None:
    async def scene() -> Any:
        home = await planned(2)
        await at(home, PLANNED)
        late = home.clock.now()
        await home.file(registration(9, at=late, changed_at=late))
        home.clock.move(PLANNED + HOUR)
        shown = await home.say(ANA, "send reminders for session 1")
        assert shown.card is not None
        before = [each["data"]["button"] for each in shown.card["actions"]]
        await home.press(ANA, shown, "go")
        stage = mailing(home).stage
        await home.assistant.settle()
        now = home.assistant.present("reminders-1", ("en",))
        assert now.card is not None
        return before, stage, [each["data"]["button"] for each in now.card["actions"]]

    assert played(scene) == (["stop"], Stage.PROPOSED, ["go", "stop"])


def test_a_second_person_is_asked_only_where_so_many_letters_leave() -> None:
    async def scene() -> Any:
        home = await planned(201)
        await at(home, PLANNED)
        late = home.clock.now()
        await home.file(registration(900, at=late, changed_at=late))
        answer = await by_hand(home, PLANNED + HOUR)
        return answer.text.partition(": ")[2].partition(" / ")[0], tally(home, "1")

    words = "1 letter leaves in a minute. You can still stop it."
    assert played(scene) == (words, Tally(sent=1, near=201))
