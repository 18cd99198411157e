"""The tables of a store in PostgreSQL, and whose they are."""

from psycopg import AsyncConnection, sql

from bot.errors import Misconfigured
from storage.postgres.address import Address

FORMAT = 1
OLDEST = 140000
"""What PostgreSQL 14 calls itself: sessions that say nothing are ended from there on."""
MOVED = "moved: "
_TABLES = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE IF NOT EXISTS {schema}.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    installation text NOT NULL,
    format int NOT NULL,
    number bigint NOT NULL DEFAULT 0,
    floor bigint NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS {schema}.records (
    kind text NOT NULL,
    id bigint NOT NULL,
    key text NOT NULL,
    version int NOT NULL,
    row json,
    changed bigint NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE IF NOT EXISTS {schema}.processes (
    process text PRIMARY KEY,
    number bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS {schema}.ledgers (
    mailing text PRIMARY KEY,
    opened int NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS {schema}.ledger_lines (
    mailing text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    mark text NOT NULL,
    ended text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (mailing, number)
);
CREATE INDEX IF NOT EXISTS records_changed ON {schema}.records (changed);
"""


async def prepare(
    connection: AsyncConnection[tuple[object, ...]], address: Address, installation: str
) -> None:
    """Make the tables if there are none yet; an installation keeps those it made.

    Raises ``Misconfigured`` if they belong to another installation, or to a newer Circuit, or if
    the server is too old.
    """
    if connection.info.server_version < OLDEST:
        oldest, present = OLDEST // 10_000, connection.info.server_version // 10_000
        raise Misconfigured(f"Circuit needs PostgreSQL {oldest} or newer; this is {present}.")
    schema = sql.Identifier(address.schema)
    async with connection.transaction():
        # Two processes that begin at once would both find nothing.
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('circuit', 0))")
        new = await is_missing(connection, address)
        # What was made by an earlier Circuit lacks what has come since.
        await connection.execute(sql.SQL(_TABLES).format(schema=schema))
        if new:
            begun = sql.SQL("INSERT INTO {}.head (installation, format) VALUES (%s, %s)")
            await connection.execute(begun.format(schema), (installation, FORMAT))
        head = sql.SQL("SELECT installation, format FROM {}.head").format(schema)
        found = await (await connection.execute(head)).fetchone()
    owner, written = found or ("", FORMAT)
    _refuse_newer(address, int(str(written)))
    _refuse_other(address, str(owner), installation)


async def is_missing(connection: AsyncConnection[tuple[object, ...]], address: Address) -> bool:
    """Whether nothing was made here yet."""
    cursor = await connection.execute("SELECT to_regclass(%s)", (f"{address.schema}.head",))
    return await cursor.fetchone() == (None,)


def _refuse_newer(address: Address, written: int) -> None:
    if written > FORMAT:
        raise Misconfigured(
            f"The schema “{address.schema}” was made by a newer Circuit. Install the newer version "
            "again."
        )


def _refuse_other(address: Address, owner: str, installation: str) -> None:
    if owner.startswith(MOVED):
        there = owner.removeprefix(MOVED)
        raise Misconfigured(
            f"The records in the schema “{address.schema}” were moved to {there}. Set "
            "CIRCUIT_STORE accordingly; to use the schema again, drop it first."
        )
    if owner != installation:
        raise Misconfigured(
            f"The schema “{address.schema}” of this database holds the records of another "
            f"installation of Circuit ({owner}; this one is {installation}). Give this one a "
            "schema of its own: CIRCUIT_STORE=postgresql://…?schema=another. If it is the same "
            "bot in a new data folder, copy the file “installation” from the old one."
        )
