"""The cards of a description: what is asked for a draft, and both halves to change."""

from collections.abc import Sequence
from dataclasses import replace

import cards
from bot import sessions
from bot.context import CARD_LIFE, Turn
from bot.describing import showing
from bot.describing.checking import LONGEST
from bot.describing.facts import description_of
from bot.model.conversation import Card
from bot.model.description import Description, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase

SKILL = "description"
TEXTS = ("text_en", "text_fr")
Field = tuple[str, str, str]
"""A field of a card: its name, its label, what it is filled in with."""


def halves(turn: Turn, session: Session, description: Description) -> Outcome:
    """Both halves with their state and measures, to read and to change."""
    facts = _facts(turn, session, description)
    shown = _card(turn, session, description, "halves")
    drafts = [
        f"reviewed_{language}"
        for language in LANGUAGES
        if description.state(language) in (HalfState.DRAFT, HalfState.STALE)
        and description.half(language).by != turn.address
    ]
    card = replace(shown, buttons=("save", *drafts), inputs=TEXTS)
    fields = [
        (f"text_{language}", f"field_text_{language}", description.half(language).text)
        for language in LANGUAGES
    ]
    rendered = _rendered(turn, card, turn.words(f"{SKILL}.summary", **facts), fields)
    return turn.offer(card, rendered, Phrase(f"{SKILL}.shown", facts))


def _facts(turn: Turn, session: Session, description: Description) -> dict[str, object]:
    return {
        "session": session,
        "halves": showing.halves(turn.context, session, description),
        "differ": showing.to_check(turn.context, session, description),
    }


def asked(turn: Turn, session: Session, said: Phrase, names: Sequence[str]) -> Outcome:
    """The card with the things that are asked; typed words answer the first of them."""
    description = description_of(turn.context, session)
    shown = _card(turn, session, description, "brief")
    intent = _intent(turn)
    card = replace(shown, inputs=tuple(names), facts={**shown.facts, "intent": intent})
    fields = [(name, f"field_{name}", "") for name in names]
    rendered = _rendered(turn, card, turn.words(said.key, **said.facts), fields)
    waiting = replace(turn, intent=intent, slots={"session": session.id})
    return waiting.offer(card, rendered, said, names[0])


def _intent(turn: Turn) -> str:
    """What was asked for: in words, or on the card that is filled in."""
    return turn.intent or str(turn.shown_card.facts["intent"])


def _rendered(turn: Turn, card: Card, said: str, fields: Sequence[Field]) -> cards.Rendered:
    facts = {
        "said": said,
        "fields": [(name, turn.words(f"{SKILL}.{label}"), value) for name, label, value in fields],
        "most": LONGEST,
        "buttons": card.buttons,
    }
    return cards.render("description", card.ref, turn.languages, facts)


def _card(turn: Turn, session: Session, description: Description, kind: str) -> Card:
    return Card(
        ref=turn.context.id_for(f"card/{SKILL}/{kind}"),
        skill=SKILL,
        buttons=("save",),
        person=turn.address,
        about=f"session/{session.id}",
        version=description.version,
        facts={"kind": kind, "session": session.id, **_texts_of(description)},
        until=turn.context.now + CARD_LIFE,
    )


def _texts_of(description: Description) -> dict[str, str]:
    """The text of each half, by its language."""
    return {language: description.half(language).text for language in LANGUAGES}


def session_on(turn: Turn) -> Session:
    """The session of the card."""
    return sessions.of_card(turn.context, str(turn.shown_card.facts["session"]))


def show(turn: Turn) -> Outcome:
    """How the description of the card stands, in words, changing nothing."""
    session = session_on(turn)
    description = description_of(turn.context, session)
    return turn.say(f"{SKILL}.shown", **_facts(turn, session, description))
