"""Time: nothing twice, nothing late, whatever the clock does."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.clock import Clock, StillClock, agree
from bot.context import Context, Skill
from bot.errors import TryLater
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Outcome
from bot.model.speaking import Speaking
from bot.planning.moment import at_wall
from bot.skills import Skills

from .house import ANA, NOW, SAM, Home, asked, at

HOUR = timedelta(hours=1)
REMINDER = {
    "the hour that is skipped": (date(2027, 3, 14), time(2, 30)),
    "the hour that comes twice": (date(2026, 11, 1), time(1, 30)),
}


def reminding(day: date, hour: time) -> Skills:
    """One skill that owes a message at a local time, and not more than an hour later."""

    def due(context: Context) -> Outcome:
        owed = at_wall(day, hour).starts
        if context.now < owed:
            return Outcome()
        reminder = Sending(
            key="reminder",
            door="chat",
            to=SAM.address,
            content=Message("tomorrow"),
            created=context.now,
            expires=owed + HOUR,
        )
        return Outcome(sends=(reminder,))

    skill = Skill("reminder", due=due)
    return Skills((skill,), {}, {"reminder": skill})


def reminders(home: Home) -> list[datetime]:
    """When each reminder to Sam was made, of those that left."""
    return [each.created for each in home.chat.left if each.to == SAM.address]


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("the hour that is skipped", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        ("the hour that comes twice", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_local_time_that_is_skipped_is_an_hour_later_and_of_two_it_is_the_first(
    when: str, wanted: datetime
) -> None:
    day, hour = REMINDER[when]

    async def scene() -> list[datetime]:
        home = Home(None, reminding(day, hour))
        home.clock.move(wanted - 3 * HOUR)
        await home.assistant.move_clock(wanted + 3 * HOUR)
        return reminders(home)

    assert at_wall(day, hour).starts == wanted
    assert asyncio.run(scene()) == [wanted]


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        pytest.param([0, 1, 0, 1, 2], [1], id="back an hour after it was sent"),
        pytest.param([-4, 1, -4, 1], [1], id="forward five hours and back"),
        pytest.param([-5, 1], [1], id="paused six hours, just in time"),
        pytest.param([-4, 2.1, 0, 1], [], id="paused six hours, too late"),
    ],
)
def test_a_clock_that_jumps_makes_no_reminder_twice_and_none_late(
    hours: list[float], left: list[int]
) -> None:
    owed = at_wall(date(2027, 2, 24), time(13)).starts

    async def scene() -> list[datetime]:
        home = Home(None, reminding(date(2027, 2, 24), time(13)))
        await home.tick_at(*(owed + (each - 1) * HOUR for each in hours))
        return reminders(home)

    assert asyncio.run(scene()) == [owed for _ in left]


def test_what_came_too_late_is_listed_as_missed() -> None:
    async def scene() -> tuple[list[datetime], State]:
        home = Home(None, reminding(date(2027, 2, 24), time(13)))
        await home.tick_at(at("2027-02-24", "14:00") + timedelta(minutes=1))
        return reminders(home), home.sending("reminder").state

    assert asyncio.run(scene()) == ([], State.MISSED)


def test_no_reminder_of_a_session_leaves_after_it_began() -> None:
    starts = at("2027-01-15", "13:00")

    async def scene() -> tuple[list[State], list[str]]:
        home = await asked("2027-01-12", starts=starts, wall="2027-01-15T13:00")
        home.chat.problems[SAM.address] = [TryLater("down", after=4 * 3600.0)]
        await home.tick_at(at("2027-01-15"), at("2027-01-15", "13:40"))
        made = home.store.view().find(Sending, "about", "session/1")
        nudges = [each.state for each in made if each.key.startswith("nudge/")]
        return nudges, home.told(SAM.address)

    assert asyncio.run(scene()) == ([State.MISSED], [])


def test_reminders_come_at_the_same_local_hour_before_and_after_the_clock_changes() -> None:
    async def scene() -> list[str]:
        home = await asked("2027-03-08", starts=at("2027-04-29", "13:00"), wall="2027-04-29T13:00")
        await home.half_hours(at("2027-03-24", "12:00"))
        return [f"{each:%m-%d %H:%M}" for each in reminders(home)]

    assert asyncio.run(scene()) == ["03-11 14:30", "03-16 13:30", "03-18 13:30"]


def test_a_session_moved_across_the_change_of_the_clock_keeps_its_hour_and_repeats_no_reminder() -> (
    None
):
    async def scene() -> tuple[datetime, list[str], list[int]]:
        home = await asked("2027-03-08", starts=at("2027-03-13", "13:00"), wall="2027-03-13T13:00")
        await home.tick_at(at("2027-03-11"))
        shown = await home.say(ANA, "move session 1 to April 29")
        await home.press(ANA, shown, "go")
        moved = home.session().starts
        await home.tick_at(at("2027-03-11", "09:31"), at("2027-03-11", "10:30"))
        await home.half_hours(at("2027-03-17", "12:00"))
        sent = [each for each in home.chat.left if each.key.startswith("nudge/")]
        parts = home.store.view().find(Speaking, "session", "1")
        return moved, [f"{each.created:%m-%d %H:%M}" for each in sent], [e.nudges for e in parts]

    moved, sent, nudges = asyncio.run(scene())
    assert moved == datetime(2027, 4, 29, 17, 0, tzinfo=UTC)
    assert sent == ["03-11 14:30", "03-16 13:30"]
    assert nudges == [2]


def test_the_clock_goes_on_from_where_it_is_set() -> None:
    clock = Clock(NOW)
    began = clock.now()
    clock.move(NOW + timedelta(days=1))
    moved = clock.now()
    assert timedelta() <= began - NOW < HOUR
    assert timedelta() <= moved - NOW - timedelta(days=1) < HOUR
    assert (moved.tzinfo, moved.microsecond) == (UTC, 0)


def test_a_clock_that_stands_moves_only_when_it_is_moved() -> None:
    clock = StillClock(NOW)
    clock.move(NOW - HOUR)
    assert clock.now() == NOW - HOUR


def test_machines_whose_clocks_are_an_hour_apart_go_by_one() -> None:
    began = Clock().now()
    agree(began + HOUR)
    try:
        assert HOUR <= Clock().now() - began < HOUR + timedelta(seconds=10)
    finally:
        agree(Clock().now() - HOUR)
    assert timedelta() <= Clock().now() - began < timedelta(seconds=10)
