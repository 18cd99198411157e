"""A draft by a language model, where one is set up; it is a draft like any other, and marked.

“ask the model to draft the description of session 2”
« demande au modèle de rédiger la description de la séance 2 »
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.context import Context, Turn, merge
from bot.describing import modelled, showing, translating
from bot.describing.facts import description_of
from bot.errors import Refusal
from bot.model.conversation import Sender
from bot.model.description import Description, Half, HalfState
from bot.model.outbox import MODEL, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.planning.drafts import noted
from bot.posts import Note, to_person
from bot.skills.description import briefing, card
from bot.skills.description.briefing import Briefed

PATIENCE = timedelta(minutes=10)
REPLACEABLE = frozenset({"", "template", "model"})


def ask(turn: Turn) -> Outcome:
    """The model is asked, once it is known what it needs in one language."""
    briefed = briefing.heard(turn)
    return briefed if isinstance(briefed, Outcome) else _next(turn, briefed)


def save(turn: Turn) -> Outcome:
    """What was filled in on the card; what is left empty is asked again."""
    return _next(turn, briefing.filled_in(turn))


def _next(turn: Turn, briefed: Briefed) -> Outcome:
    session = briefed.session
    if not turn.context.setup.model:
        raise Refusal(f"{card.SKILL}.model_off", session=session)
    if not _open(briefed.description):
        raise Refusal(f"{card.SKILL}.model_leaves_it", session=session)
    kept = Outcome(saves=briefed.kept)
    lacking = briefed.lacking((turn.language,))
    if lacking and briefed.lacking((other(turn.language),)):
        return merge(kept, briefing.asked(turn, briefed, lacking))
    asked = Outcome(sends=(_errand(turn, briefed),))
    return merge(kept, asked, turn.say(f"{card.SKILL}.model_asked", session=session))


def _open(description: Description) -> list[Language]:
    """The halves that a model may write: what people wrote or reviewed stays theirs."""
    return [
        each
        for each in LANGUAGES
        if description.half(each).written in REPLACEABLE
        and description.state(each) is not HalfState.REVIEWED
    ]


def _errand(turn: Turn, briefed: Briefed) -> Sending:
    session, context = briefed.session, turn.context
    terms = showing.glossary(context).terms
    facts = {
        "messages": modelled.messages(session, briefed.description.brief, terms),
        "session": session.id,
        "by": turn.address,
        "editions": {each: briefed.description.half(each).edition for each in LANGUAGES},
    }
    return Sending(
        key=f"{card.SKILL}/{MODEL}/{context.id_for(MODEL)}",
        door=MODEL,
        to=session.id,
        content=Errand("draft", facts),
        created=context.now,
        about=f"session/{session.id}",
        expires=context.now + PATIENCE,
        then=card.SKILL,
    )


def heard(turn: Turn) -> Outcome:
    """The model's text as a draft, or why there is none; who asked is told."""
    view = turn.context.view
    sending = view.get(Sending, turn.result.key)
    errand = sending.content if sending else None
    session = (
        view.get(Session, str(errand.facts["session"])) if isinstance(errand, Errand) else None
    )
    if session is None or not isinstance(errand, Errand):
        return Outcome()
    turn = _for(turn, str(errand.facts["by"]))
    try:
        return _drafted(turn, session, errand.facts["editions"])
    except Refusal as refusal:
        return _told(turn.context, session, turn, Phrase(refusal.key, refusal.facts))


def _for(turn: Turn, address: str) -> Turn:
    """The turn as that of who asked."""
    return replace(turn, incoming=replace(turn.incoming, sender=Sender(address)))


def _drafted(turn: Turn, session: Session, editions: Mapping[str, int]) -> Outcome:
    context, before = turn.context, description_of(turn.context, session)
    read = modelled.read(_answer(turn), session, before.brief)
    due = [each for each in _open(before) if before.half(each).edition == editions[each]]
    if not due:
        raise Refusal(f"{card.SKILL}.model_late")
    after = _put(turn, before, read, due)
    facts = {
        "session": session,
        "halves": showing.halves(context, session, after),
        "differ": showing.to_check(context, session, after),
    }
    saves = (after, noted(turn, "description.drafted", f"session/{session.id}"))
    followed = [translating.followed(context, session, after, each) for each in due]
    told = _told(context, session, turn, Phrase(f"{card.SKILL}.modelled", facts))
    return merge(Outcome(saves=saves), *followed, told)


def _answer(turn: Turn) -> str:
    """What the model said; raises Refusal with why it said nothing of use."""
    if "text" in turn.result.facts:
        return turn.result.facts["text"]
    problem = turn.result.facts.get("problem", "model_silent")
    raise Refusal(f"{card.SKILL}.{problem}")


def _put(turn: Turn, before: Description, read: Both, due: list[Language]) -> Description:
    after = before
    for language in due:
        text = getattr(read, language)
        half = Half(text=text, written="model", by=turn.address, at=turn.context.now)
        after = after.put(language, half)
    return after.at_version(before.version + 1)


def _told(context: Context, session: Session, turn: Turn, words: Phrase) -> Outcome:
    words = replace(words, facts={"session": session, **words.facts})
    note = Note(
        key=f"{turn.result.key}/answer",
        words=words,
        subject=Phrase(f"{card.SKILL}.model_subject", {"session": session}),
        letter=words,
        about=f"session/{session.id}",
    )
    return Outcome(sends=(to_person(context, turn.address, note),))
