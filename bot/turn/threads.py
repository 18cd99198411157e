"""What was spoken of last is remembered for fifteen minutes, for what follows on it."""

from dataclasses import replace

from bot.context import REMEMBERED, Turn, where
from bot.errors import Refusal
from bot.model.conversation import Card, Thread
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.sessions import candidates

ASIDE = frozenset({"greeting", "help", "undo", "language.set", "person.erase"})
"""What is said in between and changes no subject; of whoever is to be erased, nothing is kept."""
ABOUT = "session/"


def thread_of(turn: Turn) -> Thread | None:
    """What this person spoke of here in the last fifteen minutes."""
    known = turn.context.view.get(Thread, where(turn.incoming))
    return known if known is not None and known.until >= turn.context.now else None


def threaded(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, with what was asked for and the session it is about kept in mind."""
    if not turn.address or turn.intent in ASIDE or outcome == Outcome():
        return outcome
    session, known = _session(turn, outcome), thread_of(turn)
    if not turn.intent and not session:
        return outcome
    thread = Thread(
        where=where(turn.incoming),
        until=turn.context.now + REMEMBERED,
        intent=turn.intent or (known.intent if known else ""),
        slots=dict(turn.slots) if turn.intent else dict(known.slots) if known else {},
        session=session,
    )
    return replace(outcome, saves=(*outcome.saves, thread))


def _session(turn: Turn, outcome: Outcome) -> str:
    """The one session that was changed, or named, or that the card is about; empty if none is."""
    changed = {each.id for each in outcome.saves if isinstance(each, Session)}
    if len(changed) == 1:
        return changed.pop()
    if turn.slots.get("session"):
        return _named(turn)
    cards = [turn.card] if turn.card else [e for e in outcome.saves if isinstance(e, Card)]
    about = {each.about.removeprefix(ABOUT) for each in cards if each.about.startswith(ABOUT)}
    return about.pop() if len(about) == 1 else ""


def _named(turn: Turn) -> str:
    try:
        found = candidates(turn)
    except Refusal:
        return ""
    return found[0].id if len(found) == 1 else ""
