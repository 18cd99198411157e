"""The embedded store: turns applied one after the other, answered once they are durable."""

import asyncio
import gc
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured
from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage.changes import check
from storage.database import RecordDatabase
from storage.disk import Disk
from storage.journal import Journal
from storage.lock import FolderLock
from storage.pieces import Piece
from storage.recovery import Recovered, recover
from storage.segments import create_journal
from storage.snapshot import Snapshots, write_snapshot
from storage.view import PresentView, TurnView

log = logging.getLogger(__name__)

_DISK = Disk()


def _log_broken(problem: OSError) -> None:
    log.critical("the store takes nothing any more: %s", problem)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found when the store was opened; ``cut`` are bytes of an unfinished write."""

    records: int
    cut: int


@dataclass(frozen=True, slots=True)
class Home:
    """A locked data folder, the disk it is on, and how much a journal grows before a snapshot."""

    folder: Path
    disk: Disk
    lock: FolderLock
    compact_after: int


COLLECT_AFTER = (5_000, 4, 400)
"""Objects that are made before the collector looks at them, and how many such looks there are
before it looks further. Python's own 700 took a tenth of a turn's time; all turns wait for a look,
which takes up to ten milliseconds for 20,000 objects, so no usual look is at more.
"""


class JournalStore:
    """The embedded ``Store``: rows in memory, shown by TinyDB, and a journal in a folder."""

    def __init__(self, home: Home, recovered: Recovered, journal: Journal) -> None:
        self._rows = recovered.rows
        self.database = RecordDatabase(storage=lambda: self._rows)
        self.opened = Opened(len(self._rows), recovered.cut)
        self.records = len(self._rows)
        self._view = PresentView(self._rows)
        self._journal = journal
        self._snapshots = Snapshots(self._rows, journal, home.compact_after, recovered.snapshot)
        self._home = home
        self._closed = False

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable; its sends are those that were new.

        What the turn raises travels up once all it may have read is durable. Raises ``TypeError``
        or ``ValueError`` for what cannot be stored, and ``StoreBroken`` if the disk refuses.
        """
        self._refuse_if_unfit()
        try:
            changes = check(self._rows, turn(TurnView(self._rows)))
        except Exception:
            await self._journal.settled()
            raise
        items = changes.apply()
        if not items:
            await self._journal.settled()
            return changes.outcome
        durable = self._journal.append(items)
        self._snapshots.take_if_due()
        await durable
        return changes.outcome

    def view(self) -> View:
        """The present state."""
        return self._view

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands, a few at a time."""
        return self._rows.mentioning(words)

    def pieces_now(self) -> Iterator[Piece]:
        """Every present row; later changes do not show."""
        return self._rows.pieces_now()

    async def compact(self) -> None:
        """Return once the files hold the present rows only: what was erased is gone.

        Raises ``OSError`` if there is no room for it; the store goes on as it was.
        """
        self._refuse_if_unfit()
        await self._snapshots.take()

    async def copy(self, target: Path) -> int:
        """The size of a file that now holds every row, as of this call. Raises ``OSError``."""
        self._refuse_if_unfit()
        pieces = self._rows.pieces_now()
        await self._journal.settled()
        return await asyncio.to_thread(write_snapshot, self._home.disk, pieces, target)

    async def close(self) -> None:
        """Take no more turns, make everything durable and let go of the folder."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._snapshots.finish()
            await self._journal.close()
        finally:
            self._home.lock.release()

    def _refuse_if_unfit(self) -> None:
        if self._closed:
            raise RuntimeError("the store is closed")
        self._journal.check()


async def open_store(
    folder: Path,
    *,
    disk: Disk = _DISK,
    on_broken: Callable[[OSError], None] = _log_broken,
    compact_after: int = 1 << 20,
) -> JournalStore:
    """The store in a folder, made if there is none yet.

    ``on_broken`` is called once, on the loop, if the disk refuses a write; the process must stop
    then. A snapshot is taken when the journal has grown by ``compact_after`` bytes and is larger
    than the data. Raises ``Misconfigured`` if the folder is in use, cannot be written to, is
    damaged, or comes from a newer version.
    """
    try:
        return _open(folder, disk, on_broken, compact_after)
    except OSError as problem:
        raise Misconfigured(
            f"The data folder {folder} cannot be used: {problem}. Circuit must be able to read and "
            "write it, and needs free space."
        ) from problem


def _open(
    folder: Path, disk: Disk, on_broken: Callable[[OSError], None], compact_after: int
) -> JournalStore:
    _make(folder, disk)
    lock = FolderLock(folder)
    try:
        recovered = _recovered(folder, disk, lock)
        journal = Journal(disk, folder, recovered.journal, on_broken)
        journal.grown = recovered.grown
        store = JournalStore(Home(folder, disk, lock, compact_after), recovered, journal)
    except BaseException:
        lock.release()
        raise
    # What was loaded stays: the collector need not walk through it again and again, nor so often
    # through what a turn leaves behind, which is hardly ever a cycle.
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return store


def _make(folder: Path, disk: Disk) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in missing:
        disk.sync_folder(path.parent)


def _recovered(folder: Path, disk: Disk, lock: FolderLock) -> Recovered:
    recovered = recover(folder, disk)
    if not recovered.journal:
        lock.refuse_lost()
        disk.close(create_journal(disk, folder, 1))
        recovered.journal = 1
    lock.remember()
    if recovered.cut:
        log.warning("cut off %d bytes of an unfinished write", recovered.cut)
    return recovered
