"""Every row written aside, in pieces, while the store goes on."""

import asyncio
import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from storage.database import RowStorage
from storage.disk import Disk
from storage.journal import Journal, StoreBroken
from storage.segments import find, journal_path, line, mark, snapshot_header, snapshot_path

log = logging.getLogger(__name__)

# Small, so that the thread never keeps the event loop waiting for Python's lock.
_ROWS_IN_A_LINE = 200
_SYNC_EVERY = 1 << 20


class Snapshots:
    """When a snapshot is due, and the one that is being taken."""

    def __init__(self, rows: RowStorage, journal: Journal, grow: int, size: int) -> None:
        self._rows = rows
        self._journal = journal
        self._grow = grow
        self._limit = max(grow, size)
        self._one_at_a_time = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def take_if_due(self) -> None:
        """Begin a snapshot if the journal has outgrown the data; nobody waits for it."""
        if self._journal.grown > self._limit and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._take_quietly())

    async def take(self) -> None:
        """Return once a snapshot has taken the place of the journals before it."""
        async with self._one_at_a_time:
            items = self._rows.items_now()
            number = await self._journal.turn_page()
            disk, folder = self._journal.disk, self._journal.folder
            size = await write_snapshot(disk, items, snapshot_path(folder, number))
            self._limit = max(self._grow, size)
            await asyncio.to_thread(_remove_before, disk, folder, number)

    async def finish(self) -> None:
        """Return once no snapshot is being taken."""
        if self._task is not None:
            await self._task

    async def _take_quietly(self) -> None:
        try:
            await self.take()
        except OSError as problem:
            log.warning("the snapshot must wait: %s", problem)
            self._limit = self._journal.grown + self._grow
        except StoreBroken as problem:
            log.warning("no snapshot was taken: %s", problem)


async def write_snapshot(disk: Disk, items: Iterator[bytes], target: Path) -> int:
    """The size of a durable snapshot that has just got its name.

    Raises ``OSError`` if the disk refuses; the target is then as it was.
    """
    part = target.with_name(target.name + ".part")
    lines = _lines(items)
    descriptor = await asyncio.to_thread(disk.create, part)
    try:
        size = await _write_all(disk, descriptor, lines)
        await asyncio.to_thread(_name, disk, part, target)
    except BaseException:
        disk.remove(part)
        raise
    finally:
        disk.close(descriptor)
    return size


async def _write_all(disk: Disk, descriptor: int, lines: Iterator[bytes]) -> int:
    size, synced = 0, 0
    while written := await asyncio.to_thread(_write_next, disk, descriptor, lines):
        size += written
        # A long sync at the end would hold up the journal's.
        if size - synced > _SYNC_EVERY:
            await asyncio.to_thread(disk.sync, descriptor)
            synced = size
    await asyncio.to_thread(disk.sync, descriptor)
    return size


def _lines(items: Iterator[bytes]) -> Iterator[bytes]:
    rows = 0
    yield snapshot_header()
    while piece := list(islice(items, _ROWS_IN_A_LINE)):
        rows += len(piece)
        yield line(b"[%b]" % b",".join(piece))
    yield mark(end=rows)


def _write_next(disk: Disk, descriptor: int, lines: Iterator[bytes]) -> int:
    data = next(lines, b"")
    disk.write(descriptor, data)
    return len(data)


def _name(disk: Disk, part: Path, target: Path) -> None:
    disk.rename(part, target)
    disk.sync_folder(target.parent)


def _remove_before(disk: Disk, folder: Path, number: int) -> None:
    """Remove what the snapshot with this number has made useless."""
    found = find(folder)
    for journal in found.journals:
        if journal <= number:
            disk.remove(journal_path(folder, journal))
    for snapshot in found.snapshots:
        if snapshot < number:
            disk.remove(snapshot_path(folder, snapshot))
    disk.sync_folder(folder)
