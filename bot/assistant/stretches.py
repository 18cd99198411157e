"""Stretches of time in which nothing happens: a clock that is moved passes over them at once.

What a skill owes it owes until it is done, or at least until the next whole five minutes, unless a
session begins before. So where nothing is owed at the end of a stretch, nothing was owed within it.
"""

from datetime import UTC, datetime, timedelta
from itertools import chain

from bot.model.mailing import Mailing
from bot.model.outbox import Sending
from bot.model.record import View
from bot.model.session import Session

MINUTE = timedelta(minutes=1)
STRETCH = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def end(now: datetime) -> datetime:
    """The next whole five minutes."""
    return now - (now - _EPOCH) % STRETCH + STRETCH


def something_planned(view: View, now: datetime, until: datetime) -> bool:
    """Whether something waits to leave, or a session begins, before a stretch is over."""
    past = until + timedelta.resolution
    planned = chain(
        view.between(Sending, "ready_at", None, past),
        view.between(Mailing, "ready_at", None, past),
        view.between(Session, "starts", now, past),
    )
    return any(True for _ in planned)
