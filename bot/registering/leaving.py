"""Giving up a place, and whom it goes to."""

from bot.context import Context, merge
from bot.model.outcome import Outcome
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.registering import letters
from bot.registering.taking import free

AT_ONCE = 100


def given_up(context: Context, registration: Registration) -> Outcome:
    """The place given up; whom it goes to is owed."""
    gone = registration.changed(standing=Standing.CANCELLED, changed_at=context.now)
    return Outcome(saves=(gone,), sends=letters.takes_back(context, gone))


def leave(context: Context, session: Session, registration: Registration) -> Outcome:
    """The place given up; the next who waits has it, if the session has not begun."""
    left = given_up(context, registration)
    freed = registration.standing is Standing.REGISTERED and free(context, session) is not None
    return merge(left, moved_up(context, session, 1)) if freed else left


def moved_up(context: Context, session: Session, places: int) -> Outcome:
    """A place for each of those who have waited longest; none once the session has begun."""
    if session.upcoming is None or session.starts <= context.now or places < 1:
        return Outcome()
    waiting = context.view.find(Registration, "standing_in", f"{session.id}/{Standing.WAITING}")
    first = sorted(waiting, key=lambda each: each.at)[:places]
    return merge(*(_placed(context, each) for each in first))


def _placed(context: Context, waiting: Registration) -> Outcome:
    placed = waiting.changed(standing=Standing.REGISTERED, changed_at=context.now)
    return Outcome(saves=(placed,), sends=(letters.confirms(context, placed),))


def owed(context: Context, session: Session) -> Outcome:
    """Places that came free in another way, such as a larger room: a hundred at a time."""
    left = free(context, session)
    waiting = context.view.count(Registration, "standing_in", f"{session.id}/{Standing.WAITING}")
    if not waiting or left == 0:
        return Outcome()
    return moved_up(context, session, AT_ONCE if left is None else min(left, AT_ONCE))
