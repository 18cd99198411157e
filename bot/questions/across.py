"""Which questions ask the same in English and in French, without a translation of either.

Every word that tells must have its counterpart on the other side: in the lexicon of the field, in
the glossary or a title of the team, or as a word that is written nearly alike in both languages. A
number must be the same, and so must whether something is denied. One word that is left over keeps
two questions apart: it is better to read a question twice than to lose one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from bot.model.words import Both
from bot.questions import lexicon

WORD = re.compile(r"\w+")
COGNATE = 80.0
"""Of 100: how alike two words are at least that nobody paired (``podcast``, ``balado`` are 15)."""
SHORTEST_COGNATE, SAME_BEGINNING = 5, 3
LONGEST = 20
"""Words that tell: a longer question is too much to be sure of."""
MOST_READ = 4_096
MOST_WORDS = 65_536
Side = Literal["en", "fr"]
SIDES: tuple[Side, Side] = ("en", "fr")
Meanings = frozenset[str]
SMALL = {"en": lexicon.SMALL_EN, "fr": lexicon.SMALL_FR}
DENIED = {"en": lexicon.NEGATIONS_EN, "fr": lexicon.NEGATIONS_FR}


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it would be read in one language: words, what each may mean, is it denied."""

    words: tuple[str, ...]
    meanings: tuple[Meanings, ...]
    denied: bool


Readings = tuple[Told, Told]
"""A question as it would be read in English, and in French."""


@lru_cache(maxsize=8)
def pairs_of(terms: tuple[Both, ...]) -> "Pairs":
    """The pairs of the lexicon and these further ones, such as those of the glossary."""
    return Pairs(terms)


class Pairs:
    """The words of both languages that go together: the lexicon, and what the team calls things."""

    def __init__(self, terms: Iterable[Both] = ()) -> None:
        """``terms`` are further pairs, such as those of the glossary."""
        self.read = lru_cache(maxsize=MOST_READ)(self._read)
        self._meaning = lru_cache(maxsize=MOST_WORDS)(self._meant)
        self._known: dict[Side, dict[tuple[str, ...], Meanings]]
        self._known = {side: dict(known) for side, known in _LEXICON.items()}
        for number, term in enumerate(terms):
            sides: Mapping[Side, str] = {"en": term.en, "fr": term.fr}
            for side, words in sides.items():
                key = _named(words, side)
                if key and term.en and term.fr:
                    known = self._known[side].get(key, frozenset())
                    self._known[side][key] = known | {f"term {number}"}
        self._longest = {side: max(map(len, known)) for side, known in self._known.items()}

    def same(self, one: str, other: str) -> bool:
        """Whether one asks in English what the other asks in French, or the other way round."""
        (english, french), (other_english, other_french) = self.read(one), self.read(other)
        return _same(english, other_french) or _same(other_english, french)

    def _read(self, text: str) -> Readings:
        return self.told(text, "en"), self.told(text, "fr")

    def told(self, text: str, side: Side) -> Told:
        """A text as it would be read in one language: the words that tell, expressions as one."""
        plain = _plain(text)
        words, meanings, place = [], [], 0
        while place < len(plain):
            taken, meaning = self._at(plain, place, side)
            if meaning or plain[place] not in SMALL[side] | DENIED[side]:
                words.append(" ".join(plain[place : place + taken]))
                meanings.append(meaning)
            place += taken
        return Told(tuple(words), tuple(meanings), bool(DENIED[side] & set(plain)))

    def _at(self, plain: Sequence[str], place: int, side: Side) -> tuple[int, Meanings]:
        """How many words from here on are one expression, and what it may mean."""
        for taken in range(min(self._longest[side], len(plain) - place), 0, -1):
            key = tuple(plain[place : place + taken])
            small = taken == 1 and key[0] in SMALL[side] and key[0] not in ASKING[side]
            meaning = Meanings() if small else self._meaning(key, side)
            if meaning:
                return taken, meaning
        return 1, Meanings()

    def _meant(self, key: tuple[str, ...], side: Side) -> Meanings:
        known = self._known[side].get(key, Meanings())
        stems = _STEMS[side].get(len(key), {})
        last = key[-1]
        for length in range(len(last), 1, -1):
            known |= stems.get((*key[:-1], last[:length]), Meanings())
        return known


def side_of(text: str) -> Side | None:
    """The language that most of the small words are of; None where neither has more."""
    words = _plain(text)
    english, french = (sum(each in SMALL[side] for each in words) for side in SIDES)
    return None if english == french else "en" if english > french else "fr"


@lru_cache(maxsize=4_096)
def _plain(text: str) -> tuple[str, ...]:
    """The words in lower case, without accents and signs."""
    flat = unicodedata.normalize("NFKD", text.replace("n't", " not").replace("n’t", " not"))
    bare = "".join(each for each in flat if not unicodedata.combining(each))
    return tuple(WORD.findall(bare.casefold()))


def _named(words: str, side: Side) -> tuple[str, ...]:
    """An expression as it is looked up: small words count within it, not around it."""
    plain = list(_plain(words))
    while plain and plain[0] in SMALL[side]:
        del plain[0]
    while plain and plain[-1] in SMALL[side]:
        del plain[-1]
    return tuple(plain)


def _same(english: Told, french: Told) -> bool:
    many = len(english.words)
    if many != len(french.words) or not 0 < many <= LONGEST or english.denied != french.denied:
        return False
    return _paired(english, french)


def _paired(first: Told, second: Told) -> bool:
    """Whether each word of one side has a word of the other to itself, and they name something."""
    possible = [
        [n for n in range(len(second.words)) if _pair(first, place, second, n)]
        for place in range(len(first.words))
    ]
    taken: dict[int, int] = {}
    if not all(_placed(place, possible, taken, set()) for place in range(len(possible))):
        return False
    return any(not meaning or not meaning <= lexicon.QUESTIONS for meaning in first.meanings)


def _placed(place: int, possible: list[list[int]], taken: dict[int, int], seen: set[int]) -> bool:
    """Whether this word finds its own, others moving over where they can."""
    for other in possible[place]:
        if other in seen:
            continue
        seen.add(other)
        if other not in taken or _placed(taken[other], possible, taken, seen):
            taken[other] = place
            return True
    return False


def _pair(first: Told, one: int, second: Told, other: int) -> bool:
    meanings = first.meanings[one], second.meanings[other]
    if all(meanings):
        return bool(meanings[0] & meanings[1])
    return not any(meanings) and _cognates(first.words[one], second.words[other])


def _cognates(one: str, other: str) -> bool:
    if one == other:
        return one not in lexicon.FALSE_FRIENDS
    if any(each.isdigit() for each in one + other) or {one, other} & lexicon.FALSE_FRIENDS:
        return False
    long = min(len(one), len(other)) >= SHORTEST_COGNATE
    begins = one[:SAME_BEGINNING] == other[:SAME_BEGINNING]
    return long and begins and fuzz.ratio(one, other, score_cutoff=COGNATE) > 0


def _read(pairs: str) -> tuple[dict[Side, dict[tuple[str, ...], Meanings]], ...]:
    """The lexicon by its words: those that are whole, and those that may end in any way."""
    whole: dict[Side, dict[tuple[str, ...], Meanings]] = {"en": {}, "fr": {}}
    begun: dict[Side, dict[tuple[str, ...], Meanings]] = {"en": {}, "fr": {}}
    for line in filter(None, pairs.splitlines()):
        english, _, french = line.partition(": ")
        name = english.split("|")[0].rstrip("*")
        sides: Mapping[Side, list[str]] = {"en": english.split("|"), "fr": french.split(", ")}
        for side, words in sides.items():
            for each in words:
                key, where = tuple(each.rstrip("*").split()), begun if "*" in each else whole
                where[side][key] = where[side].get(key, Meanings()) | {name}
    return whole, begun


def _by_length(
    begun: Mapping[tuple[str, ...], Meanings],
) -> dict[int, dict[tuple[str, ...], Meanings]]:
    found: dict[int, dict[tuple[str, ...], Meanings]] = {}
    for key, meanings in begun.items():
        found.setdefault(len(key), {})[key] = meanings
    return found


_LEXICON, _BEGUN = _read(lexicon.PAIRS)
_STEMS: dict[Side, dict[int, dict[tuple[str, ...], Meanings]]] = {
    side: _by_length(begun) for side, begun in _BEGUN.items()
}
ASKING: dict[Side, frozenset[str]] = {
    side: frozenset(
        key[0] for key, meanings in known.items() if len(key) == 1 and meanings & lexicon.QUESTIONS
    )
    for side, known in _LEXICON.items()
}
"""Words that ask, though they are small: ``qui``, ``where``."""
