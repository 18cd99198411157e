"""What a snapshot is made of: pieces of a table, quick to write and quicker to read.

A snapshot is a header, pieces, and ``{"end": number of rows}``. A piece is a line of JSON with a
checksum, as in a journal, that gives ids, keys and what the rows are indexed by; then the rows
themselves, a line each, whose own size and checksum stand in the first line.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from bot.errors import Misconfigured
from storage.segments import RESTORE, check_header, is_good, line, value_of


class Piece(NamedTuple):
    """Some rows of one table, by columns; ``indexed`` names the columns of ``entries``."""

    table: str
    version: int
    indexed: list[str]
    ids: list[int]
    keys: list[str]
    entries: list[Any]
    texts: list[bytes]


def written(piece: Piece) -> bytes:
    """The piece as it stands in a snapshot."""
    body = b"\n".join(piece.texts) + b"\n"
    head = piece._asdict() | {"size": len(body), "sum": zlib.crc32(body)}
    del head["texts"]
    return line(orjson.dumps(head)) + body


def read_snapshot(path: Path) -> Iterator[Piece]:
    """Every piece of a snapshot or a backup.

    Raises ``Misconfigured`` at anything that is not as it was written.
    """
    rows = 0
    with path.open("rb") as file:
        check_header(path, "snapshot", file.readline())
        for raw in file:
            if not is_good(raw):
                break
            head = value_of(raw)
            if "end" in head:
                if head["end"] == rows and not file.read(1):
                    return
                break
            body = file.read(head.pop("size"))
            if zlib.crc32(body) != head.pop("sum"):
                break
            rows += len(head["ids"])
            yield Piece(**head, texts=body[:-1].split(b"\n"))
    raise Misconfigured(f"{path} is damaged or not complete, after {rows} rows. {RESTORE}")
