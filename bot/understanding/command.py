"""``python -m bot understand``: a line of JSON in, a line of JSON out."""

import json
from datetime import datetime
from typing import Any

from bot.understanding import understand

ASKS_NOTHING = frozenset({"dismiss"})
"""What only lets go of something ("never mind"): ``LABELS.md`` calls it ``none``."""


def answer(line: str, present: datetime) -> str:
    """What a line ``{"id","text","role","now"}`` means: ``{"id","intent","slots"}``.

    Without ``now`` it is read as of the ``present``, without ``role`` as an organiser's. A line that cannot be
    read means nothing: the intent is ``none``.
    """
    try:
        asked = json.loads(line)
        row = asked if isinstance(asked, dict) else {}
        now = datetime.fromisoformat(row["now"]) if "now" in row else present
        meaning = understand(str(row["text"]), str(row.get("role", "organiser")), now)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return _said(row.get("id") if "row" in locals() else None, "none", {})
    intent = "none" if meaning.intent in ASKS_NOTHING else meaning.intent
    return _said(row.get("id"), intent, dict(meaning.slots))


def _said(row: Any, intent: str, slots: dict[str, Any]) -> str:
    return json.dumps({"id": row, "intent": intent, "slots": slots}, ensure_ascii=True)
