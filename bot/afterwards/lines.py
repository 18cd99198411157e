"""Several phrases of ours as one text."""

from collections.abc import Iterable

from bot import texts
from bot.model.words import LANGUAGES, Both, Language, Phrase

Line = Phrase | Both | None
"""A phrase, words in both languages, or an empty line."""


def together(lines: Iterable[Line]) -> Both:
    """The lines one under the other, in both languages."""
    said = tuple(lines)
    return Both(*("\n".join(_in(each, side) for each in said) for side in LANGUAGES))


def _in(line: Line, language: Language) -> str:
    if isinstance(line, Phrase):
        return texts.render(line, language)
    return line.in_(language) if line else ""
