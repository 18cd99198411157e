"""Which button of a card typed words press."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot import texts
from bot.model.conversation import Asked, Card, Press

WORD = re.compile(r"[\w@.+-]*\w")
NUMBERED = frozenset({"session", "seance"})
FILLERS = NUMBERED | frozenset(
    "a au de des du for in la le les l of on pour sur the time to".split()
)
CASUAL = frozenset("d'accord dac envoyer n nope o ok okay ouais send sure y yeah yep".split())
"""Words that answer what was asked just now, and are said too lightly to decide what waits."""


def typed(text: str, asked: Asked) -> Press | None:
    """The press that words stand for: “keep”, or “reply: there is a lift” where there is a field.

    Without words for a field, what the card was filled in with is left as it is. None if they name
    no button of the question's card.
    """
    button = button_named(text, asked.buttons)
    if button:
        return Press(asked.card, button, dict(asked.values))
    name, rest = parted(text)
    button = button_named(name, asked.buttons) if asked.field and rest else None
    return Press(asked.card, button, {asked.field: rest}) if button else None


def labelled(text: str, card: Card) -> Press | None:
    """The press that the words on one of a card's own buttons stand for."""
    said = _folded(text)
    return next((Press(card.ref, name, {}) for name, words in _labels(card) if words == said), None)


def button_named(text: str, buttons: tuple[str, ...]) -> str | None:
    """The button that the typed words name, if they name one of these."""
    said = _folded(text)
    return next((button for button, words in _wordings(buttons) if words == said), None)


def waiting(text: str, cards: Iterable[Card]) -> list[Press]:
    """The presses that words may stand for, of cards that wait for an answer in words.

    Words for a button alone mean any card that has it: “keep”. More words must name the card:
    “keep Sam Lee”, “keep, session 2”. A colon begins what fills the field, if there is one. A
    question is no answer.
    """
    if text.rstrip().endswith("?"):
        return []
    return [each for each in (_press(text, card) for card in cards) if each]


def _press(text: str, card: Card) -> Press | None:
    name, rest = parted(text)
    if rest and len(card.inputs) != 1:
        return None
    button = _button_of(_folded(name), card)
    return Press(card.ref, button, {card.inputs[0]: rest} if rest else {}) if button else None


def _button_of(said: str, card: Card) -> str | None:
    for button, words in (*_labels(card), *_wordings(card.buttons)):
        if words in CASUAL or not said.startswith(words) or said[len(words) :][:1].isalnum():
            continue
        if _names(set(WORD.findall(said[len(words) :])), card):
            return button
    return None


def _labels(card: Card) -> Iterator[tuple[str, str]]:
    """What people wrote themselves on its buttons: the options of a poll."""
    for button, labels in card.facts.get("labels", {}).items():
        yield from ((button, _folded(each)) for each in labels)


def _names(more: set[str], card: Card) -> bool:
    """Whether these words, if there are any, name the card; a number is that of a session."""
    names = set(WORD.findall(_folded(" ".join(card.names))))
    if not more:
        return True
    numbers = {each for each in more if each.isdigit()}
    known = more <= names | FILLERS and bool(more & names)
    return known and (not numbers or bool(more & NUMBERED))


def parted(text: str) -> tuple[str, str]:
    """The words before a colon, and what follows it."""
    name, _, rest = text.partition(":")
    return name, rest.strip()


def label(button: str) -> str:
    """A way to name a button."""
    return str(texts.entries("buttons")[button]["en"])


def _wordings(buttons: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every way to name each of the buttons, the longest first."""
    entries = texts.entries("buttons")
    found = {
        (button, words)
        for button in buttons
        for english, french in [(entries[button]["en"], entries[button]["fr"])]
        for each in (english, french, f"{english} / {french}", *entries[button]["words"])
        for words in [_folded(each)]
    }
    yield from sorted(found, key=lambda each: (-len(each[1]), buttons.index(each[0])))


def _folded(text: str) -> str:
    """The words in lower case, without accents, stops, brackets or curly apostrophes."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(c for c in flat if not unicodedata.combining(c)).strip(" .!?[]\n\t")
