"""A store moved to PostgreSQL and back, whatever happens on the way."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.model.outcome import Outcome
from storage import StoreAway, open_store
from storage.moving import Folder, Place, Rows, by_id, move
from storage.pieces import Piece
from storage.postgres import Database
from tests.postgres import INSTALLATION, Server

from .records import NOW, Guest, Seat, saving, sending

pytestmark = pytest.mark.slow

AT = "elsewhere"


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; tests open many."""
    yield
    gc.unfreeze()


async def filled(folder: Path, guests: int = 500) -> Rows:
    """What is in a store with guests, seats and a sending, of which some were changed or removed."""
    store = await open_store(folder)
    many = [Guest(str(n), f"É\u0000\u2028{n}", score=n / 7, arrives=NOW) for n in range(guests)]
    await store.run(saving(*many, Seat("A", 1), sending("k")))
    await store.run(saving(Guest("7", "again")))
    await store.run(lambda _: Outcome(removes=tuple(many[20:40])))
    rows = by_id(store.pieces_now())
    await store.close()
    return rows


async def found(place: Place) -> Rows:
    async with place.opened() as store:
        return by_id(store.pieces_now())


def test_every_record_is_moved_there_and_back(tmp_path: Path, postgres: Server) -> None:
    old, new = Folder(tmp_path / "old"), Folder(tmp_path / "new")
    database = Database(postgres.address, INSTALLATION)

    async def run() -> None:
        rows = await filled(tmp_path / "old")
        assert await move(old, database, AT) == (len(rows), str(tmp_path / "old" / "aside-1"))
        assert await found(database) == rows
        assert (await move(database, new, AT))[0] == len(rows)
        assert await found(new) == rows

    asyncio.run(run())


def test_the_old_place_begins_no_second_life(tmp_path: Path, postgres: Server) -> None:
    database = Database(postgres.address, INSTALLATION)

    async def run() -> None:
        await filled(tmp_path / "old")
        await move(Folder(tmp_path / "old"), database, AT)
        with pytest.raises(Misconfigured, match="held a store, but its journals are gone"):
            await open_store(tmp_path / "old")
        await move(database, Folder(tmp_path / "new"), AT)
        with pytest.raises(Misconfigured, match="were moved to elsewhere"):
            await postgres.opened()

    asyncio.run(run())


class Interrupted(Database):
    """A database that is lost when some rows are there."""

    async def fill(self, pieces: Iterator[Piece]) -> None:
        def some() -> Iterator[Piece]:
            yield next(pieces)
            raise StoreAway("the power went")

        await super().fill(some())


class Unchecked(Folder):
    """A folder that the process does not live to put aside."""

    async def retire(self, moved_to: str) -> str:
        raise KeyboardInterrupt


def test_an_interrupted_move_is_begun_again(tmp_path: Path, postgres: Server) -> None:
    old = Folder(tmp_path / "old")
    database = Database(postgres.address, INSTALLATION)

    async def run() -> None:
        rows = await filled(tmp_path / "old")
        with pytest.raises(Misconfigured, match="the power went"):
            await move(old, Interrupted(postgres.address, INSTALLATION), AT)
        assert await database.is_empty()
        with pytest.raises(KeyboardInterrupt):
            await move(Unchecked(tmp_path / "old"), database, AT)
        assert await found(old) == await found(database) == rows
        assert (await move(old, database, AT))[0] == len(rows)

    asyncio.run(run())


def test_a_folder_whose_filling_was_interrupted_is_filled_anew(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, new = Database(postgres.address, INSTALLATION), Folder(tmp_path / "new")

    def lost(*_: object) -> int:
        raise KeyboardInterrupt

    async def run() -> None:
        rows = await filled(tmp_path / "old")
        await move(Folder(tmp_path / "old"), database, AT)
        with monkeypatch.context() as patch:
            patch.setattr("storage.moving.write_snapshot", lost)
            with pytest.raises(KeyboardInterrupt):
                await new.fill(iter(()))
        assert (tmp_path / "new" / "00000002.journal").exists()
        assert (await move(database, new, AT))[0] == len(rows)
        assert await found(new) == rows

    asyncio.run(run())


def test_records_of_others_are_never_mixed_in(tmp_path: Path, postgres: Server) -> None:
    database = Database(postgres.address, INSTALLATION)

    async def run() -> None:
        rows = await filled(tmp_path / "old")
        store = await postgres.opened()
        await store.run(saving(Guest("other"), Guest("more")))
        await store.close()
        with pytest.raises(Misconfigured, match=f"{len(rows)} of {len(rows)} are missing or diff"):
            await move(Folder(tmp_path / "old"), database, AT)
        assert await found(Folder(tmp_path / "old")) == rows

    asyncio.run(run())


def test_nothing_to_move_is_said(tmp_path: Path, postgres: Server) -> None:
    with pytest.raises(Misconfigured, match="no records"):
        asyncio.run(move(Folder(tmp_path / "none"), Database(postgres.address, INSTALLATION), AT))


def test_a_store_in_use_is_not_moved(tmp_path: Path, postgres: Server) -> None:
    async def run() -> None:
        await filled(tmp_path / "old")
        store = await open_store(tmp_path / "old")
        with pytest.raises(Misconfigured, match="already using"):
            await move(Folder(tmp_path / "old"), Database(postgres.address, INSTALLATION), AT)
        await store.close()
        database = await postgres.opened()
        with pytest.raises(Misconfigured, match="already using"):
            await move(Folder(tmp_path / "old"), Database(postgres.address, INSTALLATION), AT)
        await database.close()

    asyncio.run(run())
