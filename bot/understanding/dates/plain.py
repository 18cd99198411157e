"""The text as the grammar reads it: folded, slips mended, what cannot be a date blanked out.

Each character keeps the place in the original text that it came from.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.dates.words import CORRECTED, MONTHS, NOT_SLIPS

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
    text, cased, origin = _mended(text, cased)
    return Plain(text, tuple(origin), cased)


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


def _mended(text: str, cased: str) -> tuple[str, str, list[int]]:
    """The text with slips of the closed vocabulary put right, and where each character was."""
    pieces: list[str] = []
    cases: list[str] = []
    origin: list[int] = []
    last = 0
    for found in WORD.finditer(text):
        meant = _meant(found[0]) if len(found[0]) >= 5 else None
        if meant is None:
            continue
        start, end = found.span()
        pieces += [text[last:start], meant]
        cases += [cased[last:start], meant]
        origin += [*range(last, start), *(min(start + n, end - 1) for n in range(len(meant)))]
        if len(meant) < end - start:
            origin[-1] = end - 1
        last = end
    pieces.append(text[last:])
    cases.append(cased[last:])
    origin += range(last, len(text))
    return "".join(pieces), "".join(cases), [*origin, len(text)]


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
