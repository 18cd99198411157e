"""The months that a series leaves out."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.understanding.places import MONTH, Span

SKIPPED = re.compile(
    r"\b(?:except|excluding|but not|skip(?:ping)?|without|not|no(?:ne)?(?: sessions?)?|sauf|excepte"
    r"|a part|hormis|en sautant|saute[rz]?|on saute|sans|pas(?: de \w+)?)\s+"
    r"(?:(?:for|in|en|au|the|le|mois|month|of|de|d'|celle|one)\s*)*"
    rf"(?P<months>{MONTH}(?:\s*(?:,|and|et|or|ou|&|nor|ni)\s*(?:(?:in|en|for)\s+)?{MONTH})*)"
    r"(?!\s*\d)"
)
STEMS = (
    "jan", "fev|feb", "mar", "avr|apr", "mai|may", "juin|jun", "juil|jul", "aou|aug", "sep", "oct",
    "nov", "dec",
)  # fmt: skip


def skipped(bare: str) -> list[Span]:
    """The places where months are left out."""
    return [found.span() for found in SKIPPED.finditer(bare)]


def months_at(words: str, start: date | datetime) -> Iterator[str]:
    """The months named, each the first that is not before ``start``: ``2026-12``."""
    found = SKIPPED.match(words)
    for name in re.findall(MONTH, found["months"]) if found else ():
        number = next(n for n, stem in enumerate(STEMS, 1) if re.match(stem, name))
        year = start.year + (number < start.month)
        yield f"{year:04}-{number:02}"
