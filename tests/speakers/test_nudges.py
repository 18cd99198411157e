"""Reminders: on working days only, each once, never late, and none after an answer."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import invites, workdays
from bot.errors import TryLater
from bot.model.outbox import Sending, State
from bot.model.people import QuietPeriod, Team
from bot.model.session import Phase

from .house import ANA, NOW, SAM, SESSION, SPACES, Scene, to

pytestmark = pytest.mark.slow

OTTAWA = ZoneInfo("America/Toronto")


def at(day: str, hour: str = "09:30") -> datetime:
    """That moment in Ottawa."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=OTTAWA).astimezone(UTC)


def reminded(scene: Scene) -> list[tuple[str, str]]:
    """Every reminder and call for help that was made, with the minute it was made at."""
    made = [each for each in scene.sendings() if "nudge" in each.key]
    minutes = (each.created.astimezone(OTTAWA).strftime("%Y-%m-%d %H:%M") for each in made)
    return list(zip(minutes, (each.to for each in made), strict=True))


async def asked(team: Team | None = None) -> Scene:
    """Sam is asked on Tuesday, January 12, at 9."""
    scene = await Scene(team).set_up()
    await scene.invite(SAM.address)
    return scene


def test_thirty_days_of_silence_make_three_reminders_and_one_call_for_help() -> None:
    async def scene() -> Scene:
        played = await asked()
        await played.until(NOW + timedelta(days=30))
        return played

    assert reminded(asyncio.run(scene())) == [
        ("2027-01-15 09:30", SAM.address),
        ("2027-01-20 09:30", SAM.address),
        ("2027-01-22 09:30", SAM.address),
        ("2027-01-26 09:30", ANA.address),
    ]


def test_a_quiet_period_is_no_time_for_reminders() -> None:
    quiet = Team(spaces=SPACES, quiet_periods=(QuietPeriod("2027-01-14", "2027-01-20"),))

    async def scene() -> Scene:
        played = await asked(quiet)
        await played.until(at("2027-01-29", "12:00"))
        return played

    assert reminded(asyncio.run(scene())) == [
        ("2027-01-22 09:30", SAM.address),
        ("2027-01-27 09:30", SAM.address),
        ("2027-01-29 09:30", SAM.address),
    ]


def test_a_clock_that_jumps_back_reminds_nobody_twice() -> None:
    async def scene() -> Scene:
        played = await asked()
        for moment in ("09:31", "08:00", "09:30", "14:00"):
            played.clock.move(at("2027-01-15", moment))
            await played.assistant.tick()
        return played

    assert reminded(asyncio.run(scene())) == [("2027-01-15 09:31", SAM.address)]


@pytest.mark.parametrize(
    ("back", "made"),
    [
        (at("2027-01-15", "16:00"), [("2027-01-15 16:00", SAM.address)]),
        (at("2027-01-15", "19:00"), []),
        (at("2027-01-16", "12:00"), []),
        (at("2027-01-18", "09:00"), [("2027-01-18 09:00", SAM.address)]),
        (at("2027-01-18", "09:30"), []),
        (at("2027-01-20", "09:30"), [("2027-01-20 09:30", SAM.address)]),
    ],
    ids=[
        "later that day",
        "in the evening",
        "on Saturday",
        "before Monday’s",
        "too late",
        "next step",
    ],
)
def test_after_an_outage_a_reminder_is_made_within_a_working_day_or_not_at_all(
    back: datetime, made: list[tuple[str, str]]
) -> None:
    async def scene() -> Scene:
        played = await asked()
        played.clock.move(back)
        await played.assistant.tick()
        return played

    assert reminded(asyncio.run(scene())) == made


@pytest.mark.parametrize("button", ["yes", "no", "other_time", "question"])
def test_any_answer_ends_the_reminders(button: str) -> None:
    async def scene() -> Scene:
        played = await asked()
        await played.press(SAM, button, note="March 4 at 1 pm")
        await played.until(NOW + timedelta(days=16))
        return played

    assert reminded(asyncio.run(scene())) == []


def test_a_cancelled_session_reminds_nobody() -> None:
    async def scene() -> Scene:
        played = await asked()
        cancelled = SESSION.moved_to(Phase.CANCELLED)
        await played.run(lambda context: invites.cancelled(context, cancelled))
        await played.save(cancelled)
        await played.until(NOW + timedelta(days=4))
        return played

    assert reminded(asyncio.run(scene())) == []


def test_a_reply_to_a_question_begins_the_count_again() -> None:
    async def scene() -> Scene:
        played = await asked()
        await played.press(SAM, "question", note="How long?")
        played.clock.move(at("2027-01-19"))
        await played.press(ANA, "reply", played.last_card(ANA.address), reply="45 minutes.")
        await played.until(at("2027-01-22", "12:00"))
        return played

    assert reminded(asyncio.run(scene())) == [("2027-01-22 09:30", SAM.address)]


def test_a_reminder_still_on_its_way_is_stopped_by_the_answer() -> None:
    async def scene() -> list[Sending]:
        played = await asked()

        async def unreachable(_: Sending) -> dict[str, str]:
            raise TryLater("the platform does not answer")

        played.ears.send = unreachable  # type: ignore[assignment, method-assign]
        await played.until(at("2027-01-15", "09:30"))
        await played.press(SAM, "yes")
        return [each for each in played.sendings() if each.key.startswith("nudge/")]

    assert [(each.state, each.problem) for each in asyncio.run(scene())] == [
        (State.STOPPED, "answered")
    ]


def test_the_third_reminder_says_that_it_is_the_last() -> None:
    async def scene() -> list[str]:
        played = await asked()
        played.heard()
        await played.until(at("2027-01-22"))
        return [text.split(":")[0] for text in to(played.heard(), SAM.address)]

    assert asyncio.run(scene()) == ["A reminder", "A reminder", "A last reminder"]


def test_weekends_and_the_days_off_of_canada_ontario_and_quebec_are_no_working_days() -> None:
    days = "02-12 02-13 02-14 02-15 03-26 03-29 05-24 06-24 07-01 08-02 09-30 11-11 12-27 12-29"
    worked = [
        day
        for day in days.split()
        if workdays.working_day(Team(), date.fromisoformat(f"2027-{day}"))
    ]
    assert worked == ["02-12", "12-29"]


def test_a_team_that_is_quiet_for_years_has_no_next_working_day() -> None:
    quiet = Team(quiet_periods=(QuietPeriod("2027-01-01", "2029-12-31"),))
    assert workdays.after(quiet, date(2027, 1, 12), 3) is None


def test_the_quiet_hours_reach_across_midnight() -> None:
    hours = ("07:59", "08:00", "17:59", "18:00", "00:00")
    worked = [hour for hour in hours if workdays.at_work(Team(), at("2027-01-12", hour))]
    assert worked == ["08:00", "17:59"]
