"""What keeps a post from going out, and what is worth a look before somebody approves it."""

from collections.abc import Iterator

from bot.model.words import LANGUAGES, Language, Phrase
from bot.promoting.composing import Composed, written
from bot.promoting.facts import KNOWN

TOLD_APART = frozenset({"title", "description", "teaser"})
"""The blanks of which we know what is to be done while they have no value."""
FEWEST_WORDS = 40
"""An item of a newsletter reads best with 40 to 60 words."""


def problems(said: Composed) -> list[Phrase]:
    """Everything that keeps the words from going out, each thing once."""
    found = [*_own(said), *(each for other in said.within.values() for each in _own(other))]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def _own(said: Composed) -> Iterator[Phrase]:
    headed = any(written(said.copy, each)[0].strip() for each in LANGUAGES)
    for language in LANGUAGES:
        headline, text = (each.strip() for each in written(said.copy, language))
        if not text:
            yield _about("empty", language)
            continue
        if headed and not headline:
            yield _about("no_headline", language)
        yield from _blanks(said, language)
        if said.doubt[language] and {"description", "teaser"} & {*said.used(language)}:
            yield _about(said.doubt[language], language)
        yield from _lengths(said, language)


def _blanks(said: Composed, language: Language) -> Iterator[Phrase]:
    for name in sorted(said.sides[language].lacking):
        named = f"no_{name}" if name in TOLD_APART else "no_value"
        known = name in KNOWN or name in said.within
        yield _about(named if known else "unknown_blank", language, blank=f"(({name}))")


def _lengths(said: Composed, language: Language) -> Iterator[Phrase]:
    side = said.sides[language]
    if over := side.over:
        most, unit = said.limit.most, said.limit.unit
        yield _about("too_long", language, count=most + over, most=most, over=over, unit=unit)
    if over := side.headline_over:
        most = said.limit.headline
        yield _about("headline_too_long", language, count=most + over, most=most, over=over)


def notes(said: Composed) -> Iterator[Phrase]:
    """What may go out as it is, but is worth a look."""
    for language in LANGUAGES:
        side = said.sides[language]
        for name in sorted(side.left_out):
            yield _about("left_out", language, what=name)
        if said.limit.unit == "words" and side.count < FEWEST_WORDS:
            yield _about("short", language, count=side.count)


def _about(name: str, language: Language, **facts: object) -> Phrase:
    return Phrase(f"promotion_problems.{name}", {"side": language, **facts})
