"""Whether an order is more than chance: a word of ours among many that are none asks for nothing."""

from collections.abc import Iterable

from bot.understanding.analysis import Analysis
from bot.understanding.matching import Match, acts
from bot.understanding.vocabulary import stem

OWN_WORDS = frozenset({"title", "text", "question", "told", "value", "options", "asked", "lesson"})
"""Slots of people's own words, which may be any."""
FEWEST = 2
"""Unknown words that a message may have in any case."""
MOST = 0.55
"""The share of unknown words above which nobody has meant it; of real sentences none has 0.45."""
MOST_OF_LABEL = 0.45
"""The same before a colon, where nothing is people's own."""
MOST_OF_OWN = 0.9
"""The same where people may use words of their own, with the small ones that any sentence has."""


def is_gibberish(analysis: Analysis, match: Match) -> bool:
    """Whether an order was found among words most of which are in no list and are no names."""
    if not acts(match.intent):
        return False
    if _is_misspelled(analysis, match):
        return _is_chance(_known(analysis, _beside(analysis, match)), MOST, 1)
    before = _known(analysis, range(match.tail))
    if OWN_WORDS.isdisjoint(match.frame.slots):
        return _is_chance(before, MOST)
    label = _known(analysis, range(_colon(analysis, match.tail)))
    return _is_chance(before, MOST_OF_OWN) or _is_chance(label, MOST_OF_LABEL)


def _is_misspelled(analysis: Analysis, match: Match) -> bool:
    """Whether no word of the order is spelled as it is written."""
    ours = _known(analysis, match.filled)
    return bool(ours) and not any(ours)


def _is_chance(known: list[bool], most: float, fewest: int = FEWEST) -> bool:
    unknown = known.count(False)
    return unknown >= fewest and unknown > most * len(known)


def _beside(analysis: Analysis, match: Match) -> set[int]:
    return set(range(len(analysis.tokens))) - match.filled


def _colon(analysis: Analysis, end: int) -> int:
    """The place of the first colon before that one; 0 without one."""
    words = [token.word for token in analysis.tokens[:end]]
    return words.index(":") if ":" in words else 0


def _known(analysis: Analysis, places: Iterable[int]) -> list[bool]:
    """Whether each word there is in a list; names, days and single letters are no such words."""
    named = analysis.named | analysis.people | analysis.within([*analysis.dates, *analysis.times])
    words = {
        place: stem(token.word)
        for place, token in enumerate(analysis.tokens)
        if token.kind == "word" and place not in named and len(token.word.strip("'")) > 1
    }
    known = analysis.grammar.vocabulary.known
    return [words[place] in known for place in places if place in words]
