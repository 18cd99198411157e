"""What is owed to the webinars by now: kept in step with their sessions, by themselves."""

from datetime import timedelta
from itertools import islice

from bot.context import Context, merge
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.session import Phase, Session, Stage
from bot.model.webinar import WEBINARS, Step, Webinar
from bot.skills.webinar import errands, plan

AFTER_TROUBLE = timedelta(hours=1)
EVERY = timedelta(minutes=10)
MANY = 100
"""With more people than that to be entered or withdrawn, it is done at once."""
AT_ONCE = 500


def due(context: Context) -> Outcome:
    """The next errand for each webinar that differs from its session."""
    known = context.view.find(Webinar, "watched", WEBINARS)
    return merge(*(_owed(context, each) for each in known))


def _owed(context: Context, webinar: Webinar) -> Outcome:
    session = context.view.get(Session, webinar.session)
    if session is None or _busy(context, webinar):
        return Outcome()
    if not webinar.meeting:
        return _emptied(context, session)
    if session.phase is Phase.CANCELLED and webinar.ours:
        return errands.cancels(context, webinar)
    if session.stage(context.now) in (Stage.OVER, Stage.CANCELLED):
        return Outcome()
    if webinar.ours and plan.image(plan.plan(context, session, webinar)) != webinar.image:
        return errands.changes(context, session, webinar)
    return errands.enters(context, webinar) if _enters(context, session, webinar) else Outcome()


def _busy(context: Context, webinar: Webinar) -> bool:
    """Whether something is on its way, or has just failed."""
    since = context.now - webinar.did_at if webinar.did_at else errands.LOST
    if webinar.doing or webinar.step is Step.SHOWN:
        return bool(webinar.doing) and since < errands.LOST
    return bool(webinar.trouble) and since < AFTER_TROUBLE


def _enters(context: Context, session: Session, webinar: Webinar) -> bool:
    """Whether people are to be entered or withdrawn now; those of a webinar whose list is known."""
    to_do = many(context, webinar)
    if not to_do or webinar.read_at is None:
        return False
    at_once = to_do > MANY or session.stage(context.now) is not Stage.BEFORE
    return at_once or webinar.did_at is None or context.now - webinar.did_at >= EVERY


def many(context: Context, webinar: Webinar) -> int:
    """How many people are to be entered or withdrawn."""
    ways = (f"{webinar.session}/{way}" for way in ("up", "down"))
    return sum(context.view.count(Registration, "seat_in", way) for way in ways)


def _emptied(context: Context, session: Session) -> Outcome:
    """The seats in a list that is no more, taken back some at a time."""
    taken = context.view.oldest(Registration, "seat_in", f"{session.id}/taken")
    return Outcome(saves=tuple(each.changed(seat="") for each in islice(taken, AT_ONCE)))
