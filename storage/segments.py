"""The files of a store and their lines.

A line is ``checksum JSON``: eight hexadecimal digits of CRC-32 over the JSON, a space, the JSON.

- ``00000007.journal`` begins with a header. Then each line is a list of changes that were made
  durable together: ``[table, id, key, row]``, with the row's version at the end unless it is 0, or
  ``[table, id, key]`` for a removal. ``{"next": 8}`` ends a journal that another follows, and
  ``{"closed": true}`` is written when a store is closed in good order.
- ``00000006.snapshot`` holds every row as it stood at the end of ``00000006.journal``; journals up
  to that number are not needed any more. Its form is told in ``storage/pieces.py``.
- ``*.part`` is a file that was not finished.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.errors import Misconfigured
from storage.disk import Disk

FORMAT = 1
RESTORE = "Restore a backup (circuit restore)."
_NAME = re.compile(r"(\d{8})\.(journal|snapshot)(\.part)?")
_PREFIX = len("00000000 ")


class BadLine(Exception):
    """A line whose checksum is wrong, or that has no end.

    ``offset`` is where it begins; ``good_after`` tells whether a good line follows it.
    """

    def __init__(self, path: Path, offset: int, *, good_after: bool) -> None:
        super().__init__(f"{path.name}: bad line at byte {offset}")
        self.offset = offset
        self.good_after = good_after


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the journals and snapshots in a folder, in order."""

    journals: tuple[int, ...]
    snapshots: tuple[int, ...]
    parts: tuple[Path, ...]


def find(folder: Path) -> Found:
    """What a folder holds of a store."""
    names = [match for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    numbers = sorted((int(match[1]), match[2]) for match in names if not match[3])
    return Found(
        tuple(number for number, sort in numbers if sort == "journal"),
        tuple(number for number, sort in numbers if sort == "snapshot"),
        tuple(folder / match[0] for match in names if match[3]),
    )


def journal_path(folder: Path, number: int) -> Path:
    """Where the journal with this number is."""
    return folder / f"{number:08d}.journal"


def snapshot_path(folder: Path, number: int) -> Path:
    """Where the snapshot of everything up to this journal is."""
    return folder / f"{number:08d}.snapshot"


def line(payload: bytes) -> bytes:
    """The payload, which is JSON, as a line with its checksum."""
    return b"%08x %b\n" % (zlib.crc32(payload), payload)


def mark(**facts: object) -> bytes:
    """A line that is not a change: a header or an ending."""
    return line(orjson.dumps(facts))


# Where a store was closed in good order, a damaged last line cannot be an unfinished write.
CLOSED = mark(closed=True)


def journal_header(number: int) -> bytes:
    """The first line of a journal."""
    return mark(circuit="journal", format=FORMAT, number=number)


def snapshot_header() -> bytes:
    """The first line of a snapshot, and of a backup, which is one."""
    return mark(circuit="snapshot", format=FORMAT)


def create_journal(disk: Disk, folder: Path, number: int) -> int:
    """A descriptor for a new journal that has its header and its name, durably."""
    path = journal_path(folder, number)
    part = path.with_name(path.name + ".part")
    descriptor = disk.create(part)
    try:
        disk.write(descriptor, journal_header(number))
        disk.sync(descriptor)
        disk.rename(part, path)
        disk.sync_folder(folder)
    except OSError:
        disk.close(descriptor)
        raise
    return descriptor


def read_journal(path: Path) -> Iterator[tuple[int, Any]]:
    """The value of each line after the header, with the offset of the line's end.

    Raises ``Misconfigured`` if it is not a journal of today's format with the number in its name,
    and ``BadLine`` at the first line that is not good.
    """
    with path.open("rb") as file:
        header = file.readline()
        check_header(path, "journal", header)
        if value_of(header)["number"] != int(path.stem):
            raise Misconfigured(f"{path} does not have the number in its name. {RESTORE}")
        end = len(header)
        for raw in file:
            if not is_good(raw):
                good_after = raw.endswith(CLOSED) or any(map(is_good, file))
                raise BadLine(path, end, good_after=good_after)
            end += len(raw)
            yield end, value_of(raw)


def check_header(path: Path, sort: str, raw: bytes) -> None:
    """Raise ``Misconfigured`` if a file is not of this sort, or has a newer format."""
    header = value_of(raw) if is_good(raw) else None
    if not isinstance(header, dict) or header.get("circuit") != sort:
        raise Misconfigured(f"{path} is empty, damaged or not a {sort} of Circuit. {RESTORE}")
    if header["format"] > FORMAT:
        raise Misconfigured(
            f"{path} was written by a newer Circuit (format {header['format']}; this one knows "
            f"{FORMAT}). Install the newer version again, or restore a backup made with this one."
        )


def is_good(raw: bytes) -> bool:
    """Whether a line is whole and has the right checksum."""
    payload = memoryview(raw)[_PREFIX:-1]
    return raw.endswith(b"\n") and raw[:_PREFIX] == b"%08x " % zlib.crc32(payload)


def value_of(raw: bytes) -> Any:
    """The JSON of a line."""
    return orjson.loads(memoryview(raw)[_PREFIX:-1])
