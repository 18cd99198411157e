"""A sentence with everything personal taken out of it: what is kept of what was not understood.

Only words that anybody might use are kept: those of the word lists and of our own texts, and, as
typed, one word that stands where an order's verb does. All else becomes a mark. What cannot be
read as words is left out.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot import texts
from bot.model.words import LANGUAGES
from bot.understanding.analysis import Analysis
from bot.understanding.cleaning import fold, plain
from bot.understanding.notation import grammar
from bot.understanding.sentence import read_sentence
from bot.understanding.vocabulary import stem

LONGEST = 200
"""Characters of a sentence that is kept; a longer one tells a story."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
BLANK = re.compile(r"\{.*?\}|%.*?%|\S+@\S+|https?:\S+")
NUMBER, UNKNOWN = "#", "…"
MARKS = {"email": "‹address›", "url": "‹link›", "quote": "‹title›", "number": NUMBER}
SIGNS = frozenset(",;:.!?…")


def masked(text: str) -> str:
    """The sentence in small letters, with marks for addresses, links, titles, numbers, names.

    A word nobody knows is “…”. Empty if no ordinary word is left, or the sentence is too long.
    """
    read = plain(text)
    if len(read) > LONGEST:
        return ""
    analysis = Analysis(read_sentence(read), grammar())
    pieces = [_piece(analysis, place) for place in range(len(analysis.tokens))]
    kept = list(_joined(pieces))
    ordinary = [each for each in kept if each[0].isalpha()]
    return " ".join(kept) if ordinary else ""


def _piece(analysis: Analysis, place: int) -> str:
    token = analysis.tokens[place]
    if token.kind != "word":
        sign = token.word if token.word in SIGNS else ""
        return MARKS.get(token.kind, sign)
    if _is_ordinary(analysis, place) or _is_verb(analysis, place):
        return token.typed.lower()
    return UNKNOWN


def _is_ordinary(analysis: Analysis, place: int) -> bool:
    """Whether it is a word anybody might use, and is not written as a name."""
    token = analysis.tokens[place]
    if place in analysis.people:
        return False
    of_ours = stem(token.word) in analysis.grammar.vocabulary.known
    capital = token.typed[0].isupper() and not analysis.is_first(place)
    return of_ours or (not capital and token.word in _common())


def _is_verb(analysis: Analysis, place: int) -> bool:
    """Whether an unknown word in small letters begins an order: a thing follows at once."""
    token, after = analysis.tokens[place], place + 1
    while after in analysis.covered("article"):
        after += 1
    follows = after in analysis.things or after in analysis.named
    return token.typed.islower() and analysis.is_first(place) and follows


@cache
def _common() -> frozenset[str]:
    """The words in small letters of all our texts, folded."""
    entries = (entry for subject in texts.subjects() for entry in texts.entries(subject).values())
    said = (entry[each] for entry in entries for each in LANGUAGES)
    words = (word for text in said for word in WORD.findall(BLANK.sub(" ", str(text))))
    return frozenset(fold(word) for word in words if word.islower())


def _joined(pieces: list[str]) -> Iterator[str]:
    """The pieces that say something, marks of the same kind side by side once."""
    before = ""
    for piece in pieces:
        if piece and (piece != before or piece[0].isalpha()):
            yield piece
        before = piece or before
