"""What people mean: a sentence in English, French or both, to an intent with its slots.

The order of decisions: quotes and addresses are set aside; what fills a frame of ``frames/*.toml``
is looked for; a no, a not yet, an if, a tale holds it back; the role settles what is left open;
then the slots. What resembles a known sentence is only ever offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.model.words import Language
from bot.understanding.cleaning import plain
from bot.understanding.dates import Reading

__all__ = [
    "Meaning",
    "example",
    "language_of",
    "masked",
    "plain",
    "spoken_of",
    "taken_as",
    "understand",
]

NOTHING: Mapping[str, Any] = MappingProxyType({})
LONGEST = 2_000
"""Characters of a message that may ask for something; what is longer was pasted."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message means.

    ``slots`` are as ``LABELS.md`` names them. ``language`` is None where it is not evident.
    ``when`` is how the moment was read, also if it must be asked about. For ``none`` it is set if
    the message only names a moment; ``suggestions`` are intents that the message resembles and
    ``withheld`` is the one it holds back.
    """

    intent: str
    slots: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    language: Language | None = None
    when: Reading | None = None
    suggestions: tuple[str, ...] = ()
    withheld: str = ""


def understand(text: str, role: str, now: datetime) -> Meaning:
    """What the message means, said by an organiser, a speaker or a participant at that time."""
    if not text:
        return Meaning("none")
    from bot.understanding.deciding import decide

    return decide(plain(text), role, now).meaning


def taken_as(text: str, intent: str, role: str, now: datetime) -> Meaning:
    """What the message says if this is what it asks for; only once the person has said so."""
    from bot.understanding.as_meant import read_as

    return read_as(text, intent, role, now)


def language_of(text: str) -> Language | None:
    """The language a message is written in; None if it does not show."""
    from bot.understanding.languages import written_in
    from bot.understanding.sentence import read_sentence

    return written_in(read_sentence(plain(text)[:LONGEST]))


def masked(text: str) -> str:
    """The message without anything personal, to be kept; empty if nothing can be kept of it."""
    from bot.understanding.masking import masked as without

    return without(text)


def spoken_of(text: str) -> frozenset[str]:
    """The word lists of ``frames/*.toml`` that the message has words of, such as ``poll``."""
    from bot.understanding.analysis import Analysis
    from bot.understanding.notation import grammar
    from bot.understanding.sentence import read_sentence

    return frozenset(Analysis(read_sentence(plain(text)[:LONGEST]), grammar()).hits)


def example(intent: str, language: Language) -> str:
    """A sentence that says this, to show as help; empty if there is none."""
    from bot.understanding.resembling import example as example_of

    return example_of(intent, language)
