"""One process among those that share a store: it hears of their commits, and leads if it may.

Both go over one connection that is used for nothing else. It shows a sign of life each second.
Whoever shows none, be it killed, stopped or cut off, is let go of by the server after some seconds
(``idle_session_timeout``, PostgreSQL 14), and with the connection goes the lead. Whoever does not
hear from the server gives the lead up before that.

Workers, which do nothing but lead, go before bots: while one of them is there, no bot leads.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql

from storage.postgres.address import Address
from storage.postgres.link import channel

log = logging.getLogger(__name__)
BEAT = 1.0
"""Seconds between two signs of life."""
SILENCE = 2.0
"""Seconds after which a server that says nothing is taken for lost."""
SOON = 0.5
"""Seconds within which an answer must be there to set a clock by."""
GATHERED_FOR = 0.02
"""Seconds in which commits of others are gathered before they are read."""
_SESSION = """
SET idle_session_timeout = '5s';
SET tcp_keepalives_idle = 2;
SET tcp_keepalives_interval = 1;
SET tcp_keepalives_count = 3;
"""
KEPT = 4.0
"""Seconds after a sign of life for which the server surely leaves us the lead."""
_BEAT = """
SELECT clock_timestamp(),
    coalesce(bool_or(lock = hashtextextended(%s, 0)), false),
    coalesce(bool_or(lock = hashtextextended(%s, 0)), false)
FROM (
    SELECT classid::bigint << 32 | objid::bigint AS lock FROM pg_locks
    WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS held
"""
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_BE_A_WORKER = "SELECT pg_advisory_lock_shared(hashtextextended(%s, 0))"
_GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


class Presence:
    """Hears of commits of others, of the database's clock, and leads if nobody else does."""

    def __init__(self, address: Address, process: str, *, worker: bool = False) -> None:
        """``process`` is whose commits are not news."""
        self._address, self._process, self._worker = address, process, worker
        self.on_commit: Callable[[], None] = lambda: None
        self.on_clock: Callable[[datetime], None] = lambda _: None
        self._wants, self._holds, self._returns = False, False, False
        self._leads, self._lost = asyncio.Event(), asyncio.Event()
        self._asked = self._led = asyncio.get_running_loop().time()
        self._gathering: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Be present for ever; a connection that is lost is made anew."""
        while True:
            try:
                async with self._connected() as connection:
                    await self._attend(connection)
            except (psycopg.Error, OSError, TimeoutError) as problem:
                log.warning("other processes are not heard: %s", type(problem).__name__)
            finally:
                self._step_down()
            await asyncio.sleep(BEAT)

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[asyncio.Event]:
        """Entered once nobody else leads; the event says that this process should no longer."""
        self._wants = True
        try:
            await self._leads.wait()
            yield self._lost
        finally:
            self._wants = False
            self._leads.clear()
            self._returns = self._holds

    def surely(self) -> bool:
        """Whether nobody else can have begun to lead: false in a process that was held up."""
        return self._holds and asyncio.get_running_loop().time() - self._asked < KEPT

    def leaderless(self) -> timedelta:
        """How long this process has known of nobody who leads."""
        return timedelta(seconds=asyncio.get_running_loop().time() - self._led)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection[Any]]:
        async with asyncio.timeout(2 * SILENCE):
            connection = await AsyncConnection.connect(
                self._address.database, autocommit=True, application_name="circuit, present"
            )
        try:
            yield connection
        finally:
            await connection.close()

    async def _attend(self, connection: AsyncConnection[Any]) -> None:
        async with asyncio.timeout(SILENCE):
            await connection.execute(_SESSION)
            name = sql.Identifier(channel(self._address))
            await connection.execute(sql.SQL("LISTEN {}").format(name))
            if self._worker:
                await connection.execute(_BE_A_WORKER, (self._lock("work"),))
        self.on_commit()
        while True:
            async with asyncio.timeout(SILENCE):
                await self._beat(connection)
            await self._listen(connection)

    async def _listen(self, connection: AsyncConnection[Any]) -> None:
        """Hear commits until it is time for the next sign of life."""
        async for told in connection.notifies(timeout=BEAT):
            if told.payload != self._process and self._gathering is None:
                loop = asyncio.get_running_loop()
                self._gathering = loop.call_later(GATHERED_FOR, self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        self.on_commit()

    async def _beat(self, connection: AsyncConnection[Any]) -> None:
        loop = asyncio.get_running_loop()
        asked = loop.time()
        there, led, worked = await _row(connection, _BEAT, self._lock("lead"), self._lock("work"))
        self._asked = asked
        if led:
            self._led = asked
        if loop.time() - asked < SOON:
            self.on_clock(there)
        await self._take_or_leave(connection, yields=worked and not self._worker)

    async def _take_or_leave(self, connection: AsyncConnection[Any], *, yields: bool) -> None:
        """Begin to lead, or end it; what is under way ends first, where a worker has come."""
        lead = self._lock("lead")
        if self._returns:
            self._step_down()
            await _row(connection, _GIVE_BACK, lead)
        elif self._holds and yields:
            self._lost.set()
        elif (
            self._wants and not (self._holds or yields) and (await _row(connection, _TAKE, lead))[0]
        ):
            log.info("this process leads")
            self._holds = True
            self._lost = asyncio.Event()
            self._leads.set()

    def _lock(self, what: str) -> str:
        return f"circuit/{self._address.schema}/{what}"

    def _step_down(self) -> None:
        if self._holds:
            log.info("this process does not lead any more")
        self._holds = self._returns = False
        self._leads.clear()
        self._lost.set()


async def _row(
    connection: AsyncConnection[Any], statement: str, *arguments: str
) -> tuple[Any, ...]:
    cursor = await connection.execute(statement.encode(), arguments)
    row = await cursor.fetchone()
    assert row is not None
    return tuple(row)
