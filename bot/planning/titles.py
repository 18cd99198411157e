"""Titles as people type them: in one language, or in both with a stroke between."""

import re

from bot import understanding
from bot.context import Turn
from bot.errors import Refusal
from bot.model.words import Both, Language, other

LONGEST = 150
SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""White space but the non-breaking kind, which French punctuation needs."""
QUOTES = ("“”", '""', "«»", "‘’", "''", "„“")
MARKS = set('“”"«»„')


def titled(turn: Turn, text: str) -> Both:
    """A title, on the side of the language it is in; on both for ``biometrics / la biométrie``.

    The words themselves tell the language, or else the sentence they stand in.
    """
    first, stroke, second = (_plain(part) for part in text.partition(" / "))
    said, also = understanding.language_of(first), understanding.language_of(second)
    if stroke and first and second and (said or "en") != (also or other(said or "en")):
        return _both(_checked(first), _checked(second), said or other(also or "fr"))
    title = _plain(text)
    spoken = understanding.language_of(title) or understanding.language_of(turn.incoming.text)
    return Both.of(_checked(title), spoken or turn.language)


def retitled(before: Both, after: Both) -> Both:
    """The title with the sides that are written anew."""
    return Both(after.en or before.en, after.fr or before.fr)


def checked(text: str) -> str:
    """The title without the marks around it; raises Refusal if it is too long to stand anywhere."""
    return _checked(_plain(text))


def _both(first: str, second: str, language: Language) -> Both:
    return Both(first, second) if language == "en" else Both(second, first)


def _plain(text: str) -> str:
    """The words on one line, without quotation marks around the whole."""
    line = SPACES.sub(" ", text).strip()
    quoted = any(line.startswith(pair[0]) and line.endswith(pair[1]) for pair in QUOTES)
    inside = line[1:-1].strip()
    return inside if quoted and not set(inside) & MARKS else line


def _checked(title: str) -> str:
    if len(title) > LONGEST:
        raise Refusal("planning.long_title", most=LONGEST)
    return title


def second_title(turn: Turn, title: Both, missing: Language, typed: str) -> Both:
    """The title with the side that was missing; with both, if the answer gives both."""
    said = titled(turn, typed)
    return said if said.missing is None else title.with_(checked(typed), missing)
