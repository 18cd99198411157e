"""What is read when a store opens, and what is put right after a crash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import Misconfigured
from storage.database import RowStorage
from storage.disk import Disk
from storage.pieces import read_snapshot
from storage.segments import (
    RESTORE,
    BadLine,
    Found,
    find,
    journal_path,
    read_journal,
    snapshot_path,
)


@dataclass(slots=True)
class Recovered:
    """What the files of a store gave.

    ``journal`` is the number of the journal to go on with, 0 if there is no store yet. ``grown``
    is the size of the journals in bytes, ``snapshot`` that of the snapshot. ``cut`` is how many
    bytes of an unfinished write were cut off.
    """

    journal: int = 0
    rows: RowStorage = field(default_factory=RowStorage)
    grown: int = 0
    snapshot: int = 0
    cut: int = 0


def recover(folder: Path, disk: Disk) -> Recovered:
    """The state that the files hold, with the traces of a crash put right.

    A write that was not finished is cut off; nobody was told that it was done. Raises
    ``Misconfigured`` if anything else is wrong.
    """
    found = find(folder)
    if not found.journals and not found.snapshots:
        _remove(disk, folder, found.parts)
        return Recovered()
    start = found.snapshots[-1] if found.snapshots else 0
    numbers = [number for number in found.journals if number > start]
    if numbers != list(range(start + 1, start + 1 + len(numbers))) or not numbers:
        raise Misconfigured(f"A journal is missing in {folder}. {RESTORE}")
    recovered = Recovered()
    if start:
        snapshot = snapshot_path(folder, start)
        recovered.snapshot = snapshot.stat().st_size
        for piece in read_snapshot(snapshot):
            recovered.rows.named(piece.table).extend(piece)
    _read_journals(folder, numbers, disk, recovered)
    _remove(disk, folder, _outdated(folder, found, start))
    return recovered


def verify(path: Path) -> int:
    """How many rows a snapshot or a backup holds, after checking every line.

    Raises ``Misconfigured`` if it is damaged or comes from a newer version.
    """
    return sum(len(piece.ids) for piece in read_snapshot(path))


def _read_journals(folder: Path, numbers: list[int], disk: Disk, recovered: Recovered) -> None:
    """Follow the journals in order; the last one may end in a write that was not finished."""
    for number in numbers:
        path = journal_path(folder, number)
        end, torn, following = _read_journal(path, recovered.rows)
        recovered.journal = number
        recovered.grown += end
        if following:
            continue
        later = [other for other in numbers if other > number]
        _drop_unused(folder, later, disk)
        if torn:
            recovered.cut = torn
            disk.cut(path, end)
        return
    raise Misconfigured(f"The last journal is missing in {folder}. {RESTORE}")


def _read_journal(path: Path, rows: RowStorage) -> tuple[int, int, bool]:
    """The end of the good lines, the bytes after it, and whether another journal follows."""
    end, following = 0, False
    try:
        for offset, value in read_journal(path):
            end = offset
            following = isinstance(value, dict) and "next" in value
            if isinstance(value, list):
                rows.follow(value)
    except BadLine as problem:
        if problem.good_after:
            raise Misconfigured(
                f"{path} is damaged at byte {problem.offset}, before other changes that are "
                f"whole, so it was not a crash. {RESTORE}"
            ) from problem
        return problem.offset, path.stat().st_size - problem.offset, False
    return end, 0, following


def _drop_unused(folder: Path, later: list[int], disk: Disk) -> None:
    """Remove a journal that was begun but never switched to.

    A crash can leave just one, with nothing but its header.
    """
    if not later:
        return
    [first, *rest] = [journal_path(folder, number) for number in later]
    if rest or any(True for _ in read_journal(first)):
        raise Misconfigured(f"{first} follows a journal without an end. {RESTORE}")
    _remove(disk, folder, [first])


def _outdated(folder: Path, found: Found, start: int) -> list[Path]:
    journals = [journal_path(folder, number) for number in found.journals if number <= start]
    snapshots = [snapshot_path(folder, number) for number in found.snapshots if number < start]
    return [*journals, *snapshots, *found.parts]


def _remove(disk: Disk, folder: Path, paths: Iterable[Path]) -> None:
    removed = False
    for path in paths:
        disk.remove(path)
        removed = True
    if removed:
        disk.sync_folder(folder)
