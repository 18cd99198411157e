"""What is kept: which kind of records, for how many months, from which period."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.understanding.filling import Filling
from bot.understanding.months import STEMS
from bot.understanding.places import MONTH

KINDS = (
    "registrations", "attendance", "parts", "tickets", "evaluations", "questions", "votes",
    "messages", "mail", "forms", "letters", "ledgers", "lists", "contact", "notes", "lessons",
)  # fmt: skip
"""What people may name; the words for each are the list ``kept_<kind>``."""
TERM = re.compile(r"\b(?P<number>\d{1,4})\s*(?P<unit>months?|mois|years?|ans?|annees?)\b")
DAYS = re.compile(
    rf"\b(?P<iso>(?P<y>\d{{4}})-(?P<m>\d\d)(?:-(?P<d>\d\d))?)\b"
    rf"|\b(?:(?P<before>\d{{1,2}})(?:er)?\s+)?(?P<month>{MONTH})"
    rf"(?:\s+(?P<after>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|\b(?P<alone>20\d\d)\b"
)
SINCE = re.compile(r"\b(?:since|from|after|depuis|a partir d\w+)\b[^\d]{0,12}\Z")
UNTIL = re.compile(r"\b(?:until|till|before|up to|jusqu\w+|avant)\b[^\d]{0,12}\Z")


def kept_kind(f: Filling) -> str | None:
    """The kind of records that is named."""
    return next((each for each in KINDS if f.analysis.of(f"kept_{each}")), None)


def months(f: Filling) -> int | None:
    """For how many months."""
    found = TERM.search(f.bare)
    if not found:
        return None
    return int(found["number"]) * (12 if found["unit"][0] in "ya" else 1)


def first(f: Filling) -> str | None:
    """The first day of the period that is named."""
    start, _ = _period(f)
    return start.isoformat() if start else None


def last(f: Filling) -> str | None:
    """The last day of the period that is named."""
    _, end = _period(f)
    return end.isoformat() if end else None


@dataclass(frozen=True, slots=True)
class _Named:
    """A day, a month or a year as it is named, and where."""

    at: int
    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def _period(f: Filling) -> tuple[date | None, date | None]:
    found = list(_named(f))
    if not found:
        return None, None
    if len(found) > 1:
        return found[0].first, found[-1].last
    head = f.bare[: found[0].at]
    if SINCE.search(head):
        return found[0].first, None
    if UNTIL.search(head):
        return None, found[0].last
    return found[0].first, found[0].last


def _named(f: Filling) -> Iterator[_Named]:
    """What is named, in order; a month without a year has that of the next, or the latest past."""
    found = list(DAYS.finditer(f.bare))
    for place, each in enumerate(found):
        if each["iso"]:
            named = _Named(each.start(), int(each["y"]), int(each["m"]), int(each["d"] or 0))
        elif each["alone"]:
            named = _Named(each.start(), int(each["alone"]))
        else:
            month = next(n for n, stem in enumerate(STEMS, 1) if re.match(stem, each["month"]))
            years = [e["year"] or e["alone"] or e["y"] for e in found[place:]]
            year = next((int(e) for e in years if e), f.now.year - (month > f.now.month))
            named = _Named(each.start(), year, month, int(each["before"] or each["after"] or 0))
        if _is_real(named):
            yield named


def _is_real(named: _Named) -> bool:
    """Whether there is such a day."""
    try:
        return named.first <= named.last
    except ValueError:
        return False
