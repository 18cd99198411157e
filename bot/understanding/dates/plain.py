"""The text as the grammar reads it: folded, slips mended, what cannot be a date blanked out.

Each character keeps the place in the original text that it came from.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.dates import numerals
from bot.understanding.dates.numerals import Change
from bot.understanding.dates.words import CORRECTED, MONTHS, NOT_SLIPS, SHORTHAND

LONGEST = 2_000
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
QUOTED = re.compile(r"\"[^\"]*\"|«[^»]*»")
NOT_DATES = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+"
    r"|\b(?:session|seance|discussion|rencontre|poll|sondage|question|theme|item|point|number|numero|"
    r"no\.?|nº|n°|option|room|salle|version|page|slide|diapo|article|phase|part|partie)s?"
    r"(?: (?:number|numero|no\.?|n°))? ?#?\d+\b(?!\s?(?:st|nd|rd|th|er|e)\b)(?! (?:"
    + "|".join(MONTHS)
    + r")\b)"
    r"|#\d+|\b\d+ ?%|\$ ?\d+|\d+ ?\$"
    r"|\b\d+ (?:seats?|places?|people|persons?|personnes?|participants?|ways?|facons?|raisons?|"
    r"reasons?|tips?|conseils?|slides?|diapos?|questions?|options?|inscrits?|registrants?)\b"
)
MARKS = {
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-",
    "\u2010": "-", "\u2011": "-", "º": "o",
}  # fmt: skip


SWAPPED = ("juin", "aout", "mars", "june", "july")
BESIDE_BEFORE = re.compile(r"\d(?:st|nd|rd|th|er)? (?:of |de )?$")
BESIDE_AFTER = re.compile(r" (?:the )?\d")


@dataclass(frozen=True, slots=True)
class Plain:
    """The folded text, where each of its characters came from, and the same in its own case."""

    text: str
    origin: tuple[int, ...]
    cased: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text of a part of this one."""
        while start < end and self.text[start] in " ,;":
            start += 1
        while end > start and self.text[end - 1] in " ,;":
            end -= 1
        return self.origin[start], self.origin[max(start, end - 1)] + 1


def read(original: str) -> Plain:
    """The original text, made plain."""
    cased = "".join(_folded(character) for character in original[:LONGEST])
    text = cased.lower()
    for pattern in (QUOTED, NOT_DATES):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    whole = Plain(text, tuple(range(len(text) + 1)), cased)
    mended = _with(whole, _slips(text))
    return _with(mended, numerals.changes(mended.text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """One character for one: without accent, ordinary where it is a fancy form."""
    if character in MARKS:
        return MARKS[character]
    if character < "\x7f":
        return character if character >= " " else " "
    if unicodedata.category(character) in ("Cf", "Cs", "Zs", "Cc"):
        return " "
    bare = unicodedata.normalize("NFKD", character)
    return bare[0] if bare and len(bare[0].lower()) == 1 else character


def _slips(text: str) -> Iterator[Change]:
    """Slips of the closed vocabulary, with what they were to be."""
    for found in WORD.finditer(text):
        word = found[0]
        meant = _meant(word) if len(word) >= 5 else SHORTHAND.get(word) or _turned(found)
        if meant is not None:
            yield *found.span(), meant


def _with(plain: Plain, changes: Iterable[Change]) -> Plain:
    """The same with some parts changed; each character remembers where it was."""
    pieces: list[str] = []
    cases: list[str] = []
    origin: list[int] = []
    last = 0
    for start, end, meant in changes:
        pieces += [plain.text[last:start], meant]
        cases += [plain.cased[last:start], meant]
        origin += plain.origin[last:start]
        origin += [plain.origin[min(start + n, end - 1)] for n in range(len(meant))]
        if len(meant) < end - start:
            origin[-1] = plain.origin[end - 1]
        last = end
    text, cased = (
        "".join([*found, whole[last:]])
        for found, whole in ((pieces, plain.text), (cases, plain.cased))
    )
    return Plain(text, (*origin, *plain.origin[last:]), cased)


def _turned(found: re.Match[str]) -> str | None:
    """The short month two of whose letters were swapped beside a number; None if it is none."""
    beside = BESIDE_BEFORE.search(found.string, 0, found.start()) or BESIDE_AFTER.match(
        found.string, found.end()
    )
    if len(found[0]) != 4 or not beside:
        return None
    return next((each for each in SWAPPED if _swapped(found[0], each)), None)


def _swapped(word: str, meant: str) -> bool:
    return word != meant and sorted(word) == sorted(meant) and OSA.distance(word, meant) == 1


@lru_cache(maxsize=8192)
def _meant(word: str) -> str | None:
    """The word of the vocabulary that this is a slip of; None if it is none, or right."""
    if word in CORRECTED or word in NOT_SLIPS:
        return None
    for slips, shortest in ((1, 5), (2, 8)):
        near = [
            each
            for each in CORRECTED
            if len(each) >= shortest
            and each[0] == word[0]
            and OSA.distance(word, each, score_cutoff=slips) == slips
        ]
        if near:
            return near[0] if len(near) == 1 else None
    return None
