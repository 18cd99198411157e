"""Reports about a session that is over, called and filled with the words of a play."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.model.attendance import Attended, Turnout, attended_key
from bot.model.outreach import Partner
from bot.model.record import Record
from bot.model.registration import Registration
from bot.model.resource import Resource
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
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


def whom_to_thank(now: datetime, words: str) -> Iterator[Record]:
    """Somebody of each group for the session that is over, with what their letters speak of."""
    at = now - timedelta(days=9)
    yield replace(over(now, words[:150]), recording="https://example.org/video", version=2)
    yield Turnout(session=OVER, at=now - timedelta(hours=1), came=9, registered=12, watched=300.0)
    yield Speaking(session=OVER, address="sam@example.org", reply=Reply.YES, asked=at)
    for name in ("came", "absent"):
        yield Registration(session=OVER, address=f"{name}@example.org", at=at, changed_at=at)
    came = "came@example.org"
    key = attended_key(OVER, came)
    yield Attended(key=key, session=OVER, address=came, kind="registered", registered=came)
    yield Partner(address="open@example.org", organisation="Open North", added=at)
    title = Both(words[:150] or "Slides", words[:150] or "Diapositives")
    yield Resource(id="90", session=OVER, title=title, link="https://example.org/r", added=at)


def report(what: str, words: str) -> list[bytes]:
    """A report as its reader writes it: people whom nothing matches, rows that were refused."""
    readers = {
        "attendance": _attendance,
        "questions": _questions,
        "evaluation": _evaluation,
        "summary": _transcript,
    }
    return [orjson.dumps(each) for each in readers[what](words)]


def _questions(words: str) -> list[Any]:
    asked = [words[:400] or "Why?", "x" * 600]
    return [{"people": 2, "rows": []}, [{"words": e, "mark": str(n)} for n, e in enumerate(asked)]]


def _evaluation(words: str) -> list[Any]:
    why = {"key": "tables.more_values", "facts": {"values": 3, "columns": 2}}
    titles = [words[:1000] or "Overall, how was it?", "What would you improve?"]
    head = {
        "people": 40,
        "questions": 2,
        "ratings": 1,
        "choices": 0,
        "comments": 1,
        "cut": 41,
        "refused": 118,
        "rows": [{"row": row, "column": words, **why} for row in range(2, 102)],
        "told": {"form": "form", "titles": titles},
    }
    people = [
        {"number": str(n), "answers": ["4", words], "language": None, "told": str(n)}
        for n in range(40)
    ]
    return [head, people]


def _transcript(words: str) -> list[Any]:
    told = {"seconds": 3_000, "words": 9_000, "speakers": 3, "cut_off": True}
    point = {"second": 60, "speaker": words[:80], "words": words[:400] or "Well said."}
    return [{"people": 1, "rows": [], **told, "points": 5}, [{**told, "points": [point] * 5}]]


def answered(words: str) -> bytes:
    """What all answers come to, as the counter writes it."""
    title = {"en": words[:200] or "Overall", "fr": words[:200] or "Dans l’ensemble"}
    rating = {"title": title, "kind": "rating", "answers": 40, "counts": {"4": 40}, "scale": 5,
              "mean": 4.0, "low": 4.0, "high": 4.0, "overall": True}  # fmt: skip
    choice = {**rating, "kind": "choice", "counts": {words or "Yes": 40}, "overall": False}
    quotes = [words[:220] or "Captions", words[:220] or "More captions"]
    theme = {"name": title, "comments": 20, "english": quotes, "french": quotes}
    return orjson.dumps({"asked": [rating, choice], "comments": 40, "themes": [theme] * 8})


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
