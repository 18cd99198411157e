"""A drafting model is asked, and who asked is told what came of it, whatever the draft is of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from bot.context import Turn
from bot.errors import Refusal
from bot.model.conversation import Sender
from bot.model.halves import Half, HalfState, TwoHalves
from bot.model.outbox import MODEL, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.posts import Note, to_person

PATIENCE = timedelta(minutes=10)
Kept = TypeVar("Kept", bound=TwoHalves)
REPLACEABLE = frozenset({"", "template", "transcript", "model"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the model: by whom (the turn is theirs), of which session, with what."""

    turn: Turn
    session: Session
    facts: Mapping[str, Any]


def open_halves(text: TwoHalves) -> list[Language]:
    """The halves that a model may write: what people wrote or reviewed stays theirs."""
    return [
        each
        for each in LANGUAGES
        if text.half(each).written in REPLACEABLE and text.state(each) is not HalfState.REVIEWED
    ]


def errand(turn: Turn, skill: str, session: Session, facts: Mapping[str, Any]) -> Sending:
    """The errand for which the model drafts; ``facts`` has its ``messages``."""
    context = turn.context
    return Sending(
        key=f"{begins(skill)}{context.id_for(MODEL)}",
        door=MODEL,
        to=session.id,
        content=Errand("draft", {**facts, "session": session.id, "by": turn.address}),
        created=context.now,
        about=f"session/{session.id}",
        expires=context.now + PATIENCE,
        then=skill,
    )


def begins(skill: str) -> str:
    """How the keys of the errands of a skill begin."""
    return f"{skill}/{MODEL}/"


def editions(text: TwoHalves) -> Mapping[str, int]:
    """The edition of each half, by which it is known later whether somebody wrote meanwhile."""
    return {each: text.half(each).edition for each in LANGUAGES}


def asked(turn: Turn) -> Asked | None:
    """What the result of this turn belongs to; None for nothing that is there any more."""
    sending = turn.context.view.get(Sending, turn.result.key)
    found = sending.content if sending else None
    if not isinstance(found, Errand):
        return None
    session = turn.context.view.get(Session, str(found.facts["session"]))
    if session is None:
        return None
    sender = Sender(str(found.facts["by"]))
    own = replace(turn, incoming=replace(turn.incoming, sender=sender))
    return Asked(own, session, found.facts)


def answer(turn: Turn, skill: str) -> str:
    """What the model said; raises Refusal with why it said nothing of use."""
    if "text" in turn.result.facts:
        return str(turn.result.facts["text"])
    problem = turn.result.facts.get("problem", "model_silent")
    raise Refusal(f"{skill}.{problem}")


def due(asked: Asked, before: TwoHalves, skill: str) -> list[Language]:
    """The halves that are still open and that nobody wrote meanwhile; raises Refusal for none."""
    known = asked.facts["editions"]
    found = [e for e in open_halves(before) if before.half(e).edition == known[e]]
    if not found:
        raise Refusal(f"{skill}.model_late")
    return found


def put(asked: Asked, before: Kept, read: Both, meant: list[Language]) -> Kept:
    """The text with what the model wrote as drafts of who asked, one version on."""
    after = before
    for language in meant:
        half = Half(
            text=read.in_(language),
            written="model",
            by=asked.turn.address,
            at=asked.turn.context.now,
        )
        after = after.put(language, half)
    return after.at_version(before.version + 1)


def told(asked: Asked, skill: str, words: Phrase) -> Outcome:
    """The words to who asked, and to nobody else."""
    turn, session = asked.turn, asked.session
    words = replace(words, facts={"session": session, **words.facts})
    note = Note(
        key=f"{turn.result.key}/answer",
        words=words,
        subject=Phrase(f"{skill}.model_subject", {"session": session}),
        letter=words,
        about=f"session/{session.id}",
    )
    return Outcome(sends=(to_person(turn.context, turn.address, note),))
