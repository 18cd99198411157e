"""Who takes part: our store, and SQLite with group commit."""

import asyncio
import sqlite3
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Protocol

import orjson

from bench.registration import IN_A_TURN, NUMBERS, Registration, registration
from bot.model.outcome import Outcome
from storage import JournalStore

SCHEMA = """
pragma journal_mode=wal; pragma synchronous=full;
create table r(id integer primary key, email text unique, session text, status text, at real, doc);
"""
INDEXES = "create index a on r(session); create index b on r(status); create index c on r(at)"
INSERT = "insert into r(email, session, status, at, doc) values(?, ?, ?, ?, ?)"


class Contender(Protocol):
    """What is measured."""

    def one(self) -> Awaitable[object]:
        """One more registration, durable."""

    async def forget(self, first: int) -> None:
        """Remove those made since this number, so that every round begins with as many."""


class Ours:
    """The store of the bot."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store

    def one(self) -> Awaitable[object]:
        """One more registration, durable."""
        return self._store.run(Outcome(saves=(registration(next(NUMBERS)),)).regardless)

    async def forget(self, first: int) -> None:
        """Remove those made since this number."""
        last = next(NUMBERS)
        for start in range(first, last, IN_A_TURN):
            numbers = range(start, min(start + IN_A_TURN, last))
            await self._store.run(Outcome(removes=tuple(map(registration, numbers))).regardless)


def values(record: Registration) -> tuple[Any, ...]:
    """A row for SQL, with the record as JSON."""
    text = orjson.dumps(record).decode()
    return record.email, record.session, record.status, record.registered_at.timestamp(), text


class SqliteGroup:
    """SQLite with group commit: one thread, one transaction for all who wait."""

    def __init__(self, path: Path, indexes: str, records: int) -> None:
        self.database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.database.executescript(SCHEMA + indexes)
        self._records = records
        self._commit([values(registration(number)) for number in range(records)])
        self._waiting: list[tuple[tuple[Any, ...], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    def one(self) -> Awaitable[object]:
        """One more registration, done when its transaction is."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((values(registration(next(NUMBERS))), done))
        if self._task is None:
            self._task = asyncio.create_task(self._flush())
        return done

    async def forget(self, _first: int) -> None:
        """Remove what came after the first records."""
        self.database.execute("delete from r where id > ?", (self._records,))

    def _commit(self, rows: list[tuple[Any, ...]]) -> None:
        self.database.execute("begin")
        self.database.executemany(INSERT, rows)
        self.database.execute("commit")

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await asyncio.to_thread(self._commit, [row for row, _ in batch])
            for _, done in batch:
                done.set_result(None)
        self._task = None
