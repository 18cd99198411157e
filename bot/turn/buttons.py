"""Which button of a card typed words press."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot import texts
from bot.model.conversation import Asked, Card, Press

FILLERS = frozenset(
    "a au de des du for in la le les l of on pour seance session sur the time to".split()
)
WORD = re.compile(r"[\w@.+-]*\w")


def typed(text: str, asked: Asked) -> Press | None:
    """The press that words stand for: “keep”, or “reply: there is a lift” where there is a field.

    None if they name no button of the question's card.
    """
    button = button_named(text, asked.buttons)
    if button:
        return Press(card=asked.card, button=button, fields={})
    name, rest = _parted(text)
    button = button_named(name, asked.buttons) if asked.field and rest else None
    return Press(asked.card, button, {asked.field: rest}) if button else None


def button_named(text: str, buttons: tuple[str, ...]) -> str | None:
    """The button that the typed words name, if they name one of these."""
    said = _folded(text)
    return next((button for button, words in _wordings(buttons) if words == said), None)


def waiting(text: str, cards: Iterable[Card]) -> list[Press]:
    """The presses that words may stand for, of cards that wait for an answer in words.

    Words for a button alone mean any card that has it: “keep”. More words must be names of the
    card: “keep Sam Lee”, “keep, session 2”. A colon begins what fills the field.
    """
    name, rest = _parted(text)
    presses = ((card, _meant(name, card)) for card in cards)
    return [Press(card.ref, button, _filled(card, rest)) for card, button in presses if button]


def _meant(text: str, card: Card) -> str | None:
    said = _folded(text)
    names = set(WORD.findall(_folded(" ".join(card.names)))) | FILLERS
    for button, words in _wordings(card.buttons):
        begins = said.startswith(words) and not said[len(words) :][:1].isalnum()
        if begins and set(WORD.findall(said[len(words) :])) <= names:
            return button
    return None


def _wordings(buttons: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every way to name each of the buttons, the longest first."""
    entries = texts.entries("buttons")
    found = {
        (button, words)
        for button in buttons
        for each in (entries[button]["en"], entries[button]["fr"], *entries[button]["words"])
        for words in [_folded(each)]
    }
    yield from sorted(found, key=lambda each: (-len(each[1]), buttons.index(each[0])))


def _filled(card: Card, rest: str) -> dict[str, str]:
    return {card.inputs[0]: rest} if rest and len(card.inputs) == 1 else {}


def _parted(text: str) -> tuple[str, str]:
    """The words before a colon, and what follows it."""
    name, _, rest = text.partition(":")
    return name, rest.strip()


def _folded(text: str) -> str:
    """The words in lower case, without accents, stops or curly apostrophes."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(c for c in flat if not unicodedata.combining(c)).strip(" .!?\n\t")
