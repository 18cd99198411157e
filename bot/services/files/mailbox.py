"""Mail in a folder, a Maildir, an mbox or a file of its own; all of it is left as it is."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.documents.returned import Automatic, Failure, Mail, Reply, Report
from bot.services.files.apart import done_apart

READER = "bot.services.files.mail_reader"
BEGINS = re.compile(rb"From \S+ .*\d{1,2}:\d{2}")
"""The line before a message in an mbox: from whom it came, and when (RFC 4155)."""
LONGEST_LINE = 1 << 16
MAILDIR = ("new", "cur")


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a message lies: the bytes of a file. ``changed`` tells a file from an earlier one."""

    file: str
    start: int
    length: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A message, and what tells it from others; ``mail`` is None where it cannot be read."""

    piece: Piece
    id: str
    mail: Mail | None


def pieces(path: Path) -> Iterator[Piece]:
    """The messages at a path, in the order of their files. Raises OSError.

    A folder is a Maildir if it has the folders ``new`` or ``cur``, else its ``.eml`` files count.
    """
    if not path.is_dir():
        yield from _in_file(path)
        return
    boxes = [path / name for name in MAILDIR if (path / name).is_dir()]
    found = (each for box in boxes or [path] for each in sorted(box.iterdir()))
    for each in found:
        if each.is_file() and not each.name.startswith(".") and (boxes or each.suffix == ".eml"):
            yield _whole(each)


def _whole(file: Path) -> Piece:
    known = file.stat()
    return Piece(str(file), 0, known.st_size, known.st_mtime_ns)


def _in_file(file: Path) -> Iterator[Piece]:
    with file.open("rb") as opened:
        many = BEGINS.match(opened.readline(LONGEST_LINE))
    if many:
        yield from _in_mbox(file)
    else:
        yield _whole(file)


def _in_mbox(file: Path) -> Iterator[Piece]:
    """The messages of an mbox: each begins behind a line ``From …`` that follows an empty one."""
    start = None
    with file.open("rb") as opened:
        after_blank, position = True, 0
        while line := opened.readline(LONGEST_LINE):
            if after_blank and BEGINS.match(line):
                if start is not None:
                    yield Piece(str(file), start, position - start)
                start = position + len(line)
            after_blank, position = line in (b"\n", b"\r\n"), position + len(line)
    if start is not None:
        yield Piece(str(file), start, position - start)


async def read(wanted: Sequence[Piece]) -> list[Found]:
    """What these messages are, in their order; those that are gone meanwhile are left out.

    They are read in a process of its own. Where that breaks, each half is read for itself, until
    the one that broke it is found: it cannot be read.
    """
    asked = [[each.file, each.start, each.length] for each in wanted]
    written = await done_apart(READER, orjson.dumps(asked))
    if written is not None:
        rows = map(orjson.loads, written.splitlines())
        return [_found(piece, row) for piece, row in zip(wanted, rows, strict=True) if row["id"]]
    if len(wanted) == 1:
        return [Found(wanted[0], _place(wanted[0]), None)]
    half = len(wanted) // 2
    return [*await read(wanted[:half]), *await read(wanted[half:])]


def _place(piece: Piece) -> str:
    return hashlib.sha256(f"{piece.file}/{piece.start}/{piece.length}".encode()).hexdigest()


def _found(piece: Piece, row: Mapping[str, Any]) -> Found:
    return Found(piece, row["id"], _mail(row["kind"], row["mail"]))


def _mail(kind: str, said: Mapping[str, Any]) -> Mail | None:
    if kind == "Report":
        failures = (
            Failure(tuple(each["addresses"]), each["permanent"], each["status"])
            for each in said["failures"]
        )
        return Report(tuple(failures), tuple(said["letters"]))
    if kind == "Reply":
        return Reply(said["address"], said["name"], said["words"], tuple(said["letters"]))
    return Automatic() if kind == "Automatic" else None
