"""The store in PostgreSQL: turns run in memory, answered once the database has them.

Whoever reads never waits for the database. What others wrote is read before the next turn is run,
so a turn sees the writes of every turn before it, whoever ran that.
"""

import asyncio
import gc
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from bot.errors import Misconfigured
from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage.database import RecordDatabase, RowStorage
from storage.disk import Disk
from storage.embedded import COLLECT_AFTER
from storage.journal import StoreBroken
from storage.pieces import Piece
from storage.postgres.batch import Batch, Waiting
from storage.postgres.link import Begun, DatabaseRow, Link
from storage.snapshot import write_snapshot
from storage.store import Elsewhere, StoreAway
from storage.view import PresentView

log = logging.getLogger(__name__)

PATIENCE = 6.0
"""Seconds a turn waits for a database that is away, less than a person or a platform does."""
AT_ONCE = 100
"""The most turns in one transaction; others in line for the database wait for all of them."""
FORGET_AFTER = 10_000
"""Commits after which nobody need be told any more that a row was removed."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


class PostgresStore:
    """A ``Store`` whose rows are in memory and in PostgreSQL."""

    def __init__(self, link: Link, patience: float = PATIENCE) -> None:
        self._link, self._patience = link, patience
        self._rows = RowStorage()
        self.database = RecordDatabase(storage=lambda: self._rows)
        self._view = PresentView(self._rows)
        self._number = -1
        self._waiting: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._doubted: Batch | None = None
        self._alone = asyncio.Lock()
        self._broken: StoreBroken | None = None
        self._closed = False
        self._behind = False
        self.on_broken: Callable[[], None] = lambda: None
        self.on_elsewhere: Elsewhere = lambda _: None
        self.records = 0
        self._serving: asyncio.Task[None] | None = None

    @property
    def process(self) -> str:
        """What tells this process from others that use the store."""
        return self._link.process

    def hear(self) -> None:
        """Take note that others have committed: what they changed is read soon."""
        self._behind = True
        self._wake.set()

    async def begin(self) -> None:
        """Read everything, and take turns from now on."""
        await self._catch_up()
        await self._link.left()
        self.records = len(self._rows)
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        self._serving = asyncio.create_task(self._serve())

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable; its sends are those that were new.

        What the turn raises travels up once all it may have read is durable. Raises ``StoreAway``
        after some seconds in which the database could not be reached, and ``StoreBroken`` when
        another version of Circuit has taken the database over.
        """
        if self._closed:
            raise RuntimeError("the store is closed")
        if self._broken:
            raise self._broken
        waiting = Waiting(turn, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._wake.set()
        try:
            return await asyncio.wait_for(waiting.ended, self._patience)
        except TimeoutError as problem:
            raise StoreAway("the database does not answer") from problem

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
        """Return once the table holds the present rows only.

        Raises ``OSError`` if the database does not answer. What it keeps besides its tables, such
        as its write-ahead log and its backups, is for whoever runs it to remove.
        """
        try:
            async with self._alone:
                await self._link.forget_removed(self._number)
                await self._link.emptied()
        except StoreAway as problem:
            raise OSError(str(problem)) from problem

    async def copy(self, target: Path) -> int:
        """The size of a file that now holds every row, as of this call. Raises ``OSError``."""
        pieces = self._rows.pieces_now()
        await self.run(lambda _: Outcome())
        return await asyncio.to_thread(write_snapshot, Disk(), pieces, target)

    async def close(self) -> None:
        """Take no more turns, make durable what was run, and let go of the database."""
        if self._closed:
            return
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while self._waiting and not self._broken:
                    await asyncio.wait([each.ended for each in self._waiting])
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        await self._link.close()

    async def _serve(self) -> None:
        pause = 0.0
        while not self._broken:
            await self._wake.wait()
            self._wake.clear()
            while (self._waiting or self._behind) and not self._broken:
                pause = await self._some(pause)

    async def _some(self, paused: float) -> float:
        """Run some turns; how long was waited because the database was away, 0 if it was not."""
        try:
            async with self._alone:
                await (self._commit_some() if self._waiting else self._look())
            if paused:
                log.warning("the database answers again")
        except StoreAway as problem:
            if not paused:
                log.warning("turns must wait: %s", problem)
            pause = min(max(_FIRST_PAUSE, 2 * paused), _LONGEST_PAUSE)
            await asyncio.sleep(pause)
            self._drop_ended()
            return pause
        except Misconfigured as problem:
            self._break(problem)
        except Exception as problem:  # noqa: BLE001 - whoever waits for a turn hears of it
            self._fail(problem)
        return 0.0

    async def _look(self) -> None:
        """Read what others changed; their turns are not waited for, nor held up."""
        self._behind = False
        try:
            seen = await self._link.seen(self._number)
            if seen.whole or self._doubted is not None:
                await self._catch_up()
                await self._link.left()
            else:
                self._followed(seen)
        except StoreAway:
            self._behind = True
            raise

    async def _commit_some(self) -> None:
        """Run the turns that wait, in their order, and tell their ends once they are durable."""
        number = (await self._catch_up()).number
        batch = self._doubted = Batch(self._rows, number + 1)
        for waiting in [each for each in self._waiting if not each.ended.done()][:AT_ONCE]:
            batch.run(waiting)
            await asyncio.sleep(0)
        saved = batch.saved()
        if not saved:
            await self._link.left()
            return self._told(batch, number)
        await self._link.commit(batch.number, saved)
        self._told(batch, batch.number)
        if batch.number % FORGET_AFTER == 0:
            await self._link.forget_removed(batch.number - FORGET_AFTER)
        return None

    async def _decide_doubted(self) -> None:
        """Find out what became of a batch that was not seen to its end; take it back if lost."""
        if self._doubted is None:
            return
        if await self._link.last_commit() == self._doubted.number:
            self._told(self._doubted, self._doubted.number)
        else:
            self._doubted.take_back()
            self._doubted = None

    async def _catch_up(self) -> Begun:
        begun = await self._link.begun(self._number)
        await self._decide_doubted()
        if begun.whole or self._number < 0:
            self._rows.clear()
        self._followed(begun)
        return begun

    def _followed(self, begun: Begun) -> None:
        for row in begun.rows:
            self._follow(row)
        self._number = begun.number
        if begun.rows:
            self.on_elsewhere([(kind, key) for kind, _, key, _, _ in begun.rows])

    def _follow(self, row: DatabaseRow) -> None:
        kind, doc_id, key, version, text = row
        rows = self._rows.named(kind)
        rows.reserve(doc_id)
        if text is None:
            rows.drop(doc_id, key)
        else:
            rows.restore(doc_id, key, orjson.loads(text), version)

    def _told(self, batch: Batch, number: int) -> None:
        self._number, self._doubted = number, None
        batch.tell()
        self._drop_ended()

    def _drop_ended(self) -> None:
        self._waiting = deque(each for each in self._waiting if not each.ended.done())

    def _break(self, problem: Misconfigured) -> None:
        """Another version has written what this one cannot read: nothing more is taken."""
        log.critical("the store takes nothing any more: %s", problem)
        self._broken = StoreBroken(str(problem))
        self._fail(self._broken)
        self.on_broken()

    def _fail(self, problem: Exception) -> None:
        if self._doubted is not None:
            self._doubted.take_back()
            self._doubted = None
        for waiting in self._waiting:
            if not waiting.ended.done():
                waiting.ended.set_exception(problem)
        self._waiting.clear()
