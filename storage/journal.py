"""The journal of a running store: changes made durable together, off the event loop."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from storage.disk import Disk
from storage.segments import CLOSED, create_journal, journal_path, line, mark

log = logging.getLogger(__name__)

Waiter = asyncio.Future[None]


class StoreBroken(Exception):
    """The disk refused a write: nothing is taken any more, and the process must stop.

    What was asked for may or may not be on the disk; opening the store again tells.
    """


@dataclass(slots=True, eq=False)
class Batch:
    """Changes that become durable together, and who waits for them.

    ``page`` is set if the journal is to go on in a new file afterwards.
    """

    items: list[bytes] = field(default_factory=list)
    waiting: list[Waiter] = field(default_factory=list)
    page: asyncio.Future[int] | None = None


class Journal:
    """Writes one batch at a time in a thread; the next one gathers meanwhile.

    A file descriptor whose write or sync has failed is never used again: the kernel may have
    dropped what it could not write, and a second sync would not say so.
    """

    def __init__(
        self, disk: Disk, folder: Path, number: int, on_broken: Callable[[OSError], None]
    ) -> None:
        self.number = number
        self.grown = 0
        self.disk = disk
        self.folder = folder
        self._on_broken = on_broken
        self._descriptor = disk.reopen(journal_path(folder, number))
        # What was read at the start may have been written, but not synced, before a crash.
        disk.sync(self._descriptor)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._loop = asyncio.get_running_loop()
        self._sealed: deque[Batch] = deque()
        self._open = Batch()
        self._newest: Batch | None = None
        self._writing = False
        self._problem: OSError | None = None

    def check(self) -> None:
        """Raise ``StoreBroken`` if a write has failed."""
        if self._problem is not None:
            raise StoreBroken(f"the disk refused a write: {self._problem}") from self._problem

    def append(self, items: bytes) -> Waiter:
        """A future that is done once these changes are durable."""
        self._open.items.append(items)
        self._newest = self._open
        return self._join(self._open)

    async def settled(self) -> None:
        """Return once everything appended so far is durable."""
        self.check()
        if self._newest is not None:
            await self._join(self._newest)

    def turn_page(self) -> asyncio.Future[int]:
        """A future with the number of the journal that holds everything appended so far.

        It has been closed, and later changes go to the next file. Fails with ``OSError`` if the
        new file could not be made; the journal then goes on as it was.
        """
        self.check()
        self._open.page = self._loop.create_future()
        page = self._open.page
        self._sealed.append(self._open)
        self._open = Batch()
        self._wake()
        return page

    async def close(self) -> None:
        """Make everything durable, note that the end was in good order, give back the file."""
        try:
            if self._problem is None:
                await self.settled()
                await self._loop.run_in_executor(self._thread, self._write, CLOSED)
        except OSError as problem:
            log.warning("the end of the journal could not be noted: %s", problem)
        finally:
            self._thread.shutdown()
            self.disk.close(self._descriptor)

    def _join(self, batch: Batch) -> Waiter:
        waiter: Waiter = self._loop.create_future()
        batch.waiting.append(waiter)
        self._wake()
        return waiter

    def _wake(self) -> None:
        # Everyone who is ready to run in this round of the loop gets into the batch.
        if not self._writing:
            self._writing = True
            self._loop.call_soon(self._start)

    def _start(self) -> None:
        batch = self._sealed.popleft() if self._sealed else self._open
        if batch is self._open:
            self._open = Batch()
        if not batch.items and not batch.waiting and batch.page is None:
            self._writing = False
            return
        job = self._loop.run_in_executor(self._thread, self._commit, batch)
        job.add_done_callback(partial(self._finish, batch))

    def _commit(self, batch: Batch) -> OSError | None:
        """Runs in the thread. The problem of a new page that could not be begun, if so."""
        if batch.items:
            self._write(line(b"[%b]" % b",".join(batch.items)))
        if batch.page is None:
            return None
        try:
            descriptor = create_journal(self.disk, self.folder, self.number + 1)
        except OSError as problem:
            return problem
        self._write(mark(next=self.number + 1))
        self.disk.close(self._descriptor)
        self._descriptor = descriptor
        self.number += 1
        self.grown = 0
        return None

    def _write(self, data: bytes) -> None:
        self.disk.write(self._descriptor, data)
        self.disk.sync(self._descriptor)
        self.grown += len(data)

    def _finish(self, batch: Batch, job: "asyncio.Future[OSError | None]") -> None:
        problem = job.exception()
        if problem is not None:
            # Whatever it was, nobody knows what is on the disk now.
            known = problem if isinstance(problem, OSError) else OSError(repr(problem))
            self._break(known, [batch, *self._sealed, self._open])
            return
        if self._newest is batch:
            self._newest = None
        for waiter in batch.waiting:
            if not waiter.done():
                waiter.set_result(None)
        if batch.page is not None and not batch.page.done():
            self._answer_page(batch.page, job.result())
        self._loop.call_soon(self._start)

    def _answer_page(self, page: asyncio.Future[int], problem: OSError | None) -> None:
        if problem is None:
            page.set_result(self.number - 1)
        else:
            page.set_exception(problem)

    def _break(self, problem: OSError, batches: list[Batch]) -> None:
        self._problem = problem
        for batch in batches:
            waiting: list[asyncio.Future[Any]] = [*batch.waiting]
            if batch.page is not None:
                waiting.append(batch.page)
            for waiter in waiting:
                if not waiter.done():
                    waiter.set_exception(StoreBroken(f"the disk refused a write: {problem}"))
        self._on_broken(problem)
