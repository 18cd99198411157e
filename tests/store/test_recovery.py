"""What opening a store finds after crashes, losses and new versions."""

import asyncio
import gc
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest

from bot.errors import Misconfigured
from bot.model.outcome import Outcome
from bot.model.record import Record, Row, Table
from storage import open_store
from storage.disk import Disk
from storage.pieces import Piece, read_snapshot
from storage.pieces import written as piece_written
from storage.recovery import recover
from storage.segments import (
    CLOSED,
    create_journal,
    find,
    journal_path,
    line,
    mark,
    snapshot_header,
    snapshot_path,
)

from .records import NOW, Guest, Seat, saving

DISK = Disk()


def added_room(row: Row) -> Row:
    return {**row, "room": "A"}


def doubled(row: Row) -> Row:
    return {**row, "places": row["places"] * 2}


@dataclass(frozen=True, slots=True)
class Bench(Record):
    """A record whose class has changed twice since the first rows were written."""

    table: ClassVar[Table] = Table(
        "store_test_benches", key="id", indexes=("room",), upgrades=(added_room, doubled)
    )
    id: str
    places: int
    room: str


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; tests open many."""
    yield
    gc.unfreeze()


async def fill(folder: Path, *turns: tuple[Record, ...], close: bool = True) -> None:
    """A folder with one line for each turn, closed in good order or left as by a crash."""
    store = await open_store(folder)
    for records in turns:
        await store.run(saving(*records))
    await store.close()
    if not close:
        journal = journal_path(folder, find(folder).journals[-1])
        journal.write_bytes(journal.read_bytes().removesuffix(CLOSED))


def guests(folder: Path) -> dict[str, Guest | None]:
    """The guests a, b, c that are there when the folder is opened."""

    async def read() -> dict[str, Guest | None]:
        store = await open_store(folder)
        found = {key: store.view().get(Guest, key) for key in "abc"}
        await store.close()
        return found

    return asyncio.run(read())


def written(folder: Path, *lines: Any) -> None:
    """A folder with one journal of these lines."""
    folder.mkdir(exist_ok=True)
    descriptor = create_journal(DISK, folder, 1)
    for value in lines:
        DISK.write(descriptor, line(orjson.dumps(value)))
    DISK.close(descriptor)


def copied(folder: Path, target: Path, name: str, content: bytes) -> Path:
    """A copy of the folder in which one file has another content."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    (target / name).write_bytes(content)
    return target


def test_a_store_opens_with_what_it_held(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path, (Guest("a"), Guest("b", "Ben", arrives=NOW)), (Seat("A", 1),)))
    assert guests(tmp_path) == {"a": Guest("a"), "b": Guest("b", "Ben", arrives=NOW), "c": None}


def test_indexes_and_their_order_are_the_same_after_opening(tmp_path: Path) -> None:
    first = tuple(Guest(key, "Ana", tags=("x",), arrives=NOW) for key in "cab")
    asyncio.run(fill(tmp_path, first, (Guest("c", "Ana", tags=("x", "y"), arrives=NOW),)))

    async def read() -> list[list[str]]:
        store = await open_store(tmp_path)
        view = store.view()
        found = [
            view.find(Guest, "name", "Ana"),
            view.find(Guest, "tags", "x"),
            view.find(Guest, "tags", "y"),
            view.find(Guest, "initial", "A"),
            view.between(Guest, "arrives", None, None),
        ]
        ids = [[guest.id for guest in group] for group in found]
        await store.close()
        return ids

    expected = [["c", "a", "b"]] * 2 + [["c"]] + [["c", "a", "b"]] * 2
    assert asyncio.run(read()) == expected


def test_a_journal_cut_at_any_byte_gives_the_last_whole_state(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    turns = [(Guest("a"), Seat("A", 1)), (Guest("b"), Seat("A", 2)), (Guest("a", "Ana"),)]
    asyncio.run(fill(whole, *turns, close=False))
    content = journal_path(whole, 1).read_bytes()
    ends = [at + 1 for at, byte in enumerate(content) if byte == ord("\n")]
    states = [recover_cut(whole, tmp_path / "cut", content[:end]) for end in ends]
    for size in range(ends[0], len(content) + 1):
        before = sum(end <= size for end in ends) - 1
        tables, cut = recover_cut(whole, tmp_path / "cut", content[:size])
        assert (tables, cut) == (states[before][0], size - ends[before])
    assert [len(tables) for tables, _ in states] == [0, 2, 2, 2]


def recover_cut(folder: Path, target: Path, content: bytes) -> tuple[Any, int]:
    cut = copied(folder, target, "00000001.journal", content)
    recovered = recover(cut, DISK)
    assert (cut / "00000001.journal").stat().st_size == len(content) - recovered.cut
    return {name: dict(rows) for name, rows in recovered.rows.read().items()}, recovered.cut


def test_a_header_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path / "whole", close=False))
    content = journal_path(tmp_path / "whole", 1).read_bytes()
    for size in range(len(content)):
        cut = copied(tmp_path / "whole", tmp_path / "cut", "00000001.journal", content[:size])
        with pytest.raises(Misconfigured, match="Restore a backup"):
            recover(cut, DISK)


def test_what_was_cut_off_is_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(fill(tmp_path, (Guest("a"),), (Guest("b"),), close=False))
    journal = journal_path(tmp_path, 1)
    journal.write_bytes(journal.read_bytes()[:-5])

    async def opened() -> tuple[int, int]:
        store = await open_store(tmp_path)
        await store.run(saving(Guest("c")))
        await store.close()
        return store.opened.records, store.opened.cut

    records, cut = asyncio.run(opened())
    assert (records, cut > 5) == (1, True)
    assert caplog.record_tuples == [
        ("storage.embedded", logging.WARNING, f"cut off {cut} bytes of an unfinished write")
    ]
    assert guests(tmp_path) == {"a": Guest("a"), "b": None, "c": Guest("c")}


def test_any_damaged_byte_before_the_end_stops_the_start(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    asyncio.run(fill(whole, (Guest("a"),), (Guest("b"),)))
    content = journal_path(whole, 1).read_bytes()
    for at in range(len(content) - len(CLOSED)):
        damaged = bytearray(content)
        damaged[at] ^= 0x01
        folder = copied(whole, tmp_path / "bad", "00000001.journal", bytes(damaged))
        with pytest.raises(Misconfigured, match=r"damaged.*Restore a backup"):
            recover(folder, DISK)
        assert (folder / "00000001.journal").read_bytes() == bytes(damaged)


def test_any_damaged_or_missing_byte_of_a_snapshot_stops_the_start(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    asyncio.run(compacted(whole, Guest("a"), Guest("b")))
    content = snapshot_path(whole, 1).read_bytes()
    for at in range(len(content)):
        damaged = content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :]
        for bad in (damaged, content[:at]):
            folder = copied(whole, tmp_path / "bad", "00000001.snapshot", bad)
            with pytest.raises(Misconfigured, match="Restore a backup"):
                recover(folder, DISK)


async def compacted(folder: Path, *records: Record) -> None:
    store = await open_store(folder)
    await store.run(saving(*records))
    await store.compact()
    await store.close()


def test_a_snapshot_takes_the_place_of_the_journals(tmp_path: Path) -> None:
    asyncio.run(compacted(tmp_path, Guest("a"), Guest("b")))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["00000001.snapshot", "00000002.journal", "lock"]
    assert guests(tmp_path) == {"a": Guest("a"), "b": Guest("b"), "c": None}


def test_a_snapshot_is_taken_when_the_journal_outgrows_the_data(tmp_path: Path) -> None:
    async def grow() -> None:
        store = await open_store(tmp_path, compact_after=2_000)
        for n in range(200):
            await store.run(saving(Guest("a", seats=n)))
        await store.close()

    asyncio.run(grow())
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 8_000
    assert guests(tmp_path) == {"a": Guest("a", seats=199), "b": None, "c": None}


def test_what_was_erased_is_in_no_file_after_compacting(tmp_path: Path) -> None:
    secret = Guest("a", "Chantal Tremblay")

    async def erase() -> None:
        store = await open_store(tmp_path)
        await store.run(saving(secret, Guest("b")))
        await store.compact()
        await store.run(lambda _: Outcome(removes=(secret,)))
        await store.compact()
        await store.close()

    asyncio.run(erase())
    assert not any(b"Chantal" in path.read_bytes() for path in tmp_path.iterdir())
    assert guests(tmp_path) == {"a": None, "b": Guest("b"), "c": None}


@pytest.mark.parametrize("lost", ["00000001.journal", "00000002.journal", "00000003.journal"])
def test_a_missing_journal_stops_the_start(tmp_path: Path, lost: str) -> None:
    asyncio.run(three_journals(tmp_path))
    (tmp_path / lost).unlink()
    with pytest.raises(Misconfigured, match="journal is missing"):
        guests(tmp_path)


async def three_journals(folder: Path) -> None:
    """A folder in which two snapshots could not be written."""
    store = await open_store(folder)
    for number, key in enumerate("ab", start=1):
        await store.run(saving(Guest(key)))
        snapshot_path(folder, number).mkdir()
        with pytest.raises(IsADirectoryError):
            await store.compact()
        snapshot_path(folder, number).rmdir()
    await store.run(saving(Guest("c")))
    await store.close()


def test_journals_of_snapshots_that_failed_are_read_in_order(tmp_path: Path) -> None:
    asyncio.run(three_journals(tmp_path))
    assert find(tmp_path).journals == (1, 2, 3)
    assert guests(tmp_path) == {key: Guest(key) for key in "abc"}


def test_a_lost_snapshot_stops_the_start(tmp_path: Path) -> None:
    asyncio.run(compacted(tmp_path, Guest("a")))
    snapshot_path(tmp_path, 1).unlink()
    with pytest.raises(Misconfigured, match="journal is missing"):
        guests(tmp_path)


def test_an_emptied_folder_is_not_taken_for_a_new_store(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path, (Guest("a"),)))
    journal_path(tmp_path, 1).unlink()
    with pytest.raises(Misconfigured, match="its journals are gone"):
        guests(tmp_path)
    (tmp_path / "lock").unlink()
    assert guests(tmp_path) == {"a": None, "b": None, "c": None}


@pytest.mark.parametrize("name", ["00000001.snapshot", "00000002.journal"])
def test_an_emptied_file_stops_the_start(tmp_path: Path, name: str) -> None:
    asyncio.run(compacted(tmp_path, Guest("a")))
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(Misconfigured, match="is empty, damaged or not"):
        guests(tmp_path)


def test_a_file_under_another_number_stops_the_start(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path, (Guest("a"),)))
    shutil.copy(journal_path(tmp_path, 1), journal_path(tmp_path, 2))
    with pytest.raises(Misconfigured, match=r"00000002\.journal"):
        guests(tmp_path)


def test_a_journal_that_was_begun_but_never_used_is_dropped(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path, (Guest("a"),), close=False))
    journal = journal_path(tmp_path, 1)
    journal.write_bytes(journal.read_bytes() + mark(next=2)[:7])
    DISK.close(create_journal(DISK, tmp_path, 2))
    assert guests(tmp_path) == {"a": Guest("a"), "b": None, "c": None}
    assert find(tmp_path).journals == (1,)


def test_files_that_were_not_finished_or_are_outdated_are_removed(tmp_path: Path) -> None:
    asyncio.run(compacted(tmp_path, Guest("a")))
    (tmp_path / "00000002.snapshot.part").write_bytes(b"half")
    DISK.close(create_journal(DISK, tmp_path, 1))
    assert guests(tmp_path) == {"a": Guest("a"), "b": None, "c": None}
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["00000001.snapshot", "00000002.journal", "lock"]


def test_rows_of_an_older_class_are_upgraded(tmp_path: Path) -> None:
    rows = [
        ["store_test_benches", 1, "x", {"id": "x", "places": 2}],
        ["store_test_benches", 2, "y", {"id": "y", "places": 2, "room": "B"}, 1],
        ["store_test_benches", 3, "z", {"id": "z", "places": 2, "room": "C"}, 2],
    ]
    written(tmp_path, rows)

    async def read() -> list[Any]:
        store = await open_store(tmp_path)
        view = store.view()
        found = [view.find(Bench, "room", room) for room in "ABC"]
        await store.compact()
        await store.close()
        return found

    upgraded = [(Bench("x", 4, "A"),), (Bench("y", 4, "B"),), (Bench("z", 2, "C"),)]
    assert asyncio.run(read()) == upgraded
    assert asyncio.run(read()) == upgraded


def test_a_snapshot_of_an_older_class_is_upgraded_with_its_indexes(tmp_path: Path) -> None:
    texts = [b'{"id":"x","places":2,"room":"B"}', b'{"id":"y","places":3,"room":"B"}']
    piece = Piece("store_test_benches", 1, ["room"], [4, 6], ["x", "y"], [["Z", "Z"]], texts)
    snapshot = snapshot_header() + piece_written(piece) + mark(end=2)
    snapshot_path(tmp_path, 1).write_bytes(snapshot)
    DISK.close(create_journal(DISK, tmp_path, 2))

    async def read() -> list[Any]:
        store = await open_store(tmp_path)
        await store.run(saving(Bench("z", 1, "B")))
        found = [store.view().find(Bench, "room", room) for room in "BZ"]
        await store.close()
        return found

    assert asyncio.run(read()) == [(Bench("x", 4, "B"), Bench("y", 6, "B"), Bench("z", 1, "B")), ()]


def test_a_row_of_a_newer_class_stops_the_start(tmp_path: Path) -> None:
    written(tmp_path, [["store_test_benches", 1, "x", {"id": "x"}, 3]])
    with pytest.raises(Misconfigured, match=r"store_test_benches.*newer Circuit"):
        guests(tmp_path)


@pytest.mark.parametrize("sort", ["journal", "snapshot"])
def test_a_newer_format_stops_the_start(tmp_path: Path, sort: str) -> None:
    asyncio.run(compacted(tmp_path, Guest("a")))
    number = 2 if sort == "journal" else 1
    header = mark(circuit=sort, format=2, number=number)
    (tmp_path / f"{number:08d}.{sort}").write_bytes(header)
    with pytest.raises(Misconfigured, match="newer Circuit"):
        guests(tmp_path)


def test_rows_whose_class_is_not_known_are_kept_untouched(tmp_path: Path) -> None:
    row: list[Any] = ["store_test_unheard_of", 7, "k", {"b": 1, "a": [1.5, None]}, 3]
    written(tmp_path, [row])

    async def pass_through() -> list[dict[str, Any]]:
        store = await open_store(tmp_path)
        await store.compact()
        shown = store.database.table("store_test_unheard_of").all()
        await store.close()
        return [dict(document) for document in shown]

    assert asyncio.run(pass_through()) == [row[3]]
    piece = Piece(row[0], 3, [], [7], ["k"], [], [b'{"b":1,"a":[1.5,null]}'])
    assert list(read_snapshot(snapshot_path(tmp_path, 1))) == [piece]
    assert asyncio.run(pass_through()) == [row[3]]


def test_a_class_may_be_defined_after_the_store_was_opened(tmp_path: Path) -> None:
    written(tmp_path, [["store_test_late", 1, "x", {"id": "x", "room": "A"}]])

    async def read() -> Any:
        store = await open_store(tmp_path)

        @dataclass(frozen=True, slots=True)
        class Late(Record):
            table: ClassVar[Table] = Table("store_test_late", key="id", indexes=("room",))
            id: str
            room: str

        await store.run(saving(Late("y", "A")))
        found = [(late.id, late.room) for late in store.view().find(Late, "room", "A")]
        await store.close()
        return found

    assert asyncio.run(read()) == [("x", "A"), ("y", "A")]
