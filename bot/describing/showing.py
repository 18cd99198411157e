"""A description in words: its halves with their state and measures, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot import texts
from bot.context import Context
from bot.describing.facts import filled
from bot.describing.modelled import untold
from bot.describing.parity import differences
from bot.describing.reading import Measures, measures
from bot.model.description import Description
from bot.model.glossary import GLOSSARY, Glossary
from bot.model.halves import TwoHalves
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase

OPENING = 8
"""Words by which a long sentence is known."""
LONGEST_OPENING = 80


@dataclass(frozen=True, slots=True)
class ShownHalf:
    """One half as it is shown: its state, its measures, its long sentences, the text as kept."""

    language: Language
    head: Both
    measure: Both
    long: tuple[Both, ...]
    text: str


def halves(context: Context, session: Session, description: Description) -> list[ShownHalf]:
    """Both halves as they are shown, measured as they read today."""
    read = filled(context, session, description.texts)
    return [
        _half(state_of(context, description, each), each, half.text, getattr(read, each))
        for each in LANGUAGES
        for half in (description.half(each),)
    ]


def to_check(context: Context, session: Session, description: Description) -> list[Both]:
    """What differs between the halves as they read today."""
    read = filled(context, session, description.texts)
    return [
        *_added(session, description),
        *(texts.both(each) for each in differences(read, glossary(context).terms)),
    ]


def _added(session: Session, description: Description) -> Iterator[Both]:
    """What a model says by value that nobody told it."""
    for language in LANGUAGES:
        half = description.half(language)
        if half.written == "model":
            for shown in untold(half.text, language, session, description.brief):
                yield texts.both(Phrase("description.untold", {"side": language, "shown": shown}))


def glossary(context: Context) -> Glossary:
    """The fixed pairs of the team; those to begin with, where it has changed none."""
    return context.view.get(Glossary, GLOSSARY) or Glossary()


def called(context: Context, address: str) -> str:
    """The name of who wrote or reviewed something, or else their address."""
    return context.contact(address).name or address if address else ""


def state_of(context: Context, description: TwoHalves, language: Language) -> Both:
    """How far a half has got, in words: who wrote it, and who reviewed it."""
    half = description.half(language)
    facts = {
        "side": language,
        "state": description.state(language).value,
        "written": half.written,
        "by": called(context, half.by),
        "reviewed_by": called(context, half.reviewed_by),
    }
    return texts.both(Phrase("description.half", facts))


def states(description: Description) -> list[Both]:
    """How far each half has got, in a word or two; nothing where neither is written."""
    if not (description.en.text or description.fr.text):
        return []
    return [
        texts.both(Phrase("description.state", {"side": language, "state": state.value}))
        for language in LANGUAGES
        for state in (description.state(language),)
    ]


def measured(text: str, language: Language) -> Both:
    """The words of a text and its level, with what the number means."""
    return _measured(measures(text, language), language)


def _half(head: Both, language: Language, text: str, read: str) -> ShownHalf:
    if not text:
        return ShownHalf(language, head, Both(), (), "")
    found = measures(read, language)
    long = tuple(
        texts.both(Phrase("description.long", {"opening": _opening(each)})) for each in found.long
    )
    return ShownHalf(language, head, _measured(found, language), long, text)


def _measured(found: Measures, language: Language) -> Both:
    facts = {"words": found.words, "level": round(found.level), "effort": found.effort}
    return texts.both(Phrase(f"description.measure_{language}", facts))


def _opening(sentence: str) -> str:
    return " ".join(sentence.split()[:OPENING])[:LONGEST_OPENING] + "…"
