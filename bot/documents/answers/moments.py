"""When an answer was sent, from the dates of a table or a flow."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SERIAL = re.compile(r"\d{5}(\.\d+)?")
"""Days since the end of 1899, as Excel counts them: five digits are the years 1927 to 2173."""
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time, like every date in Excel
WRITTEN = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})"
    r"(?:[ T,]+(\d{1,2}) ?[:h] ?(\d{2})(?::(\d{2}))?(?:[ \u00a0\u202f]?([ap])\.? ?m\.?)?)?",
    re.IGNORECASE,
)
YEARS = range(2000, 2101)


def moment(value: object, zone: str) -> datetime | None:
    """The moment in UTC that a cell or a text tells; without a zone it is a wall time in ``zone``.

    None for what is no date, or could be two: ``03/04/2027`` is in March or in April.
    """
    try:
        found = value if isinstance(value, datetime) else _read(str(value).strip())
    except ValueError:
        return None
    if found is None or found.year not in YEARS:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _read(text: str) -> datetime | None:
    if SERIAL.fullmatch(text):
        return FIRST_DAY + timedelta(seconds=round(float(text) * 86_400))
    written = WRITTEN.fullmatch(text)
    if written is None:
        return datetime.fromisoformat(text)
    day = _day(*written.group(1, 2, 3))
    return datetime(*day, *_hour(*written.group(4, 5, 6, 7))) if day else None  # noqa: DTZ001 - a wall time


def _day(first: str, second: str, third: str) -> tuple[int, int, int] | None:
    """Year, month and day, if they can be only these."""
    if len(first) == 4:
        return int(first), int(second), int(third)
    year = int(third) + (2000 if len(third) == 2 else 0)
    if int(first) > 12:
        return year, int(second), int(first)
    if int(second) > 12 or first == second:
        return year, int(first), int(second)
    return None


def _hour(
    hour: str | None, minute: str, second: str | None, half: str | None
) -> tuple[int, int, int]:
    if hour is None:
        return 0, 0, 0
    told = int(hour)
    if half:
        told = told % 12 + (12 if half in "pP" else 0)
    return told, int(minute), int(second or 0)
