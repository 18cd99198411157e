"""dateparser, for what our grammar does not know; guarded, for it errs without a sound.

The guards follow what was measured of dateparser 1.5.0: hours of the French kind are taken for
years or for relative times, so a text with an hour of any kind never gets here; and whatever it
gives must be in the future, within 18 months unless a year was said, and hold every number said.
"""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from bot.understanding.dates.plain import Plain
from bot.understanding.dates.words import MONTHS, WEEKDAYS

LONGEST = 40
FARTHEST = timedelta(days=548)
_DATE_LIKE = re.compile(
    r"\b(?:" + "|".join([*WEEKDAYS, *MONTHS]) + r"|week|month|day|semaine|mois|jour|fortnight)\w*\b"
)
_HOUR_LIKE = re.compile(r"\d ?h|heure|hour|:\d|[ap]\.?m\b")


def read(folded: Plain, now: datetime, zone: tzinfo) -> date | None:
    """The day that dateparser makes of a short text that looks like one; None if it does not."""
    text = folded.text.strip()
    if not 0 < len(text) <= LONGEST or not _DATE_LIKE.search(text) or _HOUR_LIKE.search(text):
        return None
    on = _parsed(text, now.astimezone(zone))
    if on is None or not _plausible(text, on, now.astimezone(zone).date()):
        return None
    return on


def _parsed(text: str, now: datetime) -> date | None:
    import dateparser

    settings: Any = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(text, languages=["en", "fr"], settings=settings)
    return found.date() if found else None


def _plausible(text: str, on: date, today: date) -> bool:
    if on <= today or (on - today > FARTHEST and str(on.year) not in text):
        return False
    numbers = {int(each) for each in re.findall(r"\d+", text)}
    weekdays = {WEEKDAYS[word] for word in re.findall(r"[a-z]+", text) if word in WEEKDAYS}
    months = {MONTHS[word] for word in re.findall(r"[a-z]+", text) if word in MONTHS}
    return (
        numbers <= {on.day, on.month, on.year}
        and weekdays <= {on.weekday()}
        and months <= {on.month}
    )
