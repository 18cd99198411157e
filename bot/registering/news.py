"""What those who registered must hear when a session moves, changes or is cancelled.

It is owed, not sent at once: whoever has not been told of the present version is told, a few
hundred at a time, however many times the session changes meanwhile.
"""

from itertools import islice

from bot import texts
from bot.context import Context
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.registering import letters

AT_ONCE = 200


def counted(context: Context, *sessions: Session) -> dict[str, int]:
    """How many will hear of a change, and how many hold an entry that only a flow can change."""
    count = context.view.count
    places = [
        f"{each.id}/{standing}" for each in sessions for standing in ("registered", "waiting")
    ]
    return {
        "registered": sum(count(Registration, "standing_in", place) for place in places),
        "by_flow": sum(count(Registration, "holds_in", f"{each.id}/flow") for each in sessions),
    }


def audience(context: Context, *sessions: Session) -> list[Both]:
    """Those who registered, in words, as one of the groups that hear; empty if nobody did."""
    counts = counted(context, *sessions)
    return [texts.both(Phrase("planning.registered", counts))] if counts["registered"] else []


def owed(context: Context, session: Session) -> Outcome:
    """Word to the next of those who have not been told of the session as it is now."""
    found = (
        each
        for version in range(session.sequence)
        for each in context.view.oldest(Registration, "told_in", f"{session.id}/{version}")
    )
    behind = tuple(islice(found, AT_ONCE))
    told = tuple(each.changed(told=session.sequence) for each in behind)
    news = (_news(context, session, each) for each in told)
    return Outcome(saves=told, sends=tuple(each for each in news if each is not None))


def _news(context: Context, session: Session, registration: Registration) -> Sending | None:
    """The letter for one person; what has not left yet will tell the truth when it does."""
    if session.upcoming is None:
        return letters.calls_off(context, registration)
    mine = registration.holds and registration.sent_by == "bot"
    if not mine or registration.standing is not Standing.REGISTERED:
        return None
    return letters.renews(context, session, registration)
