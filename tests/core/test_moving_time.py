"""A clock that is moved goes through every due moment, though not through every idle minute."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context, Skill
from bot.model.mailing import ReminderPlan
from bot.model.outcome import Outcome
from bot.model.people import Team
from bot.model.session import Phase
from bot.skills import Skills
from tests.mailings.house import ANNOUNCED, registration

from .house import ANA, NOW, SAM, SPACE, Home, at

MINUTE = timedelta(minutes=1)
Walk = Callable[[Home, datetime], Awaitable[None]]


async def at_once(home: Home, until: datetime) -> None:
    """The clock is moved there."""
    await home.assistant.move_clock(until)


async def each_minute(home: Home, until: datetime) -> None:
    """Every minute is lived through."""
    while home.clock.now() < until:
        home.clock.move(min(home.clock.now() + MINUTE, until))
        await home.assistant.tick()
        await home.assistant.settle()


async def lived(walk: Walk) -> Home:
    """Two busy days: a speaker who is silent, a team that begins late, reminders at odd minutes."""
    home = Home()
    starts = at("2027-01-15", "13:04")
    await home.meet(ANA, SAM)
    await home.file(
        Team(spaces=(SPACE,), quiet_until="09:43"),
        replace(ANNOUNCED, starts=starts, wall="2027-01-15T13:04"),
        replace(ANNOUNCED, id="2", starts=at("2027-02-25", "13:00"), wall="2027-02-25T13:00"),
        ReminderPlan(session="1", steps=("-P1D", "-PT2M"), approved_by=ANA.address),
        *(registration(number) for number in range(3)),
    )
    await home.say(ANA, "invite sam@example.org to session 2")
    home.clock.move(at("2027-01-14", "12:00") + timedelta(seconds=17))
    await walk(home, at("2027-01-15", "14:00"))
    return home


def left(home: Home) -> list[tuple[str, str]]:
    """All that left, with the minute it was made at, in its order."""
    return [(each.to, f"{each.created:%d %H:%M}") for each in (*home.chat.left, *home.mail.left)]


def test_what_happens_is_what_happens_minute_by_minute() -> None:
    async def both() -> list[Home]:
        return [await lived(walk) for walk in (at_once, each_minute)]

    moved, walked = asyncio.run(both())
    people = [registration(number).address for number in range(3)]
    assert left(moved) == left(walked)
    assert left(moved) == [
        (SAM.address, "12 14:00"),
        (SPACE.room, "15 13:30"),
        (SAM.address, "15 14:43"),
        (SPACE.room, "15 17:35"),
        *((each, "14 18:04") for each in people),
        *((each, "15 18:02") for each in people),
    ]
    assert moved.session().phase is walked.session().phase is Phase.HELD


def test_what_is_broken_is_asked_each_minute_and_holds_up_nothing() -> None:
    asked: list[datetime] = []

    def due(context: Context) -> Outcome:
        asked.append(context.now)
        raise ValueError("broken")

    async def scene() -> datetime:
        skill = Skill("broken", due=due)
        home = Home(None, Skills((skill,), {}, {"broken": skill}))
        await home.assistant.move_clock(NOW + 7 * MINUTE)
        return home.clock.now()

    assert asyncio.run(scene()) == NOW + 7 * MINUTE
    assert sorted(set(asked)) == [NOW + minute * MINUTE for minute in range(1, 8)]
