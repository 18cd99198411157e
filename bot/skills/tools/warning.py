"""The team is told, once, when more people have registered than a tool takes."""

from collections.abc import Iterator
from dataclasses import replace

from bot import tools
from bot.context import Context
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.session import Session
from bot.model.tools import MIRO_PEOPLE, VEVOX_PEOPLE, Tools
from bot.model.words import Phrase
from bot.posts import Note, to_space

MOST = {"vevox": VEVOX_PEOPLE, "board": MIRO_PEOPLE}


def due(context: Context) -> Outcome:
    """A message to the team's spaces for each tool that has become too small."""
    saves: list[Record] = []
    sends: list[Sending] = []
    for session in context.view.between(Session, "upcoming", context.now, None):
        known = tools.tools_of(context, session)
        fresh = [*_too_small(context, session, known)]
        if fresh and context.team.spaces:
            saves.append(known.changed(warned=(*known.warned, *fresh)))
            sends += [each for name in fresh for each in _told(context, session, name)]
    return Outcome(saves=tuple(saves), sends=tuple(sends))


def _too_small(context: Context, session: Session, known: Tools) -> Iterator[str]:
    if not known.vevox and not known.board:
        return
    people = tools.registered(context, session)
    for name, most in MOST.items():
        if getattr(known, name) and people > most and name not in known.warned:
            yield name


def _told(context: Context, session: Session, name: str) -> tuple[Sending, ...]:
    words = Phrase(
        f"tools.too_many_{name}",
        {"session": session, "people": tools.registered(context, session), "most": MOST[name]},
    )
    note = Note(f"tools/{session.id}/{name}", words, words, words, expires=session.ends)
    return to_space(context, replace(note, about=f"session/{session.id}"))
