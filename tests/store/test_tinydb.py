"""The store's data as an ordinary TinyDB database, for reading."""

import asyncio
from collections.abc import Callable
from io import UnsupportedOperation
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from storage import JournalStore, open_store

from .records import Guest, Seat, saving

GUESTS = "store_test_guests"


def with_guests(folder: Path, read: Callable[[JournalStore], Any]) -> Any:
    """What ``read`` makes of a store with two guests and a seat."""

    async def run() -> Any:
        store = await open_store(folder)
        records = (Guest("a", "Ana", seats=2), Guest("b", "Ben"), Seat("A", 1))
        await store.run(saving(*records))
        try:
            return read(store)
        finally:
            await store.close()

    return asyncio.run(run())


def test_documents_are_read_as_tinydb_reads_them(tmp_path: Path) -> None:
    def read(store: JournalStore) -> list[Any]:
        table = store.database.table(GUESTS)
        return [
            store.database.tables(),
            len(table),
            [document.doc_id for document in table],
            table.search(where("name") == "Ben"),
            table.get(where("seats") == 2),
            table.get(doc_id=2),
            table.get(doc_id=9),
            table.count(where("seats") > 0),
            table.contains(doc_id=1),
        ]

    ana = {"id": "a", "name": "Ana", "mood": "calm", "seats": 2}
    ben = {"id": "b", "name": "Ben", "mood": "calm", "seats": 1}
    expected = [{GUESTS, "store_test_seats"}, 2, [1, 2], [ben], ana, ben, None, 2, True]
    assert with_guests(tmp_path, read) == expected


def test_a_search_sees_what_turns_have_changed(tmp_path: Path) -> None:
    async def run() -> list[int]:
        store = await open_store(tmp_path)
        table = store.database.table(GUESTS)
        counts = []
        for key in "ab":
            await store.run(saving(Guest(key, "Ana")))
            counts.append(len(table.search(where("name") == "Ana")))
        await store.close()
        return counts

    assert asyncio.run(run()) == [1, 2]


def test_changing_a_document_changes_nothing_stored(tmp_path: Path) -> None:
    def read(store: JournalStore) -> Guest | None:
        for document in store.database.table(GUESTS).all():
            document["name"] = "Eve"
        return store.view().get(Guest, "a")

    assert with_guests(tmp_path, read) == Guest("a", "Ana", seats=2)


WRITES: list[Callable[[TinyDB], object]] = [
    lambda database: database.table(GUESTS).insert({"id": "c"}),
    lambda database: database.table(GUESTS).insert(Document({"id": "c"}, doc_id=1)),
    lambda database: database.table(GUESTS).insert_multiple([{"id": "c"}]),
    lambda database: database.table(GUESTS).update({"name": "Eve"}),
    lambda database: database.table(GUESTS).upsert({"name": "Eve"}, where("id") == "a"),
    lambda database: database.table(GUESTS).remove(where("id") == "a"),
    lambda database: database.table(GUESTS).truncate(),
    lambda database: database.drop_table(GUESTS),
    lambda database: database.drop_tables(),
]


@pytest.mark.parametrize("write", WRITES, ids=range(len(WRITES)))
def test_writes_that_pass_the_journal_by_are_refused(
    tmp_path: Path, write: Callable[[TinyDB], object]
) -> None:
    def read(store: JournalStore) -> list[Any]:
        with pytest.raises((UnsupportedOperation, ValueError, TypeError)):
            write(store.database)
        return [len(store.database.table(GUESTS)), store.view().get(Guest, "a")]

    assert with_guests(tmp_path, read) == [2, Guest("a", "Ana", seats=2)]
