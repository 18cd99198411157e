"""Whether an order is more than chance: a word of ours among many that are none asks for nothing."""

from bot.understanding.analysis import Analysis
from bot.understanding.matching import Match, acts
from bot.understanding.vocabulary import stem

OWN_WORDS = frozenset({"title", "text", "question", "told", "value", "options", "asked", "lesson"})
"""Slots of people's own words, which may be any."""
FEWEST = 3
"""Unknown words that a message may have in any case."""
MOST = 0.55
"""The share of unknown words above which nobody has meant it; of real sentences none has 0.45."""
MOST_OF_OWN = 0.9
"""The same where people may use words of their own, with the small ones that any sentence has."""


def is_gibberish(analysis: Analysis, match: Match) -> bool:
    """Whether an order was found among words most of which are in no list and are no names."""
    if not acts(match.intent):
        return False
    most = MOST if OWN_WORDS.isdisjoint(match.frame.slots) else MOST_OF_OWN
    named = analysis.named | analysis.people | analysis.within([*analysis.dates, *analysis.times])
    spelled = [
        stem(token.word)
        for place, token in enumerate(analysis.tokens[: match.tail])
        if token.kind == "word" and place not in named
    ]
    known = analysis.grammar.vocabulary.known
    unknown = sum(word not in known for word in spelled)
    return unknown >= FEWEST and unknown > most * len(spelled)
