"""What was not understood, kept for a time without anything personal, if the settings say so."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from bot import understanding
from bot.context import Turn
from bot.model.miss import MOST, Miss
from bot.turn.roles import speaks_as
from bot.understanding import Meaning


def missed(turn: Turn, meaning: Meaning) -> tuple[Miss, ...]:
    """The record of a sentence that was not understood; none where nothing is kept."""
    found = _record(turn, turn.incoming.text)
    if found is None:
        return ()
    known = turn.context.view.get(Miss, found.id)
    full = turn.context.view.count(Miss, "kept", found.kept) >= MOST
    if known is None and full:
        return ()
    count = known.count + 1 if known else 1
    meant = known.meant if known else {}
    offered = tuple(meaning.suggestions)
    again = replace(found, language=meaning.language, count=count, offered=offered, meant=meant)
    return (again,)


def resolved(turn: Turn, text: str, intent: str) -> tuple[Miss, ...]:
    """The record of the sentence, with what its author has now said that it means."""
    found = _record(turn, text)
    known = turn.context.view.get(Miss, found.id) if found else None
    if known is None:
        return ()
    return (replace(known, meant={**known.meant, intent: known.meant.get(intent, 0) + 1}),)


def _record(turn: Turn, text: str) -> Miss | None:
    days = turn.context.setup.misses_days
    words = understanding.masked(text) if days else ""
    if not words:
        return None
    role = speaks_as(turn.role)
    return Miss(
        id=hashlib.sha256(f"{role}/{words}".encode()).hexdigest()[:16],
        words=words,
        role=role,
        language=None,
        count=0,
        until=turn.context.now + timedelta(days=days),
    )
