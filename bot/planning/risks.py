"""What speaks against a moment, and other moments that nothing speaks against."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from bot.context import Context
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.days_off import day_off
from bot.planning.moment import Moment, at_wall
from bot.texts import both
from bot.texts.moments import local

OPENS, CLOSES = time(9), time(17)
LONGEST = timedelta(hours=8)
OFFERED = 3
LOOKED_AT = timedelta(days=42)
AHEAD = timedelta(days=14)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def risks(
    context: Context, moment: Moment, minutes: int, besides: frozenset[str] = frozenset()
) -> list[Both]:
    """What speaks against holding a session then, a sentence each, in both languages.

    ``besides`` are the sessions that do not count as taken time: the one that is moved.
    """
    day = local(moment.starts).date()
    ends = moment.starts + timedelta(minutes=minutes)
    found = [
        *_of_day(day),
        *_of_quiet_periods(context, day),
        *_of_hours(moment.starts, ends),
        *_of_sessions(context, moment.starts, ends, besides),
    ]
    return [both(phrase) for phrase in found]


def _of_day(day: date) -> Iterator[Phrase]:
    off = day_off(day)
    if off:
        yield Phrase(f"planning.day_off_{off.whose}", {"name": off.name})
    if day.weekday() > 4:
        yield Phrase("planning.weekend")
    if not off and ((day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)):
        yield Phrase("planning.year_end")


def _of_quiet_periods(context: Context, day: date) -> Iterator[Phrase]:
    for period in context.team.quiet_periods:
        if period.first <= day.isoformat() <= period.last:
            first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
            yield Phrase("planning.quiet_period", {"first": first, "last": last})


def _of_hours(starts: datetime, ends: datetime) -> Iterator[Phrase]:
    first, last = local(starts), local(ends)
    if first.time() < OPENS or last.time() > CLOSES or last.date() != first.date():
        yield Phrase("planning.outside_hours")


def _of_sessions(
    context: Context, starts: datetime, ends: datetime, besides: frozenset[str]
) -> Iterator[Phrase]:
    for session in context.view.between(Session, "upcoming", starts - LONGEST, ends):
        if session.ends > starts and session.id not in besides:
            yield Phrase("planning.clash", {"session": session})


def alternatives(
    context: Context, moment: Moment, minutes: int, besides: frozenset[str] = frozenset()
) -> list[Moment]:
    """Up to three moments to come that nothing speaks against, the nearest ones, in order of time.

    On the same weekday or the team's own, at the same hour unless the hour is the trouble.
    """
    found: list[Moment] = []
    for other in _nearby(context, moment, minutes):
        tomorrow = other.starts > context.now + timedelta(days=1)
        if tomorrow and not risks(context, other, minutes, besides):
            found.append(other)
        if len(found) == OFFERED:
            break
    return sorted(found, key=lambda other: other.starts)


def _nearby(context: Context, moment: Moment, minutes: int) -> Iterator[Moment]:
    """Moments like this one, the nearest first: another hour of the day, then other days."""
    untimely = [*_of_hours(moment.starts, moment.starts + timedelta(minutes=minutes))]
    if untimely:
        here = local(moment.starts).date()
        moment = at_wall(here, team_hour(context))
        yield moment
    weekdays = {moment.day.weekday(), WEEKDAYS.index(context.team.weekday[-2:])} - {5, 6}
    for distance in range(1, LOOKED_AT.days + 1):
        for days in (distance, -distance):
            day = moment.day + timedelta(days=days)
            if day.weekday() in weekdays:
                yield moment.on(day)


def team_hour(context: Context) -> time:
    """The hour at which the team's sessions begin."""
    return time.fromisoformat(context.team.hour)


def suggested(context: Context) -> Moment:
    """The team's next usual day, two weeks ahead or more, that nothing speaks against."""
    first = local(context.now + AHEAD).replace(hour=0, minute=0, second=0, microsecond=0)
    rule = rrulestr(f"FREQ=MONTHLY;BYDAY={context.team.weekday};COUNT=24", dtstart=first)
    usual = [at_wall(day.date(), team_hour(context)) for day in rule]
    return next((each for each in usual if not risks(context, each, 45)), usual[0])
