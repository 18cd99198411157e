"""The moments of a reminder plan: so long before the start, or at a fixed instant.

``-P7D``, ``-PT1H``; ``-FR`` is the last Friday before the day of the start. Days may name an hour
of the wall clock, ``-FRat0900``; without it they keep that of the session.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.model.mailing import ReminderPlan
from bot.model.session import Session
from bot.planning.moment import at_wall
from bot.texts.moments import local

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BEFORE = re.compile(
    r"-PT(?:(?P<hours>\d{1,3})H|(?P<minutes>\d{1,4})M)"
    rf"|-(?:P(?P<days>\d{{1,3}})D|(?P<day>{'|'.join(DAYS)}))(?:at(?P<hour>\d\d)(?P<minute>\d\d))?"
)
LATEST = timedelta(days=1)
"""So late a reminder may still leave, and never once the session has begun."""


def is_before(step: str) -> bool:
    """Whether a step is so long before the start, in a way that can be read."""
    return BEFORE.fullmatch(step) is not None


def at_hour(step: str, wall: time) -> str:
    """The step at this hour of its day; as it is where it names no day, or an hour already."""
    found = BEFORE.fullmatch(step)
    of_day = found is not None and (found["days"] or found["day"]) and not found["hour"]
    return f"{step}at{wall:%H%M}" if of_day else step


def at(session: Session, step: str) -> datetime:
    """The instant of a step, in UTC.

    Days before keep the hour of the wall clock, also across a change of the clocks; an hour that is
    skipped that day is an hour later, of an hour that comes twice the first is taken.
    """
    return _at(session.starts, session.zone, step)


@lru_cache(maxsize=500)
def _at(starts: datetime, zone: str, step: str) -> datetime:
    found = BEFORE.fullmatch(step)
    if found is None:
        return datetime.fromisoformat(step)
    if found["days"] or found["day"]:
        wall = local(starts, zone)
        hour = time(int(found["hour"]), int(found["minute"])) if found["hour"] else wall.time()
        return at_wall(wall.date() - _days_before(found, wall.date()), hour, zone).starts
    return starts - timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))


def _days_before(found: re.Match[str], day: date) -> timedelta:
    if found["days"]:
        return timedelta(days=int(found["days"]))
    since = (day.weekday() - DAYS.index(found["day"])) % len(DAYS)
    return timedelta(days=since or len(DAYS))


def expires(session: Session, step: str) -> datetime:
    """Until when a step may leave."""
    return min(session.starts, at(session, step) + LATEST)


def number(session: Session, step: str) -> str:
    """What the mailing of a step is called: another one if the session moves to another time."""
    return f"{session.id}.{step.lstrip('-')}.{session.starts:%Y%m%d%H%M}"


def ahead(session: Session, plan: ReminderPlan, now: datetime) -> list[tuple[str, datetime]]:
    """The steps that are still to come, with their instants, soonest first."""
    steps = [(step, at(session, step)) for step in plan.steps]
    return sorted((pair for pair in steps if pair[1] > now), key=lambda pair: pair[1])
