"""The days and hours in which the team works: when things may go out by themselves."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.model.people import QuietPeriod, Team
from bot.model.session import OTTAWA
from bot.planning.days_off import day_off
from bot.planning.moment import at_wall
from bot.texts.moments import local

SATURDAY = 5
REMINDERS = (3, 6, 8)
"""How many working days after an invitation the silent are reminded of it."""
LONGEST_SEARCH = 400
"""Days looked ahead; a team that is quiet for longer has no next working day."""


def working_day(team: Team, day: date) -> bool:
    """Whether the team works: no weekend, no day off (Canada, Ontario, Quebec), no quiet period."""
    return _worked(team.quiet_periods, day)


def _worked(quiet: tuple[QuietPeriod, ...], day: date) -> bool:
    return (
        day.weekday() < SATURDAY
        and day_off(day) is None
        and not any(_within(period, day) for period in quiet)
    )


def after(team: Team, day: date, count: int) -> date | None:
    """The working day that many working days after this one; None if none is in sight."""
    return _after(team.quiet_periods, day, count)


@lru_cache(maxsize=500)
def _after(quiet: tuple[QuietPeriod, ...], day: date, count: int) -> date | None:
    left = count
    for ahead in range(1, LONGEST_SEARCH):
        later = day + timedelta(days=ahead)
        left -= _worked(quiet, later)
        if left == 0:
            return later
    return None


def before(team: Team, day: date, count: int) -> date:
    """The working day that many working days before this one.

    A team that is quiet for longer than is looked back has its own days counted.
    """
    left, days = count, (day - timedelta(days=back) for back in range(1, LONGEST_SEARCH))
    for earlier in days:
        left -= working_day(team, earlier)
        if left == 0:
            return earlier
    return day - timedelta(days=count)


def at_work(team: Team, now: datetime) -> bool:
    """Whether it is a working day in Ottawa, outside the quiet hours."""
    here = local(now, OTTAWA)
    return working_day(team, here.date()) and not _between(
        here.time(), time.fromisoformat(team.quiet_from), time.fromisoformat(team.quiet_until)
    )


def instant(day: date, hour: time) -> datetime:
    """That hour of that day in Ottawa, in UTC."""
    return at_wall(day, hour).starts


def _within(period: QuietPeriod, day: date) -> bool:
    return period.first <= day.isoformat() <= period.last


def _between(hour: time, first: time, last: time) -> bool:
    """Whether an hour lies between two others, perhaps across midnight."""
    if first <= last:
        return first <= hour < last
    return hour >= first or hour < last
