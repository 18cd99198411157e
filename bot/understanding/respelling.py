"""A sentence with the words that are in no list spelled as the nearest that is: only to ask with."""

from functools import lru_cache

from bot.understanding.analysis import Analysis
from bot.understanding.notation import grammar
from bot.understanding.vocabulary import stem

SHORTEST = 4
NEAREST = 70.0
MOST = 8
"""Unknown words in a sentence that may be mistyped; with more of them it is something else."""


def respelled(analysis: Analysis) -> str:
    """The sentence with at most a few words spelled anew; names and quotes stay."""
    tokens, text = analysis.tokens, analysis.sentence.text
    known = analysis.grammar.vocabulary.known
    unknown = [
        token
        for place, token in enumerate(tokens)
        if token.kind == "word" and stem(token.word) not in known and place not in analysis.people
    ]
    if len(unknown) > MOST:
        return text
    for token in reversed(unknown):
        text = text[: token.start] + _spelled(token.word) + text[token.end :]
    return text


@lru_cache(maxsize=1_000)
def _spelled(word: str) -> str:
    """The known word with the same first letter that is nearest; the word itself if none is near."""
    from rapidfuzz import fuzz, process

    if len(word) < SHORTEST:
        return word
    alike = _beginning(word[0])
    found = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=NEAREST)
    return found[0] if found else word


@lru_cache(maxsize=64)
def _beginning(letter: str) -> tuple[str, ...]:
    known = grammar().vocabulary.known
    return tuple(sorted(each for each in known if len(each) >= SHORTEST and each[0] == letter))
