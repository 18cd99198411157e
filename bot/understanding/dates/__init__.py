"""When: the moment, or the recurring moments, that words mean. Our own grammar, in both languages.

What the words leave open is never guessed: ``error`` says why there is no moment. The grammar is
loaded when it is first needed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OTTAWA = "America/Toronto"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """How words about a moment were read.

    ``start`` is an aware datetime, or a date if no time of day was said; None if there is none or
    ``error`` says why not (ambiguous, impossible, nonexistent, past, none). ``rrule`` is an RFC
    5545 rule whose first occurrence is ``start``. ``spans`` are the parts of the original text that
    were used; ``choices`` what an ambiguous one may mean.
    """

    start: datetime | date | None = None
    rrule: str | None = None
    error: str | None = None
    duration_min: int | None = None
    spans: tuple[Span, ...] = ()
    choices: tuple[datetime | date, ...] = ()


def read(text: str, now: datetime, zone: str = OTTAWA) -> Reading:
    """The moment the words mean; ``error`` is ``none`` if they mean none."""
    from bot.understanding.dates.reader import read_text

    return read_text(text, now, zone)


def names_a_day(text: str, now: datetime) -> bool:
    """Whether the words name a day, and not only a time of day."""
    from bot.understanding.dates import days, plain

    return bool(days.find(plain.read(text).text, now.date()))


def next_occurrences(
    rule: str, start: datetime, count: int, zone: str = OTTAWA
) -> tuple[datetime, ...]:
    """The first moments of a rule, at the same local time of day across clock changes; in UTC."""
    from dateutil.rrule import rrulestr

    local = start.astimezone(ZoneInfo(zone))
    walls = rrulestr(rule, dtstart=local.replace(tzinfo=None))
    return tuple(
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for _, wall in zip(range(count), walls, strict=False)
    )
