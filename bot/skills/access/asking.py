"""Somebody says what they need, or what shut them out: heard at once, in their language."""

from dataclasses import replace

from bot import sessions
from bot.access.opening import New, acknowledged, acknowledgement, address_in, opened
from bot.context import Turn, merge
from bot.model.access import Kind
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.registration import Registration, registration_key
from bot.model.session import Session
from bot.understanding import language_of


def ask(turn: Turn) -> Outcome:
    """A need."""
    return _heard(turn, "request")


def complain(turn: Turn) -> Outcome:
    """Something that shut somebody out."""
    return _heard(turn, "complaint")


def _heard(turn: Turn, kind: Kind) -> Outcome:
    """The ticket and its acknowledgement; what it is about is asked for where nothing says so."""
    visitor, words = turn.role is Role.VISITOR, str(turn.slots.get("told") or "")
    if not words and turn.slots.get("bare"):
        return turn.say("access.what_page") if visitor else turn.ask("told", "access.what")
    told = words or turn.incoming.text
    session = _session(turn)
    new = New(
        words=told,
        kind=kind,
        by=address_in(told) if visitor else turn.address,
        session=session,
        brought="page" if visitor else "chat",
        language=language_of(told) or turn.language,
    )
    found = opened(turn.context, new)
    if not (turn.incoming.private or turn.incoming.alone):
        privately = acknowledgement(turn.context, found.ticket, session)
        return merge(found.outcome, privately, turn.say("access.heard_by_all"))
    said = acknowledged(turn.context, found.ticket, session)
    answer = turn.reply(said.key, **said.facts)
    if not found.ticket.by:
        unreachable = turn.words("access.no_address", mail=turn.context.setup.mail_from)
        answer = replace(answer, text=f"{answer.text}\n{unreachable}")
    return replace(found.outcome, answer=answer)


def _session(turn: Turn) -> Session | None:
    """The session that is named; else the next one they have a place at, or the next one."""
    if turn.slots.get("session"):
        found = sessions.candidates(turn)
        return found[0] if len(found) == 1 else None
    coming = sessions.upcoming(turn)
    view, address = turn.context.view, turn.address
    mine = (each for each in coming if view.get(Registration, registration_key(each.id, address)))
    return next(mine, None) or next(iter(coming), None)
