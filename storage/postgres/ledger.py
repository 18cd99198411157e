"""Ledgers in PostgreSQL: whoever carries a mailing on finds it, on whatever machine.

A ledger has one writer, the last that opened it: what a former one still notes is refused, so that
no letter of its leaves any more. Whoever joins one notes beside others, and reads what they did.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, sql

from storage.ledger import GATHERED_FOR, UNCERTAIN, Entry, LedgerTaken, Note, keep, read, tell
from storage.postgres.address import Address
from storage.postgres.link import AWAY
from storage.store import StoreAway

log = logging.getLogger(__name__)
GOODBYE = 5.0
"""Seconds in which a database that is away may still come back when a ledger is closed."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_KEPT_ALIVE: Mapping[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_OPEN = """
INSERT INTO ledgers (mailing) VALUES (%s)
ON CONFLICT (mailing) DO UPDATE SET opened = ledgers.opened + 1 RETURNING opened
"""
_JOIN = "INSERT INTO ledgers (mailing) VALUES (%s) ON CONFLICT DO NOTHING"
_OPENED = "SELECT opened FROM ledgers WHERE mailing = %s FOR UPDATE"
_LINES = """
SELECT number, mark, ended, why FROM ledger_lines WHERE mailing = %s AND number > %s ORDER BY number
"""
_WRITE = """
INSERT INTO ledger_lines (mailing, mark, ended, why)
SELECT %s, mark, ended, why FROM unnest(%s::text[], %s::text[], %s::text[])
    WITH ORDINALITY AS given (mark, ended, why, place) ORDER BY place
"""


class PostgresLedgers:
    """Ledgers in the tables of one schema; ``StoreAway`` if the database does not answer."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def open(self, mailing: str) -> "PostgresLedger":
        """The ledger of a mailing, to be written by nobody else from now on. Blocking."""
        with self._asked() as connection:
            (opened,) = _one(connection, _OPEN, mailing)
            return PostgresLedger(self._address, mailing, opened, fresh=opened == 1)

    def join(self, mailing: str) -> "PostgresLedger":
        """The ledger of a mailing, to be written beside others. Blocking."""
        with self._asked() as connection:
            made = connection.execute(_JOIN, (mailing,)).rowcount
            return PostgresLedger(self._address, mailing, None, fresh=bool(made))

    def notes(self, mailing: str) -> Mapping[str, Note]:
        """What the ledger of a mailing says now. Blocking."""
        notes: dict[str, Note] = {}
        with self._asked() as connection:
            for _, mark, ended, why in connection.execute(_LINES, (mailing, 0)):
                keep(notes, (mark, ended, why))
        return notes

    def forget(self, mailing: str) -> None:
        """Have no line left of a mailing that is over. Blocking.

        That it was there stays, so that no folder from before brings its lines back.
        """
        with self._asked() as connection:
            connection.execute("DELETE FROM ledger_lines WHERE mailing = %s", (mailing,))

    def take_in(self, folder: Path) -> None:
        """Have here what ledgers in a folder say, unless it is already. Blocking.

        They were written before the records were here.
        """
        for file in sorted(folder.glob("*.ledger")):
            with self._asked() as connection, connection.transaction():
                if connection.execute(_JOIN, (file.stem,)).rowcount:
                    _write(connection, file.stem, _entries(read(file)))

    @contextmanager
    def _asked(self) -> Iterator[Connection[Any]]:
        try:
            with connected(self._address) as connection:
                yield connection
        except AWAY as problem:
            raise StoreAway(f"the database does not answer: {type(problem).__name__}") from problem


class PostgresLedger:
    """One ledger; lines of several writers share a transaction."""

    def __init__(self, address: Address, mailing: str, opened: int | None, *, fresh: bool) -> None:
        """``opened`` says how often it was, by us at last; None for whoever joins. Blocking."""
        self._address, self._mailing, self._opened = address, mailing, opened
        self.notes: dict[str, Note] = {}
        self.fresh, self._seen = fresh, 0
        self._connection: Connection[Any] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._unkept: list[Entry] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._follow(self._transacted(()))

    async def note(self, *entries: Entry) -> None:
        """Return once these ``(mark, end, why)`` are kept, and all that was jotted before.

        A database that is away is waited for. Raises ``LedgerTaken`` if somebody else has opened
        the ledger since.
        """
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        for entry in entries:
            self.jot(entry)
        self._begin_to_flush()
        await waiter

    def jot(self, entry: Entry) -> None:
        """Have this kept soon, or together with what is noted next."""
        self._unkept.append(entry)
        keep(self.notes, entry)
        self._begin_to_flush()

    async def close(self) -> None:
        """Let go of it; everything noted and jotted is kept, unless the database is away."""
        with suppress(TimeoutError, LedgerTaken):
            async with asyncio.timeout(GOODBYE):
                await self.note()
        if self._flushing is not None:
            self._flushing.cancel()
            await asyncio.gather(self._flushing, return_exceptions=True)
        self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=False)

    def _begin_to_flush(self) -> None:
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self._waiting or self._unkept:
            await asyncio.sleep(GATHERED_FOR)
            waiting, self._waiting = self._waiting, []
            entries, self._unkept = self._unkept, []
            try:
                self._follow(await self._kept(entries))
            except Exception as problem:  # noqa: BLE001 - whoever waits hears of it
                tell(waiting, problem)
            else:
                tell(waiting, None)
        self._flushing = None

    async def _kept(self, entries: Sequence[Entry]) -> Sequence[Any]:
        """What others noted, once these are kept; written twice they say the same."""
        loop, pause = asyncio.get_running_loop(), 0.0
        while True:
            try:
                return await loop.run_in_executor(self._thread, self._transacted, entries)
            except AWAY as problem:
                if not pause:
                    log.warning("a ledger must wait: %s", type(problem).__name__)
                pause = min(max(_FIRST_PAUSE, 2 * pause), _LONGEST_PAUSE)
                await asyncio.sleep(pause)

    def _transacted(self, entries: Sequence[Entry]) -> Sequence[Any]:
        """The lines we did not know, once these are written; on the thread of this ledger."""
        try:
            if self._connection is None:
                self._connection = connected(self._address)
            with self._connection.transaction():
                return self._written(self._connection, entries)
        except AWAY:
            self._disconnect()
            raise

    def _written(self, connection: Connection[Any], entries: Sequence[Entry]) -> Sequence[Any]:
        (opened,) = _one(connection, _OPENED, self._mailing)
        if self._opened not in (None, opened):
            raise LedgerTaken(self._mailing)
        if entries:
            _write(connection, self._mailing, entries)
        if entries and self._opened is not None:
            return ()
        lines = connection.execute(_LINES, (self._mailing, self._seen))
        return lines.fetchall()

    def _follow(self, lines: Sequence[Any]) -> None:
        for number, mark, ended, why in lines:
            self._seen = number
            keep(self.notes, (mark, ended, why))

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error, OSError):
                self._connection.close()
        self._connection = None


def connected(address: Address) -> Connection[Any]:
    """A connection of its own to the schema. Blocking."""
    connection = Connection.connect(
        address.database, autocommit=True, application_name="circuit, ledger", **_KEPT_ALIVE
    )
    schema = sql.Identifier(address.schema)
    connection.execute(sql.SQL("SET search_path TO {}").format(schema))
    connection.execute("SET statement_timeout = '10s'")
    return connection


def _write(connection: Connection[Any], mailing: str, entries: Sequence[Entry]) -> None:
    marks, ended, why = zip(*entries, strict=True) if entries else ((), (), ())
    connection.execute(
        _WRITE, (mailing, list(marks), list(ended), [_sayable(each) for each in why])
    )


def _sayable(why: str) -> str:
    """What another side answered, without what PostgreSQL cannot keep."""
    return why.encode("utf-8", "replace").decode().replace("\0", "")


def _entries(notes: Mapping[str, Note]) -> Sequence[Entry]:
    """Lines that say what the notes say."""
    entries = list[Entry]()
    for mark, note in notes.items():
        if note.uncertain:
            entries.append((mark, UNCERTAIN, note.why))
        entries.append((mark, note.end, note.why))
    return entries


def _one(connection: Connection[Any], statement: LiteralString, mailing: str) -> tuple[int]:
    row = connection.execute(statement, (mailing,)).fetchone()
    assert row is not None
    return (int(row[0]),)
