"""The numbers of questions that somebody asked the speakers."""

import re

from bot.understanding.filling import Filling

NUMBERED = re.compile(r"\bquestions?\s+(?:n[o°]\.?\s*|number\s+|numero\s+|#\s*)?(\d{1,9})\b")
NUMBER = re.compile(r"\b\d{1,9}\b")


def asked(f: Filling) -> str | None:
    """The number after the word “question”."""
    found = NUMBERED.search(f.bare)
    return found[1] if found else None


def same_as(f: Filling) -> str | None:
    """The second number: that of the question which asks the same."""
    first = NUMBERED.search(f.bare)
    second = NUMBER.search(f.bare, first.end()) if first else None
    return second[0] if second else None
