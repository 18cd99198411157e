"""A schema of a database as a place that a store is moved to or from."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection

from storage.pieces import Piece
from storage.postgres.address import Address
from storage.postgres.link import Link
from storage.postgres.opening import open_postgres, unusable
from storage.postgres.schema import MOVED, is_missing, prepare
from storage.store import KeptStore, StoreAway

_COPY = "COPY records (kind, id, key, version, row, changed) FROM STDIN"


class Database:
    """A store in PostgreSQL."""

    def __init__(self, address: Address, installation: str) -> None:
        self._address, self._installation = address, installation

    @property
    def name(self) -> str:
        """What it is called, without the database's address."""
        return f"PostgreSQL, schema “{self._address.schema}”"

    async def look(self) -> None:
        """Return if a bot could begin here. Raises ``Misconfigured``, in words; makes nothing."""
        link = Link(self._address, alone=True)
        try:
            connection = await link.connected()
            if not await is_missing(connection, self._address):
                await prepare(connection, self._address, self._installation)
        except (StoreAway, psycopg.Error) as problem:
            raise unusable(self._address, problem) from problem
        finally:
            await link.close()

    async def is_empty(self) -> bool:
        """Whether no records are here."""
        async with self._connected() as connection:
            cursor = await connection.execute("SELECT NOT EXISTS (SELECT 1 FROM records)")
            return await cursor.fetchone() == (True,)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[KeptStore]:
        """The store that is here, held alone."""
        store = await open_postgres(self._address, self._installation)
        try:
            yield store
        finally:
            await store.close()

    async def fill(self, pieces: Iterator[Piece]) -> None:
        """Keep these rows here, in one transaction."""
        async with self._connected() as connection, connection.transaction():
            await connection.execute("SET LOCAL statement_timeout = 0")
            await connection.execute("UPDATE head SET number = number + 1, floor = number + 1")
            async with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
                for piece in pieces:
                    for doc_id, key, text in zip(piece.ids, piece.keys, piece.texts, strict=True):
                        row = (piece.table, doc_id, key, piece.version, text.decode(), 1)
                        await copy.write_row(row)

    async def retire(self, moved_to: str) -> str:
        """Give the schema to nobody."""
        async with self._connected() as connection:
            await connection.execute("UPDATE head SET installation = %s", (f"{MOVED}{moved_to}",))
        return f"the schema “{self._address.schema}”"

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection[tuple[object, ...]]]:
        """A connection that holds the store alone. Raises ``Misconfigured``, in words."""
        link = Link(self._address, alone=True)
        try:
            connection = await link.connected()
            await prepare(connection, self._address, self._installation)
            yield connection
        except (StoreAway, psycopg.Error) as problem:
            raise unusable(self._address, problem) from problem
        finally:
            await link.close()
