"""What became of letters: whose calendar holds which version of the entry."""

from bot.context import Turn
from bot.invites import CANCEL
from bot.model.outbox import Draft, Sending
from bot.model.outcome import Outcome
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.registering import letters


def reached(turn: Turn) -> Outcome:
    """The registration, with the entry its owner now has; newer word if it is outdated already."""
    view, result = turn.context.view, turn.result
    sending = view.get(Sending, result.key)
    if sending is None or not isinstance(sending.content, Draft) or result.problem:
        return Outcome()
    registration = view.get(Registration, sending.content.about)
    session = view.get(Session, registration.session) if registration else None
    sequence = result.facts.get("sequence")
    if registration is None or session is None or sequence is None:
        return Outcome()
    holds = result.facts.get("method") != CANCEL
    now = registration.changed(
        sequence=int(sequence), holds=holds, sent_by="bot" if holds else registration.sent_by
    )
    return Outcome(saves=(now,), sends=_overtaken(turn, session, now))


def _overtaken(turn: Turn, session: Session, now: Registration) -> tuple[Sending, ...]:
    """Word of what changed while the letter was on its way."""
    if not now.holds or now.sequence is None:
        return ()
    if session.upcoming is None:
        return (letters.calls_off(turn.context, now),)
    if now.standing is Standing.CANCELLED:
        return letters.takes_back(turn.context, now)
    if now.sequence < letters.version_of(session, now):
        return (letters.renews(turn.context, session, now),)
    return ()
