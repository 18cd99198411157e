"""What is kept: which kind of records, for how many months."""

import re

from bot.understanding.filling import Filling

KINDS = (
    "registrations", "attendance", "parts", "tickets", "evaluations", "questions", "votes",
    "messages", "mail", "forms", "letters", "ledgers", "lists", "contact", "notes", "lessons",
)  # fmt: skip
"""What people may name; the words for each are the list ``kept_<kind>``."""
TERM = re.compile(r"\b(?P<number>\d{1,4})\s*(?P<unit>months?|mois|years?|ans?|annees?)\b")


def kept_kind(f: Filling) -> str | None:
    """The kind of records that is named."""
    return next((each for each in KINDS if f.analysis.of(f"kept_{each}")), None)


def months(f: Filling) -> int | None:
    """For how many months."""
    found = TERM.search(f.bare)
    if not found:
        return None
    return int(found["number"]) * (12 if found["unit"][0] in "ya" else 1)
