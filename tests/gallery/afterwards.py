"""Reports about a session that is over, called and filled with the words of a play."""

from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.model.session import Phase, Session
from bot.model.words import Both

OVER = "90"


def over(now: datetime, words: str) -> Session:
    """A session that was held two days ago."""
    return Session(
        id=OVER,
        title=Both(words or "Over", words or "Passée"),
        starts=now - timedelta(days=2),
        wall="2027-01-10T09:00",
        phase=Phase.HELD,
        announced=True,
        created=now - timedelta(days=30),
    )


def report(what: str, words: str) -> list[bytes]:
    """A report as its reader writes it: people whom nothing matches, rows that were refused."""
    readers = {"attendance": _attendance, "questions": _questions}
    return [orjson.dumps(each) for each in readers[what](words)]


def _questions(words: str) -> list[Any]:
    asked = [words[:400] or "Why?", "x" * 600]
    return [{"people": 2, "rows": []}, [{"words": e, "mark": str(n)} for n, e in enumerate(asked)]]


def _attendance(words: str) -> list[Any]:
    people = [_person(number, words) for number in range(40)]
    why = {"key": "attendance.no_time", "facts": {}}
    rows = [{"row": row, "column": words, **why} for row in range(2, 102)]
    head = {
        "people": 40,
        "joins": 40,
        "kinds": {"registered": 0, "team": 0, "unmatched": 0, "guest": 40},
        "aliases": 0,
        "cut": 41,
        "another_day": "2027-01-01",
        "refused": 118,
        "rows": rows,
    }
    return [head, people]


def _person(number: int, words: str) -> dict[str, Any]:
    return {
        "who": f"guest:{number}",
        "name": words[:200],
        "address": "",
        "spans": [],
        "minutes": number,
        "kind": "guest",
        "registered": "",
        "perhaps": "tom@example.org",
    }
