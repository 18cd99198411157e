"""Backups of a running store, and their way back."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from storage import open_store
from storage.backup import backup, restore, set_aside

from .records import Guest, saving


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; tests open many."""
    yield
    gc.unfreeze()


async def held(folder: Path) -> set[str]:
    """The keys of the guests that a folder holds."""
    store = await open_store(folder)
    keys = {document["id"] for document in store.database.table("store_test_guests")}
    await store.close()
    return keys


async def backed_up(folder: Path, target: Path) -> int:
    """The size of the backup of a store with 500 guests, made while more come in."""
    store = await open_store(folder)
    await store.run(saving(*(Guest(str(n)) for n in range(500))))
    copying = asyncio.create_task(backup(store, target))
    for n in range(500, 600):
        await store.run(saving(Guest(str(n))))
    size = await copying
    await store.close()
    return size


def test_a_backup_is_the_state_of_one_moment_and_comes_back(tmp_path: Path) -> None:
    size = asyncio.run(backed_up(tmp_path / "store", tmp_path / "backup"))
    assert size == (tmp_path / "backup").stat().st_size
    restored = restore(tmp_path / "backup", tmp_path / "new")
    assert asyncio.run(held(tmp_path / "new")) == {str(n) for n in range(restored)}
    assert 500 <= restored < 600
    assert len(asyncio.run(held(tmp_path / "store"))) == 600


def test_a_backup_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("older")
    asyncio.run(backed_up(tmp_path / "store", tmp_path / "backup"))
    assert restore(tmp_path / "backup", tmp_path / "new") >= 500
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_that_cannot_be_written_leaves_the_older_one_and_the_store(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        store = await open_store(tmp_path / "store")
        with pytest.raises(FileNotFoundError):
            await backup(store, tmp_path / "nowhere" / "backup")
        await store.run(saving(Guest("a")))
        await store.close()

    asyncio.run(run())
    assert asyncio.run(held(tmp_path / "store")) == {"a"}


def test_a_damaged_backup_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    asyncio.run(backed_up(tmp_path / "store", tmp_path / "backup"))
    whole = (tmp_path / "backup").read_bytes()
    for at in range(0, len(whole), 997):
        for bad in (whole[:at], whole[:at] + b"\x00" + whole[at + 1 :]):
            (tmp_path / "bad").write_bytes(bad)
            with pytest.raises(Misconfigured):
                restore(tmp_path / "bad", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be restored"):
        restore(tmp_path / "nothing", tmp_path / "new")
    (tmp_path / "text").write_text("hello\n")
    with pytest.raises(Misconfigured):
        restore(tmp_path / "text", tmp_path / "new")


def test_a_store_is_never_overwritten_but_may_be_set_aside(tmp_path: Path) -> None:
    folder, archive = tmp_path / "store", tmp_path / "backup"
    asyncio.run(backed_up(folder, archive))
    with pytest.raises(Misconfigured, match="already holds a store"):
        restore(archive, folder)
    assert len(asyncio.run(held(folder))) == 600
    asides = []
    for _ in range(2):
        asides.append(set_aside(folder))
        restored = restore(archive, folder)
        assert len(asyncio.run(held(folder))) == restored < 600
    assert asides == [folder / "aside-1", folder / "aside-2"]
    assert len(asyncio.run(held(asides[0]))) == 600


def test_a_store_in_use_is_neither_set_aside_nor_restored(tmp_path: Path) -> None:
    folder, archive = tmp_path / "store", tmp_path / "backup"
    asyncio.run(backed_up(folder, archive))

    async def run() -> None:
        store = await open_store(folder)
        for forbidden in (lambda: set_aside(folder), lambda: restore(archive, folder)):
            with pytest.raises(Misconfigured, match="already using"):
                forbidden()
        await store.close()

    asyncio.run(run())
    assert len(asyncio.run(held(folder))) == 600
