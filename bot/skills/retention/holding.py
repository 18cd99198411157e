"""A hold on a session: nothing of it goes, whatever its age, until the hold is released."""

from dataclasses import replace

from bot import sessions
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.erasure import Erasure
from bot.model.outcome import Outcome
from bot.model.retention import SKILL, Hold
from bot.model.session import Session
from bot.planning.drafts import noted
from bot.skills.retention.words import on_hold

LONGEST = 300


def set_(turn: Turn) -> Outcome:
    """The session on hold, once somebody has said why."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    known = turn.context.view.get(Hold, session.id)
    if known is not None and known.active:
        return turn.say(f"{SKILL}.held_already", session=session, hold=known)
    reason = " ".join(str(turn.slots.get("told") or "").split())[:LONGEST]
    if not reason:
        asked = replace(turn, slots={"session": session.id})
        return asked.ask("told", f"{SKILL}.why", session=session)
    hold = _held(turn, session, known, reason)
    audit = replace(noted(turn, "hold.set", f"session/{session.id}"), why=reason)
    said = turn.say(f"{SKILL}.held", session=session, hold=hold)
    return merge(Outcome(saves=(hold, audit)), said)


def _held(turn: Turn, session: Session, known: Hold | None, reason: str) -> Hold:
    now, by = turn.context.now, turn.address
    if known is None:
        return Hold(session=session.id, reason=reason, by=by, at=now)
    return known.changed(reason=reason, by=by, at=now, released=None, released_by="")


def release(turn: Turn) -> Outcome:
    """The hold over; what people had asked to be erased meanwhile is erased now."""
    session = _of_hold(turn)
    if isinstance(session, Outcome):
        return session
    hold = turn.context.view.get(Hold, session.id)
    if hold is None or not hold.active:
        return turn.say(f"{SKILL}.not_held", session=session)
    over = hold.changed(released=turn.context.now, released_by=turn.address)
    audit = noted(turn, "hold.released", f"session/{session.id}")
    erasures = tuple(_freed(turn.context, session))
    said = turn.say(f"{SKILL}.released", session=session, erasures=len(erasures))
    return merge(Outcome(saves=(over, audit, *erasures)), said)


def _of_hold(turn: Turn) -> Session | Outcome:
    """The session that is named, or the only one on hold, or the question which."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    found = [session for session, _ in on_hold(turn.context)]
    if not found:
        raise Refusal(f"{SKILL}.none_held")
    return found[0] if len(found) == 1 else sessions.which(turn, found)


def _freed(context: Context, session: Session) -> list[Erasure]:
    """The erasures that waited for this hold; each goes on once it waits for no other."""
    waiting = context.view.find(Erasure, "held_", session.id)
    return [
        each.changed(
            held=tuple(held for held in each.held if held != session.id), again=context.now
        )
        for each in waiting
    ]
