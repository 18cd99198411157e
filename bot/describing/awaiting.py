"""Whoever was asked for a translation or a review is reminded once, two working days later."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot import workdays
from bot.context import Context
from bot.model.review import Review
from bot.model.session import Session
from bot.model.translation import Translation
from bot.texts.moments import local

DAYS, HOUR = 2, time(9, 30)
LONGEST_WAIT = timedelta(days=400)
R = TypeVar("R", Translation, Review)


def to_remind(context: Context, kind: type[R]) -> Iterator[tuple[R, Session, datetime]]:
    """Each silent request whose reminder is owed now, its session, until when that stands."""
    if not workdays.at_work(context.team, context.now):
        return
    soonest = context.now - timedelta(days=DAYS - 1)
    for each in context.view.between(kind, "waiting_since", context.now - LONGEST_WAIT, soonest):
        session = context.view.get(Session, each.session)
        until = _until(context, session, each.asked) if session and not each.reminded else None
        if session is not None and until is not None:
            yield each, session, until


def _until(context: Context, session: Session, asked: datetime) -> datetime | None:
    """Until when a reminder may leave; None before its working day, after it, or too late."""
    if session.upcoming is None or session.starts <= context.now:
        return None
    day = local(asked).date()
    days = [workdays.after(context.team, day, count) for count in (DAYS, DAYS + 1)]
    first, last = (workdays.instant(each, HOUR) if each else None for each in days)
    if first is None or last is None or not first <= context.now < last:
        return None
    return min(last, session.starts)
