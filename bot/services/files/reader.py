"""``python -m bot.services.files.reader``: registrations out of a file, in a process of its own.

On standard input stands a line of JSON, ``{"name": …, "columns": {title: field}}``, then the file.
On standard output, in lines of JSON: what was found, or why nothing was; then the people,
fifty in a line; then the rows that were refused, as many in a line.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, islice
from typing import Any

import orjson

from bot.documents.answers import Columns, Field, entries, people, recognised
from bot.documents.answers.titles import key
from bot.documents.attendance.titles import is_report
from bot.documents.tables import Refused, Sheet, read
from bot.errors import Refusal
from bot.services.files.apart import confine

IN_A_LINE = 50
"""People in a piece: what a turn takes in some ten milliseconds."""
LOOKED_AT = 50
"""Rows by which columns are recognised."""


def main() -> None:
    """Read, and write what was found."""
    confine()
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = orjson.loads(request)
    try:
        lines = list(_found(read(asked["name"], content), asked["columns"], asked["name"]))
    except Refusal as refusal:
        lines = [orjson.dumps({"refused": refusal.key, "facts": refusal.facts})]
    sys.stdout.buffer.write(b"\n".join(lines))


def _found(sheet: Sheet, told: Mapping[str, Field], name: str) -> Iterator[bytes]:
    if is_report(sheet.headers):
        raise Refusal("attendance.is_attendance", file=name)
    columns = recognised(sheet.headers, sheet.rows[:LOOKED_AT], _learnt(sheet.headers, told))
    if "address" not in columns.titles:
        raise Refusal("answers.which_address", titles=list(sheet.headers))
    found, refused = entries(sheet, columns)
    each_once = people(found)
    yield orjson.dumps(_head(columns, len(each_once), len(found) - len(each_once)))
    for piece in _pieces(each_once):
        yield orjson.dumps({"people": [asdict(each) for each in piece]})
    for rows in _pieces(refused):
        yield orjson.dumps({"refused": [_told(each) for each in rows]})


def _head(columns: Columns, count: int, repeated: int) -> dict[str, Any]:
    return {
        "titles": dict(columns.titles),
        "unknown": list(columns.unknown),
        "people": count,
        "repeated": repeated,
    }


def _learnt(headers: Sequence[str], told: Mapping[str, Field]) -> dict[str, Field]:
    """What a person said of columns, by the titles as they stand in the file.

    Raises ``Refusal`` for a title that the file does not have.
    """
    there = {key(header): header for header in reversed(headers)}
    for title in told:
        if key(title) not in there:
            raise Refusal("answers.no_such_column", title=title, titles=list(headers))
    return {there[key(title)]: told[title] for title in told}


def _told(refused: Refused) -> dict[str, Any]:
    why = {"key": refused.why.key, "facts": dict(refused.why.facts)}
    return {"row": refused.row, "column": refused.column, "why": why}


def _pieces(found: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(found)
    for first in rest:
        yield [*chain([first], islice(rest, IN_A_LINE - 1))]


if __name__ == "__main__":
    main()
