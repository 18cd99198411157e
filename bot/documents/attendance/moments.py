"""Times and durations in the many ways that reports write them."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from bot.documents.tables import Cell
from bot.understanding.cleaning import fold

NUMBERS = re.compile(
    r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4}),?[ T]+(\d{1,2})"
    r"(?::| ?h ?)(\d{2})(?:(?::| min ?)(\d{2})(?: s)?)?(?:\.\d+)?(?: min)?"
    r"\s*([ap])?\.?m?\.?"
)
NAMED = re.compile(
    r"(?:(?P<before>\d{1,2}) )?(?P<month>[a-z]{3,9})\.? (?:(?P<after>\d{1,2}),? )?(?P<year>\d{4}),?"
    r"(?: at| a)? (?P<hour>\d{1,2})(?::| ?h ?)(?P<minute>\d{2})"
    r"(?:(?::| min ?)(?P<second>\d{2})(?: s)?)?(?: min)?"
    r"\s*(?P<half>[ap])?\.?m?\.?"
)
MONTHS = ("jan", "fe", "mar", "a(?:pr|vr)", "ma[iy]", "jui?n", "juil|jul", "ao?u", "sep", "oct",
          "nov", "dec")  # fmt: skip
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
PART = re.compile(r"(?<!\d)(\d{1,6}(?:[.,]\d{1,9})?)(?!\d)\s*([a-z]*)")
FAR = 10
"""Years from the session beyond which a time is a mistake."""
UNITS = {"d": 86_400.0, "j": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "": 60.0}


@lru_cache(maxsize=16_384)
def moment(cell: Cell, around: datetime) -> datetime | None:
    """The time in a cell, as wall time in the zone of ``around``; None for what is no such time.

    Where day and month could be either, the day nearest to ``around`` is meant. Of a session there
    are fewer seconds than joins, so what was read is remembered.
    """
    found = cell if isinstance(cell, datetime) else _written(cell.strip(), around)
    if found is None or abs(found.year - around.year) > FAR:
        return None
    return found.astimezone(around.tzinfo).replace(tzinfo=None) if found.tzinfo else found


def _written(text: str, around: datetime) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _worded(text, around.replace(tzinfo=None))


def _worded(text: str, around: datetime) -> datetime | None:
    folded = fold(text).replace("\u202f", " ").replace("\xa0", " ")
    if numbers := NUMBERS.fullmatch(folded):
        return _numbered(numbers, around)
    named = NAMED.fullmatch(folded)
    return _named(named) if named else None


def _numbered(found: re.Match[str], around: datetime) -> datetime | None:
    first, second, third, hour, minute, seconds, half = found.groups()
    a, b, c = int(first), int(second), int(third)
    orders = [(a, b, c)] if len(first) == 4 else [(c, a, b), (c, b, a)]
    clock = (int(hour), int(minute), int(seconds or 0), half)
    days = [day for order in orders if (day := _at(order, clock)) is not None]
    return min(days, key=lambda each: abs(each - around), default=None)


def _named(found: re.Match[str]) -> datetime | None:
    month = next((n for n, each in enumerate(MONTHS, 1) if re.match(each, found["month"])), 0)
    day = found["before"] or found["after"]
    if not month or not day:
        return None
    clock = (int(found["hour"]), int(found["minute"]), int(found["second"] or 0), found["half"])
    return _at((int(found["year"]), month, int(day)), clock)


def _at(date: tuple[int, int, int], clock: tuple[int, int, int, str | None]) -> datetime | None:
    year, month, day = date
    hour, minute, second, half = clock
    if half is not None and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        # What stands in a report is wall time; its reader knows the zone.
        day_of = (year + 2000 if year < 100 else year, month, day)
        return datetime(*day_of, hour, minute, second)  # noqa: DTZ001 - a wall time
    except ValueError:
        return None


def duration(cell: Cell) -> timedelta | None:
    """How long somebody was there: ``25``, ``25,5``, ``45 mins``, ``1 hr 20 min``, ``01:20:00``.

    A number alone is minutes, and so is what stands before a single colon an hour. None if it
    cannot be read.
    """
    if isinstance(cell, datetime):
        return None
    text = fold(cell.strip())
    if clock := CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        if hours is None:
            return timedelta(hours=int(minutes), minutes=int(seconds))
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    parts = PART.findall(text)
    if not parts or PART.sub("", text).strip(" .,") or any(u[:1] not in UNITS for _, u in parts):
        return None
    return timedelta(seconds=sum(float(n.replace(",", ".")) * UNITS[u[:1]] for n, u in parts))
