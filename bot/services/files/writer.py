"""``python -m bot.services.files.writer``: a table as a file, in a process of its own.

On standard input stands a line of JSON, ``{"ending": …, "title": …, "language": …, "made": …,
"headers": […], "moments": n}``, then the rows, lists of texts, each on a line of JSON; the column
``moments`` has dates, and the rows are put in their order; where it is null, they stay in theirs.
On standard output is the file.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from bot.documents.tables.writing import About, Values, csv_file, xlsx_file
from bot.services.files.apart import confine


def main() -> None:
    """Read, and write the file."""
    confine()
    first, *lines = sys.stdin.buffer.read().splitlines()
    asked = orjson.loads(first)
    table = _table(lines, asked["moments"])
    sys.stdout.buffer.write(_file(asked, table))


def _table(lines: Iterable[bytes], moments: int | None) -> list[Values]:
    if moments is None:
        return [orjson.loads(line) for line in lines]
    return sorted(_rows(lines, moments), key=lambda row: str(row[moments]))


def _rows(lines: Iterable[bytes], moments: int) -> Iterable[Values]:
    for line in lines:
        row = orjson.loads(line)
        row[moments] = datetime.fromisoformat(row[moments])
        yield row


def _file(asked: Mapping[str, Any], table: list[Values]) -> bytes:
    if asked["ending"] == ".csv":
        return csv_file(asked["headers"], table)
    made = datetime.fromisoformat(asked["made"])
    return xlsx_file(asked["headers"], table, About(asked["title"], asked["language"], made))


if __name__ == "__main__":
    main()
