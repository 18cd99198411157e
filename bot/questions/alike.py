"""Which questions ask the same: near duplicates, in one language and across both.

Two questions are alike if they have the same words, in whatever order, but for small words, endings
and slips of the keyboard. Numbers and negations must be the same, and a word in the place of
another asks something else: “in English” is not “in French”. What asks the same in the other
language is for ``across``.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.model.question import AudienceQuestion
from bot.model.words import Language
from bot.questions.across import Pairs
from bot.understanding import language_of

NEAR = 75.0
"""Of 100: how alike two spellings of one word are at least (``own`` and ``owns`` are 86)."""
WORD = re.compile(r"\w+")
SMALL = frozenset(
    "a an the of to in on at for is are be it its this that do does will would can could please and"
    " also que qu est ce le la les l un une des du de d en pour sur il elle ils elles sont c s y et"
    " aussi svp".split()
)
NEGATIONS = frozenset(
    "not no never without cannot n ne pas non jamais sans aucun aucune plus".split()
)
Words = tuple[str, ...]


@lru_cache(maxsize=4_096)
def telling(words: str) -> Words:
    """The words that tell, in order of the alphabet: lower case, without accents and signs."""
    flat = unicodedata.normalize("NFKD", words.replace("n't", " not").replace("n’t", " not"))
    bare = "".join(each for each in flat if not unicodedata.combining(each))
    return tuple(sorted(each for each in WORD.findall(bare.casefold()) if each not in SMALL))


class Among:
    """Questions that others may ask again."""

    def __init__(self, questions: Iterable[AudienceQuestion], pairs: Pairs) -> None:
        """These to begin with; ``pairs`` are the words that go together in both languages."""
        self._pairs = pairs
        self._known = [(telling(each.words), each) for each in questions]

    def add(self, question: AudienceQuestion) -> None:
        """One more."""
        self._known.append((telling(question.words), question))

    def alike(self, words: str) -> AudienceQuestion | None:
        """The first that asks the same, in whichever language; None if none does."""
        asked, language = telling(words), language_of(words)
        return next(
            (
                each
                for known, each in self._known
                if near(asked, known) or self._across(words, language, each)
            ),
            None,
        )

    def _across(self, words: str, language: Language | None, other: AudienceQuestion) -> bool:
        known = language is not None and language == other.language
        return not known and self._pairs.same(words, other.words)


def near(one: Words, other: Words) -> bool:
    """Whether two questions have the same words that tell, but for how they are written."""
    if not one or len(one) != len(other):
        return False
    first, second = Counter(one), Counter(other)
    pairs = zip(_only(first, second), _only(second, first), strict=True)
    return all(_spelt_alike(*pair) for pair in pairs)


def _only(words: Counter[str], others: Counter[str]) -> Sequence[str]:
    return sorted((words - others).elements())


def _spelt_alike(one: str, other: str) -> bool:
    if NEGATIONS & {one, other} or any(each.isdigit() for each in one + other):
        return False
    return fuzz.ratio(one, other, score_cutoff=NEAR) > 0
