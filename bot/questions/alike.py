"""Which questions ask the same: near duplicates within one language.

Two questions are alike if their words are nearly the same, in whatever order, and the numbers and
negations in them are the same. Nothing is gathered across languages by itself: for that the team
says which ones ask the same.
"""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.model.question import AudienceQuestion

NEAR = 90.0
"""Of 100: one letter in ten may differ. Below it, other words ask something else."""
FEWEST_WORDS = 3
"""Fewer words are alike only if they are the same."""
WORD = re.compile(r"\w+")
NEGATIONS = frozenset("not no never without cannot ne pas non jamais sans aucun aucune".split())


def folded(words: str) -> str:
    """The words in lower case, without accents and signs."""
    flat = unicodedata.normalize("NFKD", words.replace("n't", " not").replace("n’t", " not"))
    bare = "".join(each for each in flat if not unicodedata.combining(each))
    return " ".join(WORD.findall(bare.casefold()))


def _telling(words: str) -> list[str]:
    """What turns a question into another though little else differs."""
    return sorted(each for each in words.split() if each in NEGATIONS or each.isdecimal())


class Among:
    """Questions that others may ask again; folded once."""

    def __init__(self, questions: Iterable[AudienceQuestion]) -> None:
        """These to begin with."""
        self._folded: list[tuple[str, list[str], AudienceQuestion]] = []
        for each in questions:
            self.add(each)

    def add(self, question: AudienceQuestion) -> None:
        """One more."""
        words = folded(question.words)
        self._folded.append((words, _telling(words), question))

    def alike(self, words: str) -> AudienceQuestion | None:
        """The first that asks the same in nearly the same words; None if none does."""
        asked = folded(words)
        telling = _telling(asked)
        alike = (
            each for words, told, each in self._folded if told == telling and near(asked, words)
        )
        return next(alike, None) if asked else None


def near(one: str, other: str) -> bool:
    """Whether two questions, folded, have nearly the same words."""
    if min(len(one.split()), len(other.split())) < FEWEST_WORDS:
        return one == other
    return fuzz.token_sort_ratio(one, other, score_cutoff=NEAR) > 0
