"""Which sessions that are over a report is about: by their numbers, or by when they took place.

``1,2,4`` are numbers; ``2027-02-01/2027-03-31`` are the first and the last day, either may be left
open. What names no year is the latest that has begun.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.filling import Filling
from bot.understanding.months import STEMS
from bot.understanding.places import MONTH

MOST = 200
"""So many sessions may be named."""
ONE_DAY = timedelta(days=1)
LISTED = re.compile(
    r"\b(?:sessions?|seances?|causeries?|rencontres?|webinars?|webinaires?)\s+(?:nos?\.?\s*|#)?"
    r"(?P<list>\d{1,3}(?:\s*(?:,|&|\band\b|\bet\b|\bto\b|\bthrough\b|\ba\b|\bau\b|-|–)+\s*"
    r"(?:(?:session|seance)\s+)?#?\d{1,3})*)\b(?!\s*(?:%|h\b|months|mois))"
)
SPAN = re.compile(r"\s*(?:\bto\b|\bthrough\b|\ba\b|\bau\b|-|–)\s*")
DAY = r"\d{1,2}(?:st|nd|rd|th|er|re|e)?"
POINT = (
    r"(?:the\s+|le\s+|l')?(?:\d{4}-\d\d-\d\d"
    rf"|{MONTH}\s+{DAY}\b(?!\s*\d{{4}}-)(?:,?\s+\d{{4}})?"
    rf"|{DAY}\s+(?:of\s+|de\s+)?{MONTH}(?:,?\s+\d{{4}})?"
    rf"|{MONTH}(?:,?\s+(?:of\s+|de\s+)?\d{{4}})?"
    r"|20\d\d)(?![\w/-])"
)
BETWEEN = re.compile(
    r"\b(?:from|between|entre|du|de|d')?\s*"
    rf"(?P<first>{POINT})\s*"
    r"(?:\bto\b|\buntil\b|\btill\b|\bthrough\b|\band\b|\bau\b|\ba\b|\bet\b|\bjusqu'a?u?\b|-|–)\s*"
    rf"(?P<last>{POINT})"
)
SINCE = re.compile(
    r"\b(?:since|from|after|starting|beginning|depuis|a partir d[eu']|des)\s*"
    rf"(?:(?:in|on|of|en|du|de)\s+)?(?P<first>{POINT})"
)
UNTIL = re.compile(
    r"\b(?:until|till|up to|through|before|as of|jusqu'(?:au?|en)|avant|au)\s+"
    rf"(?:(?:the end of|la fin de|fin)\s+)?(?P<last>{POINT})"
)
WITHIN = re.compile(rf"\b(?P<whole>{POINT})")
RECENT = re.compile(
    r"\b(?:last|past|derniere?s?|cours des)\s+(?P<en>\d{1,2}|\w+)\s+(?:months?|mois)\b"
    r"|\b(?P<fr>\d{1,2}|\w+)\s+derniers\s+mois\b"
)
FEW = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "douze": 12,
}  # fmt: skip
NAMED = (
    (re.compile(r"\b(?:this year|cette annee|l'annee en cours)\b"), "year", 0),
    (re.compile(r"\b(?:last year|l'an dernier|l'annee (?:derniere|passee))\b"), "year", -1),
    (re.compile(r"\b(?:this month|ce mois(?:-ci)?)\b"), "month", 0),
    (re.compile(r"\b(?:last month|le mois (?:dernier|passe)|du mois (?:dernier|passe))\b"),
     "month", -1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of something, None where it is open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        """As the slot holds it."""
        return "/".join(each.isoformat() if each else "" for each in (self.first, self.last))


def covered(f: Filling) -> str | None:
    """The numbers of the sessions that are named, or the days between which they took place."""
    listed = LISTED.search(f.bare)
    if listed:
        numbers = dict.fromkeys(_numbers(listed["list"]))
        return ",".join(str(each) for each in list(numbers)[:MOST]) or None
    days = _days(f.bare, f.now.date())
    return str(days) if days else None


def _numbers(listed: str) -> Iterator[int]:
    """Every number of ``1 to 3, 5``."""
    plain = re.sub(r"session|seance|#", " ", listed)
    for part in re.split(r"\s*(?:,|&|\band\b|\bet\b)+\s*", plain):
        ends = [int(each) for each in SPAN.split(part) if each.strip().isdecimal()]
        if ends:
            yield from range(min(ends), max(ends) + 1)


def _days(bare: str, today: date) -> Days | None:
    return _pair(bare, today) or _one_sided(bare, today) or _recent(bare, today)


def _pair(bare: str, today: date) -> Days | None:
    found = BETWEEN.search(bare)
    last = _point(found["last"], today) if found else None
    if not found or last is None or last.last is None:
        return None
    # “from November to March”: the first is the latest that is not after the last.
    first = _point(found["first"], last.last)
    return Days(first.first, last.last) if first else None


def _one_sided(bare: str, today: date) -> Days | None:
    for pattern in (SINCE, UNTIL, WITHIN):
        found = pattern.search(bare)
        days = _point(found[1], today) if found else None
        if days is None:
            continue
        if pattern is SINCE:
            return Days(first=days.first)
        return Days(last=days.last) if pattern is UNTIL else days
    return None


def _recent(bare: str, today: date) -> Days | None:
    for pattern, unit, back in NAMED:
        if pattern.search(bare):
            return _year(today.year + back) if unit == "year" else _month(today, -back)
    found = RECENT.search(bare)
    said = (found["en"] or found["fr"]) if found else ""
    many = int(said) if said.isdecimal() else FEW.get(said, 0)
    return Days(first=_months_before(today, many)) if many else None


def _months_before(today: date, many: int) -> date:
    """The same day so many months ago, or the last of that month."""
    whole = _month(today, many)
    assert whole.first is not None and whole.last is not None  # noqa: PT018 - a month has both
    return min(whole.first.replace(day=1) + (today.day - 1) * ONE_DAY, whole.last)


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def _month(today: date, back: int) -> Days:
    """The month so many before this one, whole."""
    months = today.year * 12 + today.month - 1 - back
    first = date(months // 12, months % 12 + 1, 1)
    following = (first + 31 * ONE_DAY).replace(day=1)
    return Days(first, following - ONE_DAY)


def _point(said: str, today: date) -> Days | None:
    """The days that are meant by one of them: a day, a month or a year; None where it is none."""
    if re.search(r"\d{4}-\d\d-\d\d", said):
        return _day(*map(int, re.findall(r"\d+", said)))
    name = re.search(MONTH, said)
    numbers = [int(each) for each in re.findall(r"\d+", said)]
    years = [each for each in numbers if each > 31]
    if name is None:
        return _year(years[0]) if years else None
    month = next(n for n, stem in enumerate(STEMS, 1) if re.match(stem, name[0]))
    day = next((each for each in numbers if each <= 31), 0)
    return _in_month(month, day, years[0] if years else 0, today)


def _in_month(month: int, day: int, year: int, today: date) -> Days | None:
    """A day of a month, or all of it; without a year, the latest that has begun."""
    past = (month, day or 1) <= (today.month, today.day)
    meant = year or today.year - (not past)
    if day:
        return _day(meant, month, day)
    return _month(date(meant, month, 1), 0)


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        one = date(year, month, day)
    except ValueError:
        return None
    return Days(one, one)
