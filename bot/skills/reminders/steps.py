"""The moments of a reminder plan: so long before the start, or at a fixed instant."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from bot.model.mailing import ReminderPlan
from bot.model.session import Session
from bot.planning.moment import at_wall
from bot.texts.moments import local

BEFORE = re.compile(r"-P(?:(?P<days>\d{1,3})D|T(?P<hours>\d{1,3})H|T(?P<minutes>\d{1,4})M)")
LATEST = timedelta(days=1)
"""So late a reminder may still leave, and never once the session has begun."""


def is_before(step: str) -> bool:
    """Whether a step is so long before the start, in a way that can be read."""
    return BEFORE.fullmatch(step) is not None


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
    if found["days"]:
        wall = local(starts, zone)
        return at_wall(wall.date() - timedelta(days=int(found["days"])), wall.time(), zone).starts
    return starts - timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))


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
