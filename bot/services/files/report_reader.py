"""``python -m bot.services.files.report_reader``: who came, out of a report, in a process apart.

On standard input stands a line of JSON, ``{"name", "around", "zone", "registered", "team"}``, then
the file. On standard output, in lines of JSON: what was found, or why nothing was; then the people,
in pieces.
"""

import gc
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.documents.attendance import Attendee, Known, Match, Report, attendees, matched, read
from bot.errors import Refusal
from bot.services.files.apart import confine

IN_A_LINE = 250
"""People in a piece: what a turn takes in some twenty milliseconds."""
MOST_ROWS = 100
"""Refused rows of which the reasons are told."""
Asked = Mapping[str, Any]


def main() -> None:
    """Read, and write what was found."""
    confine()
    # All that is made here is kept until the end: there is nothing to collect.
    gc.disable()
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        lines = list(_found(orjson.loads(request), content))
    except Refusal as refusal:
        lines = [orjson.dumps({"refused": refusal.key, "facts": refusal.facts})]
    sys.stdout.buffer.write(b"\n".join(lines))


def _found(asked: Asked, content: bytes) -> Iterator[bytes]:
    zone = ZoneInfo(asked["zone"])
    around = datetime.fromisoformat(asked["around"]).astimezone(zone)
    report = read(asked["name"], content, around)
    people = attendees(report.joins)
    if not people:
        raise Refusal("attendance.nobody", file=asked["name"])
    matches = matched(people, [Known(*each) for each in asked["registered"]])
    rows = [_person(each, matches[each.who], asked["team"], zone) for each in people]
    yield orjson.dumps(_head(report, people, rows, around))
    for start in range(0, len(rows), IN_A_LINE):
        yield orjson.dumps(rows[start : start + IN_A_LINE])


def _head(
    report: Report, people: list[Attendee], rows: list[dict[str, Any]], around: datetime
) -> dict[str, Any]:
    kinds = [row["kind"] for row in rows]
    days = {each.start.date() for each in report.joins if each.start is not None}
    strange = bool(days) and around.date() not in days
    return {
        "people": len(people),
        "joins": len(report.joins),
        "kinds": {kind: kinds.count(kind) for kind in ("registered", "team", "unmatched", "guest")},
        "aliases": sum(bool(row["registered"] and row["registered"] != row["who"]) for row in rows),
        "cut": report.cut,
        "another_day": min(days).isoformat() if strange else "",
        "refused": len(report.refused),
        "rows": [_refused(each) for each in report.refused[:MOST_ROWS]],
    }


def _person(each: Attendee, match: Match, team: list[str], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "who": each.who,
        "name": each.name,
        "address": each.address,
        "spans": [[_utc(start, zone), _utc(end, zone)] for start, end in each.spans],
        "minutes": each.lasting.total_seconds() / 60,
        "kind": _kind(each, match, team),
        "registered": match.registered,
        "perhaps": match.perhaps,
    }


def _kind(each: Attendee, match: Match, team: list[str]) -> str:
    if match.registered:
        return "registered"
    if each.address in team:
        return "team"
    return "unmatched" if each.address else "guest"


def _utc(wall: datetime, zone: ZoneInfo) -> str:
    return wall.replace(tzinfo=zone).astimezone(UTC).isoformat()


def _refused(each: Any) -> dict[str, Any]:
    facts = {"key": each.why.key, "facts": dict(each.why.facts)}
    return {"row": each.row, "column": each.column, **facts}


if __name__ == "__main__":
    main()
