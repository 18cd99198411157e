"""What differs between the two halves of a text, in words.

Pure: two texts in, phrases out. The same days, hours, numbers, amounts, links, addresses and
``((blanks))`` belong in both; a length in proportion; each in its language; fixed pairs of terms.
"""

import re
from collections.abc import Iterator, Sequence

from bot import understanding
from bot.describing.values import Value, in_words, values
from bot.model.mailing import put_in
from bot.model.words import LANGUAGES, Both, Language, Phrase, other

SHORTEST, LONGEST = 0.8, 1.6
"""The length of the French half for each character of the English one."""
MEASURED = 60
"""Characters from which the proportion of two texts says something."""
READ = 20
"""Letters from which the language of a text shows."""
APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u00a0\u202f", "'''  ")


def differences(texts: Both, terms: Sequence[Both] = ()) -> list[Phrase]:
    """Everything that differs, each as a sentence; nothing where a half is still missing."""
    if texts.missing:
        return []
    return [*_only_in_one(texts), *_length(texts), *_language(texts), *_terms(texts, terms)]


def _only_in_one(texts: Both) -> Iterator[Phrase]:
    """What one half says and the other does not, in the order of the kinds."""
    found = {language: values(texts.in_(language), language) for language in LANGUAGES}
    for language in LANGUAGES:
        elsewhere = {(each.kind, each.what) for each in found[other(language)]}
        spoken = in_words(texts.in_(other(language)), other(language))
        told = dict.fromkeys(
            each
            for each in found[language]
            if (each.kind, each.what) not in elsewhere and not _is_spoken(each, spoken)
        )
        for shown in dict.fromkeys(each.shown for each in told):
            yield Phrase(f"parity.only_in_{language}", {"shown": shown})


def _is_spoken(value: Value, spoken: frozenset[str]) -> bool:
    return value.kind == "number" and value.what in spoken


def _length(texts: Both) -> Iterator[Phrase]:
    english, french = (len(texts.in_(language).strip()) for language in LANGUAGES)
    if max(english, french) < MEASURED:
        return
    if not SHORTEST <= french / english <= LONGEST:
        shorter = "french" if french < english else "english"
        yield Phrase(f"parity.{shorter}_shorter", {"english": english, "french": french})


def _language(texts: Both) -> Iterator[Phrase]:
    for language in LANGUAGES:
        text = put_in(texts.in_(language), {})
        letters = sum(each.isalpha() for each in text)
        if letters >= READ and understanding.language_of(text) == other(language):
            yield Phrase(f"parity.reads_as_{other(language)}")


def _terms(texts: Both, terms: Sequence[Both]) -> Iterator[Phrase]:
    """Terms that are in one half, where the other half does without their pair."""
    for term in terms:
        said = {each: uses(texts.in_(each), term.in_(each)) for each in LANGUAGES}
        if said["en"] != said["fr"]:
            lacking: Language = "fr" if said["en"] else "en"
            facts = {"term": term.in_(other(lacking)), "pair": term.in_(lacking)}
            yield Phrase(f"parity.term_{lacking}", facts)


def uses(text: str, term: str) -> bool:
    """Whether the term stands in the text, in the singular or the plural."""
    plain = text.casefold().translate(APOSTROPHES)
    words = [re.escape(word) for word in term.casefold().translate(APOSTROPHES).split()]
    return re.search(rf"(?<!\w){'s? '.join(words)}s?(?!\w)", plain) is not None
