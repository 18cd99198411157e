"""Where the records are kept: in the data folder, or in PostgreSQL."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.clock import agree
from bot.errors import Misconfigured
from bot.settings import Settings
from storage import FileLedgers, KeptStore, Ledgers, Store, open_store
from storage.lock import FolderLock
from storage.segments import find

if TYPE_CHECKING:
    from storage.postgres import Database

MISSING = (
    "CIRCUIT_STORE names a PostgreSQL, but what speaks to it is not installed: "
    "pip install 'circuit[postgres]'."
)


class Lead(Protocol):
    """The way to what one process does for all that share a store."""

    def leading(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """Entered once this process leads; the event is set when it should not any more."""

    def surely(self) -> bool:
        """Whether nobody else can have begun to lead."""

    def leaderless(self) -> timedelta:
        """How long nobody is known who leads."""


class Alone:
    """The lead of a process that has its store to itself."""

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[asyncio.Event]:
        """Entered at once, for good."""
        yield asyncio.Event()

    def surely(self) -> bool:
        """Nobody else is there."""
        return True

    def leaderless(self) -> timedelta:
        """This process leads."""
        return timedelta()


@asynccontextmanager
async def kept(chosen: Settings, broken: Callable[[], None]) -> AsyncIterator[KeptStore]:
    """The store of these settings; closed when it is left.

    In a folder it is this process's alone; in PostgreSQL others of the same installation may use
    it as well, except in local mode. ``broken`` is called if it can take nothing any more. Raises
    ``Misconfigured``, in words.
    """
    opening = _in_database if chosen.store else _in_folder
    async with opening(chosen, broken) as store:
        yield store


@asynccontextmanager
async def _in_folder(chosen: Settings, broken: Callable[[], None]) -> AsyncIterator[KeptStore]:
    store = await open_store(chosen.data, on_broken=lambda _: broken())
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _in_database(chosen: Settings, broken: Callable[[], None]) -> AsyncIterator[KeptStore]:
    """The data folder is held as well: ledgers and files are still in it."""
    try:
        from storage.postgres import Address, open_postgres
    except ImportError as problem:
        raise Misconfigured(MISSING) from problem
    lock = _held(chosen.data)
    address, ours = Address.read(chosen.store), installation(chosen.data)
    try:
        store = await open_postgres(address, ours, alone=chosen.local)
        store.on_broken = broken
        try:
            _refuse_unmoved(chosen.data, store)
            yield store
        finally:
            await store.close()
    finally:
        lock.release()


def ledgers(chosen: Settings) -> Ledgers:
    """The ledgers of mailings: beside the records, where several processes may have them."""
    folder = chosen.data / "mailings"
    if not chosen.store:
        return FileLedgers(folder)
    from storage.postgres import Address, PostgresLedgers

    inside = PostgresLedgers(Address.read(chosen.store))
    inside.take_in(folder)
    return inside


@asynccontextmanager
async def present(chosen: Settings, store: Store, *, worker: bool = False) -> AsyncIterator[Lead]:
    """While this lasts, what other processes do in the store is heard, if it may have others.

    Gives the way to the lead, which is this process's where it is alone. A worker goes before
    those that are none.
    """
    if not chosen.store:
        yield Alone()
        return
    from storage.postgres import Address, PostgresStore, Presence

    assert isinstance(store, PostgresStore)
    presence = Presence(Address.read(chosen.store), store.process, worker=worker)
    presence.on_commit = store.hear
    if not chosen.local:
        presence.on_clock = agree
    there = asyncio.create_task(presence.run())
    try:
        yield presence
    finally:
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)


def database(chosen: Settings, address: str) -> "Database":
    """The schema at an address, as a place to move records to or from."""
    try:
        from storage.postgres import Address, Database
    except ImportError as problem:
        raise Misconfigured(MISSING) from problem
    try:
        return Database(Address.read(address), installation(chosen.data))
    except ValueError as problem:
        raise Misconfigured(
            "A database is named by an address such as "
            "postgresql://circuit@db.example.org/circuit?schema=name."
        ) from problem


def installation(data: Path) -> str:
    """What tells this installation from others; kept in the data folder, made if it is new."""
    file = data / "installation"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(f"{secrets.token_hex(8)}\n")
        return file.read_text().strip()
    except OSError as problem:
        raise _unusable(data, problem) from problem


def _held(data: Path) -> FolderLock:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderLock(data)
    except OSError as problem:
        raise _unusable(data, problem) from problem


def _unusable(data: Path, problem: OSError) -> Misconfigured:
    return Misconfigured(
        f"The data folder {data} cannot be used: {problem}. Circuit must be able to read and "
        "write it, and needs free space."
    )


def _refuse_unmoved(data: Path, store: KeptStore) -> None:
    found = find(data)
    if store.records == 0 and (found.journals or found.snapshots):
        raise Misconfigured(
            f"CIRCUIT_STORE names a database that is empty, but {data} holds records. Move them: "
            f"circuit move-store {data} ADDRESS. To begin with nothing, set CIRCUIT_DATA to "
            "another folder."
        )
