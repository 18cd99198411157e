"""The numbers of lessons that the team learnt."""

import re

from bot.understanding.filling import Filling

NUMBERED = re.compile(
    r"\b(?:lessons?|lecons?)\s+(?:n[o°]\.?\s*|number\s+|numero\s+|#\s*)?(\d{1,9})\b"
)


def lesson(f: Filling) -> str | None:
    """The number after the word “lesson” or « leçon »."""
    found = NUMBERED.search(f.bare)
    return found[1] if found else None
