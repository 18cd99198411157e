"""A ledger: one file a mailing, a line before a letter leaves and a line after.

A line is ``checksum [mark, end, why]``: ``mark`` stands for the person, ``end`` is empty before the
letter leaves, then says how that ended; ``uncertain`` says that it may have left unnoticed. Nobody
can be read from a mark, so that whoever is erased need not be cut out of the file, and is still not
written to again.
"""

import asyncio
import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from bot.errors import Misconfigured
from storage.segments import is_good, line, value_of

GATHERED_FOR = 0.004
"""Seconds in which lines are gathered for one sync: each costs more than all else of a line."""
BEGUN, UNCERTAIN = "", "uncertain"
Entry = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of one person: how it ended (``BEGUN`` if it did not), and why.

    ``uncertain`` says that the letter may have left twice.
    """

    end: str
    why: str = ""
    uncertain: bool = False


class LedgerTaken(Exception):
    """Somebody else has opened the ledger since: the mailing is carried on by them."""


class Ledger(Protocol):
    """Where a mailing notes what it does; ``fresh`` if it did not exist before."""

    notes: dict[str, Note]
    fresh: bool

    async def note(self, *entries: Entry) -> None:
        """Return once these ``(mark, end, why)``, and all that was jotted, are kept for good."""

    def jot(self, entry: Entry) -> None:
        """Have this kept together with what is noted next, or when the ledger is closed."""

    async def close(self) -> None:
        """Let go of it."""


class MemoryLedger:
    """A ledger that is gone when the process ends."""

    def __init__(self) -> None:
        self.notes: dict[str, Note] = {}
        self.fresh = True

    async def note(self, *entries: Entry) -> None:
        """Keep these ``(mark, end, why)``."""
        for entry in entries:
            keep(self.notes, entry)

    def jot(self, entry: Entry) -> None:
        """Keep this."""
        keep(self.notes, entry)

    async def close(self) -> None:
        """Nothing to let go of."""


def mark(mailing: str, address: str) -> str:
    """What stands for an address in the ledger of a mailing."""
    return hashlib.sha256(f"{mailing}/{address.lower()}".encode()).hexdigest()[:24]


class Ledgers(Protocol):
    """Where the ledgers of all mailings are."""

    def open(self, mailing: str) -> Ledger:
        """The ledger of a mailing, to be written. Blocking; raises Misconfigured if it is damaged.

        Where several processes may, the last that opened it does: others hear ``LedgerTaken``.
        """

    def join(self, mailing: str) -> Ledger:
        """The same, to be written beside other processes that joined. Blocking."""

    def notes(self, mailing: str) -> Mapping[str, Note]:
        """What the ledger of a mailing says now; it may be being written. Blocking."""

    def forget(self, mailing: str) -> None:
        """Have nothing left of the ledger of a mailing that is over. Blocking."""


class MemoryLedgers:
    """Ledgers that last as long as the process."""

    def __init__(self) -> None:
        self._known: dict[str, MemoryLedger] = {}

    def open(self, mailing: str) -> Ledger:
        """The ledger of a mailing."""
        if mailing in self._known:
            self._known[mailing].fresh = False
        return self._known.setdefault(mailing, MemoryLedger())

    def join(self, mailing: str) -> Ledger:
        """The same ledger."""
        return self.open(mailing)

    def notes(self, mailing: str) -> Mapping[str, Note]:
        """What it says now."""
        known = self._known.get(mailing)
        return known.notes if known else {}

    def forget(self, mailing: str) -> None:
        """Have nothing left of it."""
        self._known.pop(mailing, None)


class FileLedgers:
    """Ledgers in a folder, a file a mailing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, mailing: str) -> Ledger:
        """The ledger of a mailing, to be written. Raises Misconfigured if it is damaged."""
        return FileLedger(self._file(mailing))

    def join(self, mailing: str) -> Ledger:
        """The same: only one process has the folder."""
        return self.open(mailing)

    def notes(self, mailing: str) -> Mapping[str, Note]:
        """What the ledger of a mailing says now; a line that is being written is passed over."""
        file = self._file(mailing)
        notes: dict[str, Note] = {}
        if file.exists():
            with file.open("rb") as lines:
                for raw in filter(is_good, lines):
                    keep(notes, value_of(raw))
        return notes

    def forget(self, mailing: str) -> None:
        """Remove the file of a mailing that is over."""
        self._file(mailing).unlink(missing_ok=True)

    def _file(self, mailing: str) -> Path:
        return self._folder / f"{mailing}.ledger"


class FileLedger:
    """The ledger of one mailing in a file; lines of several writers share a sync.

    A line is written at once: a process that is killed loses none, only a machine that fails does.
    """

    def __init__(self, file: Path) -> None:
        """Made if it is not there. Raises Misconfigured if it is damaged other than at its end."""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.fresh = not file.exists()
        self.notes: dict[str, Note] = {} if self.fresh else dict(read(file))
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._unwritten = b""
        self._waiting: list[asyncio.Future[None]] = []
        self._flushing: asyncio.Task[None] | None = None

    async def note(self, *entries: Entry) -> None:
        """Return once these ``(mark, end, why)`` are on the disk, and all that was jotted before.

        Raises OSError if they cannot be.
        """
        for entry in entries:
            self.jot(entry)
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await waiter

    def jot(self, entry: Entry) -> None:
        """Have this on the disk together with what is noted next, or when it is closed.

        What cannot be written now is tried again then.
        """
        self._unwritten += line(orjson.dumps(entry))
        with suppress(OSError):
            self._write()
        keep(self.notes, entry)

    async def close(self) -> None:
        """Give back the file; everything noted and jotted is on the disk."""
        await self.note()
        if self._flushing is not None:
            await self._flushing
        self._thread.shutdown()
        os.close(self._descriptor)

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            await asyncio.sleep(GATHERED_FOR)
            waiting, self._waiting = self._waiting, []
            try:
                self._write()
                await loop.run_in_executor(self._thread, os.fdatasync, self._descriptor)
            except OSError as problem:
                tell(waiting, problem)
            else:
                tell(waiting, None)
        self._flushing = None

    def _write(self) -> None:
        while self._unwritten:
            written = os.write(self._descriptor, self._unwritten)
            self._unwritten = self._unwritten[written:]


def read(file: Path) -> Mapping[str, Note]:
    """What a ledger says of each mark; an unfinished last line is cut off.

    Raises Misconfigured if a line is damaged and good ones follow: a person must look.
    """
    notes: dict[str, Note] = {}
    good = 0
    with file.open("rb") as lines:
        for raw in lines:
            if not is_good(raw):
                if any(map(is_good, lines)):
                    raise Misconfigured(f"{file} is damaged in the middle; nothing is sent by it.")
                os.truncate(file, good)
                break
            good += len(raw)
            keep(notes, value_of(raw))
    return notes


def keep(notes: dict[str, Note], entry: Entry) -> None:
    """Take note of a line."""
    found, end, why = entry
    before = notes.get(found)
    doubted = end == UNCERTAIN or (before is not None and before.uncertain)
    notes[found] = Note(end, why, doubted)


def tell(waiting: list[asyncio.Future[None]], problem: Exception | None) -> None:
    """Tell those who wait that their lines are kept, or why not."""
    for waiter in waiting:
        if waiter.done():
            continue
        if problem is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(problem)
