"""Tickets about accessibility: their numbers, what is booked and how far ahead, who sees to them."""

import re

from bot.understanding.filling import Filling

NUMBERED = re.compile(
    r"\b(?:tickets?|dossiers?|accessibility requests?|demandes? d'accessibilite)\s+"
    r"(?:n[o°]\.?\s*|number\s+|numero\s+|#\s*)?(\d{1,9})\b"
)
DAYS = re.compile(r"\b(\d{1,3})\s+(?:working|business|jours?|days?)\b")
NAMED = {"access_asl": "asl", "access_lsq": "lsq", "access_cart": "cart"}


def ticket(f: Filling) -> str | None:
    """The number after the word “ticket” or « dossier »."""
    found = NUMBERED.search(f.bare)
    return found[1] if found else None


def service(f: Filling) -> str | None:
    """What is booked: sign language in English or French, captions by a person."""
    return next((name for words, name in NAMED.items() if f.analysis.of(words)), None)


def days(f: Filling) -> int | None:
    """How many days."""
    found = DAYS.search(f.bare)
    return int(found[1]) if found else None


def people(f: Filling) -> list[str] | None:
    """All addresses that are named."""
    return [each.typed for each in f.analysis.sentence.of_kind("email")] or None
