"""The one connection of a store to PostgreSQL, made anew when it is lost.

Commits have one order: each holds the row of ``head`` from before its turns are run until it ends,
and counts it up. Whoever comes next first reads what changed since the number they know.

What holds it up must not be a process that was stopped. PostgreSQL ends the session of one that is
silent (``idle_in_transaction_session_timeout``), but it counts only after a message that asks for
everything at once: not amid a pipeline, nor after one. So a transaction is two simple queries.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple

import psycopg
from psycopg import AsyncClientCursor, AsyncConnection, errors, sql

from storage.postgres.address import Address
from storage.store import StoreAway

LONGEST = 15.0
"""Seconds after which whatever is asked is taken for lost, should the network swallow it."""
_SESSION = """
SET search_path TO {schema};
SET lock_timeout = '3s';
SET statement_timeout = '10s';
SET idle_in_transaction_session_timeout = '3s';
SET tcp_keepalives_idle = 5;
SET tcp_keepalives_interval = 2;
SET tcp_keepalives_count = 3;
SET client_min_messages = warning;
"""
_BEGIN = """
BEGIN;
SELECT number, floor FROM head FOR UPDATE;
SELECT kind, id, key, version, row::text FROM records WHERE changed > {known} ORDER BY changed, id
"""
"""Whoever waits for another to commit sees what was committed: each statement looks anew."""
_ALL = "SELECT kind, id, key, version, row::text FROM records ORDER BY kind, id"
_SEEN = """
SELECT number, floor, kind, id, key, version, row::text
FROM head LEFT JOIN records ON changed > %s ORDER BY changed, id
"""
_COMMIT = """
INSERT INTO records (kind, id, key, version, row, changed)
SELECT kind, id, key, version, row::json, %(number)s
FROM unnest(
    %(kind)s::text[], %(id)s::bigint[], %(key)s::text[], %(version)s::int[], %(row)s::text[]
) AS given (kind, id, key, version, row)
ON CONFLICT (kind, id) DO UPDATE SET
    key = excluded.key, version = excluded.version, row = excluded.row, changed = excluded.changed;
UPDATE head SET number = %(number)s;
INSERT INTO processes (process, number) VALUES (%(process)s, %(number)s)
ON CONFLICT (process) DO UPDATE SET number = excluded.number;
SELECT pg_notify(%(channel)s, %(process)s);
COMMIT
"""
_NEVER = 2**62
_HOLD = {
    True: "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
    False: "SELECT pg_advisory_lock_shared(hashtextextended(%s, 0))",
}
"""Alone, or with others that hold it in the same way."""
_END_FORMER = """
SELECT pg_terminate_backend(pid, 2000) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND pid = %s
"""
_LAST = "SELECT coalesce(max(number), 0) FROM processes WHERE process = %s"
_LONG_GONE = "DELETE FROM processes WHERE number < %s - 1000000"
AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.ReadOnlySqlTransaction,
    errors.IdleInTransactionSessionTimeout,
    OSError,
    TimeoutError,
)

Saved = Mapping[tuple[str, int], tuple[str, int, bytes | None]]
"""By table and id: the key, the version and the row, None where it was removed."""
DatabaseRow = tuple[str, int, str, int, str | None]


class Begun(NamedTuple):
    """A transaction that nobody can overtake.

    ``rows`` are those that changed since ``known``; all there are if ``whole``.
    """

    number: int
    rows: Sequence[DatabaseRow] = ()
    whole: bool = False


class StoreInUse(StoreAway):
    """Another process has the store to itself."""


class Link:
    """The connection; a lost one is noticed by whoever uses it next, who hears ``StoreAway``.

    ``alone`` keeps every other process out for as long as this one is connected; else those that
    are not alone may be there as well.
    """

    def __init__(self, address: Address, *, alone: bool) -> None:
        self._address, self._alone = address, alone
        self._connection: AsyncConnection[Any] | None = None
        self._former, self.process = 0, secrets.token_hex(8)

    async def connected(self) -> AsyncConnection[Any]:
        """The connection, made now if there is none. Raises ``StoreAway``, or of psycopg."""
        if self._connection is None or self._connection.closed:
            async with _noticed():
                self._connection = await self._connect()
        return self._connection

    async def begun(self, known: int) -> Begun:
        """A transaction, once those of other processes have ended."""
        connection = await self.connected()
        after = known if known >= 0 else _NEVER
        async with self._kept():
            begin = sql.SQL(_BEGIN).format(known=sql.Literal(after))
            cursor = await connection.execute(begin, prepare=False)
            cursor.nextset()
            number, floor = await _one(cursor)
            cursor.nextset()
            whole = known < floor
            if whole:
                cursor = await connection.execute(_ALL)
            return Begun(number, await cursor.fetchall(), whole)

    async def seen(self, known: int) -> Begun:
        """What changed since then, without a transaction: nobody is waited for or held up."""
        connection = await self.connected()
        async with self._kept():
            cursor = await connection.execute(_SEEN, (known,))
            rows = await cursor.fetchall()
        number, floor = rows[0][:2]
        if known < floor:
            return Begun(number, whole=True)
        return Begun(number, [row[2:] for row in rows if row[2] is not None])

    async def commit(self, number: int, saved: Saved) -> None:
        """Make this durable as the commit with this number.

        Whoever hears ``StoreAway`` does not know whether it is: ``last_commit`` tells. The ids of
        PostgreSQL's own transactions do not, as they may come again after a crash.
        """
        told = {"number": number, "process": self.process, "channel": channel(self._address)}
        connection = await self.connected()
        async with self._kept():
            await AsyncClientCursor(connection).execute(_COMMIT, told | _columns(saved))

    async def left(self) -> None:
        """End a transaction that changed nothing."""
        connection = await self.connected()
        async with self._kept():
            await connection.execute("ROLLBACK")

    async def last_commit(self) -> int:
        """The number of our own last commit; asked for where nobody can commit, 0 if none is."""
        connection = await self.connected()
        async with self._kept():
            cursor = await connection.execute(_LAST, (self.process,))
            return int((await _one(cursor))[0])

    async def forget_removed(self, number: int) -> None:
        """Remove what is kept of removed rows, and have those who do not know of it read all."""
        connection = await self.connected()
        async with self._kept(), connection.transaction():
            await connection.execute("SELECT 1 FROM head FOR UPDATE")
            await connection.execute(
                "DELETE FROM records WHERE row IS NULL AND changed <= %s", (number,)
            )
            await connection.execute(_LONG_GONE, (number,))
            await connection.execute("UPDATE head SET floor = greatest(floor, %s)", (number,))

    async def emptied(self) -> None:
        """Return once the files of the table have no row any more that was removed or replaced."""
        connection = await self.connected()
        async with self._kept():
            await connection.execute("SET statement_timeout = 0")
            await connection.execute("VACUUM (FULL) records")
            await connection.execute("SET statement_timeout = '10s'")

    async def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            with suppress(Exception):
                await self._connection.close()

    @asynccontextmanager
    async def _kept(self) -> AsyncIterator[None]:
        """Whatever goes wrong, the connection is not used again: its state is not known."""
        try:
            async with _noticed():
                yield
        except BaseException:
            await self.close()
            raise

    async def _connect(self) -> AsyncConnection[Any]:
        connection = await AsyncConnection.connect(
            self._address.database, autocommit=True, connect_timeout=5, application_name="circuit"
        )
        try:
            schema = sql.Identifier(self._address.schema)
            await connection.execute(sql.SQL(_SESSION).format(schema=schema))
            await self._hold(connection)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _hold(self, connection: AsyncConnection[Any]) -> None:
        """Keep out whom we cannot be with; a lost connection of ours is ended, not waited for.

        Of a process that has just ended, the server may still have to notice that: a moment, which
        is the session's ``lock_timeout``.
        """
        await connection.execute(_END_FORMER, (self._former,))
        try:
            await connection.execute(_HOLD[self._alone], (f"circuit/{self._address.schema}",))
        except errors.LockNotAvailable as problem:
            raise StoreInUse("another Circuit is using this store") from problem
        self._former = connection.info.backend_pid


def channel(address: Address) -> str:
    """Where processes tell one another of commits; a name that is a schema's is short enough."""
    return f"circuit_{address.schema}"[:63]


@asynccontextmanager
async def _noticed() -> AsyncIterator[None]:
    """Whatever may pass by itself is told as ``StoreAway``."""
    try:
        async with asyncio.timeout(LONGEST):
            yield
    except AWAY as problem:
        raise StoreAway(f"the database does not answer: {type(problem).__name__}") from problem


def _columns(saved: Saved) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"kind": [], "id": [], "key": [], "version": [], "row": []}
    for (kind, doc_id), (key, version, text) in saved.items():
        row = None if text is None else text.decode()
        values = (kind, doc_id, key, version, row)
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    return columns


async def _one(cursor: psycopg.AsyncCursor[Any]) -> tuple[Any, ...]:
    row = await cursor.fetchone()
    assert row is not None
    return tuple(row)
