"""What the team settles about itself: which value a setting is given."""

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.understanding import people
from bot.understanding.dates import read
from bot.understanding.filling import TRIMMED, Filling
from bot.understanding.places import DATE, TIME, WEEKDAY, Span

LAST = re.compile(r"\b(?:last|derniere?)\s")
CODES = ("mo|lun", "tu|mar", "we|mer", "th|jeu", "fr|ven", "sa|sam", "su|dim")
NTHS = {"first": 1, "premier": 1, "second": 2, "deuxieme": 2, "third": 3, "troisieme": 3}
TO = re.compile(
    r"\b(?:is now|is|are|to|as|be|should be|est|sont|sera|soit|a|au|en|devient|par|pour)\s+(?=\S)"
    r"|[:=]\s*"
)


def value(f: Filling) -> str | None:
    """The value, as the record of the team holds it: an hour 13:00, hours 18:00-08:00."""
    return VALUES.get(str(f.match.frame.given["setting"]), _words)(f)


def _person(f: Filling) -> str | None:
    emails = f.analysis.sentence.of_kind("email")
    if emails:
        return emails[0].typed
    return next(people.names(f.analysis.sentence, f.analysis.name_runs), None) or _words(f)


def _words(f: Filling) -> str | None:
    """The quoted words; else what follows "is", "to" or a colon."""
    if f.quotes:
        return f.quotes[-1]
    filled = [f.analysis.tokens[place].end for place in f.match.filled]
    after = TO.search(f.bare, max(filled, default=0))
    if after and f.text[after.end() :].strip(TRIMMED):
        return people.without_courtesy(f.text[after.end() :].strip(TRIMMED))
    return f.remainder() or None


def _hour(f: Filling) -> str | None:
    hours = _hours(f)
    return hours[0] if hours else None


def _hours(f: Filling) -> list[str]:
    """The hours named, ``13:00``; in "from 6 to 8 pm" the first takes its half from the second."""
    starts = [read(f.text[slice(*span)], f.now).start for span in _times(f)]
    return [f"{start:%H:%M}" for start in starts if isinstance(start, datetime)]


def _times(f: Filling) -> list[Span]:
    return [found.span() for found in TIME.finditer(f.bare)]


def _quiet_hours(f: Filling) -> str | None:
    hours = _hours(f)
    return "-".join(hours) if len(hours) == 2 else None


def _quiet_period(f: Filling) -> str | None:
    """The first and the last day, ``2027-12-20/2028-01-03``."""
    starts = [read(found[0], f.now).start for found in DATE.finditer(f.bare)]
    days = [_day(start) for start in starts if start is not None]
    if len(days) != 2:
        return None
    first, last = days
    later = last if last >= first else last.replace(year=first.year + 1)
    return f"{first.isoformat()}/{later.isoformat()}"


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _weekday(f: Filling) -> str | None:
    """The day as RFC 5545 writes it: ``TH``, ``-1TH`` for the last Thursday of the month."""
    found = re.search(rf"\b(?:{WEEKDAY})", f.bare)
    if not found:
        return None
    code = next(codes[:2].upper() for codes in CODES if re.match(codes, found[0]))
    nth = next((n for word, n in NTHS.items() if re.search(rf"\b{word}\s", f.bare)), 0)
    return f"-1{code}" if LAST.search(f.bare) else f"{nth or ''}{code}"


VALUES: dict[str, Callable[[Filling], str | None]] = {
    "organiser": _person,
    "director": _person,
    "approver": _person,
    "default_day": _weekday,
    "default_hour": _hour,
    "quiet_hours": _quiet_hours,
    "quiet_period": _quiet_period,
}
