"""What setting up any tool has in common: which session, what changes, and taking it back."""

from dataclasses import replace
from typing import Any

from bot import sessions, texts, tools
from bot.context import Turn, merge, undoable
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed


def open_session(turn: Turn) -> Session | Outcome:
    """The session that is meant, which is still to be held; or the question which it is."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Session):
        must_be_open(turn.context, session)
    return session


def asked(turn: Turn, session: Session, key: str, **facts: object) -> Outcome:
    """The question for the id or the link of a tool."""
    known = {name: value for name, value in turn.slots.items() if name != "position"}
    waiting = replace(turn, slots={**known, "session": session.id})
    return waiting.ask("url", key, session=session, **facts)


def kept(turn: Turn, session: Session, name: str, **fields: Any) -> Outcome:
    """The tools with these values, said as people will read them; undoable."""
    before = tools.tools_of(turn.context, session)
    now = before.changed(**fields)
    undo = undoable(turn, turn.words(f"tools.undo_{name}", session=session), (before, now))
    saves = (now, undo, noted(turn, f"tools.{name}", f"session/{session.id}"))
    shown = tools.shown(now, tools.registered(turn.context, session))
    facts = {
        **shown.facts,
        "session": session,
        "people": tools.registered(turn.context, session),
        "lines": texts.both(Phrase("tools.lines", shown.facts)),
    }
    return merge(Outcome(saves=saves), turn.say(f"tools.{name}", **facts))


def dropped(turn: Turn, name: str, **fields: Any) -> Outcome:
    """A tool taken out of its session; undoable."""
    session = open_session(turn)
    if isinstance(session, Outcome):
        return session
    before = tools.tools_of(turn.context, session)
    now = before.changed(**fields)
    if replace(now, version=before.version) == before:
        return turn.say("tools.not_used", session=session, tool=name)
    undo = undoable(turn, turn.words(f"tools.undo_{name}", session=session), (before, now))
    saves = (now, undo, noted(turn, f"tools.no_{name}", f"session/{session.id}"))
    return merge(Outcome(saves=saves), turn.say("tools.off", session=session, tool=name))
