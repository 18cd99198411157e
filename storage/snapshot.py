"""Every row written aside, in pieces, while the store goes on."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from storage.database import RowStorage
from storage.disk import Disk
from storage.journal import Journal, StoreBroken
from storage.pieces import Piece, written
from storage.segments import find, journal_path, mark, snapshot_header, snapshot_path

log = logging.getLogger(__name__)

_SYNC_EVERY = 1 << 20


class Snapshots:
    """When a snapshot is due, and those that are being taken, one after the other."""

    def __init__(self, rows: RowStorage, journal: Journal, grow: int, size: int) -> None:
        self._rows = rows
        self._journal = journal
        self._grow = grow
        self._limit = max(grow, size)
        self._one_at_a_time = asyncio.Lock()
        self._taking: set[asyncio.Task[None]] = set()

    def take_if_due(self) -> None:
        """Begin a snapshot if the journal has outgrown the data; nobody waits for it."""
        if self._journal.grown > self._limit and not self._taking:
            self._begin(self._take_quietly())

    async def take(self) -> None:
        """Return once a snapshot has taken the place of the journals before it.

        Who stops waiting does not stop it.
        """
        await asyncio.shield(self._begin(self._take()))

    async def finish(self) -> None:
        """Return once no snapshot is being taken."""
        await asyncio.gather(*self._taking, return_exceptions=True)

    def _begin(self, taking: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(taking)
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)
        return task

    async def _take(self) -> None:
        async with self._one_at_a_time:
            pieces = self._rows.pieces_now()
            number = await self._journal.turn_page()
            disk, folder = self._journal.disk, self._journal.folder
            target = snapshot_path(folder, number)
            size = await asyncio.to_thread(write_snapshot, disk, pieces, target)
            self._limit = max(self._grow, size)
            await asyncio.to_thread(_remove_before, disk, folder, number)

    async def _take_quietly(self) -> None:
        try:
            await self._take()
        except OSError as problem:
            log.warning("the snapshot must wait: %s", problem)
            self._limit = self._journal.grown + self._grow
        except StoreBroken as problem:
            log.warning("no snapshot was taken: %s", problem)


def write_snapshot(disk: Disk, pieces: Iterator[Piece], target: Path) -> int:
    """The size of a durable snapshot that has just got its name; to be run in a thread.

    Each piece is short work, and each write lets the event loop run. Raises ``OSError`` if the
    disk refuses; the target is then as it was.
    """
    part = target.with_name(target.name + ".part")
    descriptor = disk.create(part)
    try:
        size = _write_all(disk, descriptor, pieces)
        disk.rename(part, target)
        disk.sync_folder(target.parent)
    except BaseException:
        disk.remove(part)
        raise
    finally:
        disk.close(descriptor)
    return size


def _write_all(disk: Disk, descriptor: int, pieces: Iterator[Piece]) -> int:
    size, synced = 0, 0
    for data in _lines(pieces):
        disk.write(descriptor, data)
        size += len(data)
        # One long sync at the end would hold up the journal's.
        if size - synced > _SYNC_EVERY:
            disk.sync(descriptor)
            synced = size
    disk.sync(descriptor)
    return size


def _lines(pieces: Iterator[Piece]) -> Iterator[bytes]:
    rows = 0
    yield snapshot_header()
    for piece in pieces:
        rows += len(piece.ids)
        yield written(piece)
    yield mark(end=rows)


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
