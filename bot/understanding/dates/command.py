"""``python -m bot dates``: a line of JSON in, a line of JSON out."""

import json
from datetime import datetime
from typing import Any

from bot.understanding.dates import read


def answer(line: str) -> str:
    """What a line ``{"id","text","now"}`` means: ``{"id","start","rrule","error"}``.

    ``duration_min`` is added where one was said. A line that cannot be read means no date.
    """
    try:
        asked = json.loads(line)
        row = asked if isinstance(asked, dict) else {}
        reading = read(str(row["text"]), datetime.fromisoformat(str(row["now"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        return json.dumps({"id": None, "start": None, "rrule": None, "error": "none"})
    said: dict[str, Any] = {
        "id": row.get("id"),
        "start": written(reading.start),
        "rrule": reading.rrule,
        "error": reading.error,
    }
    if reading.duration_min is not None:
        said["duration_min"] = reading.duration_min
    return json.dumps(said)


def written(start: Any) -> str | None:
    """``2027-02-25`` or ``2027-02-25T13:00-05:00``."""
    if isinstance(start, datetime):
        return start.isoformat(timespec="minutes")
    return start.isoformat() if start else None
