"""What a running store does when the disk fails it, and what it waits for."""

import asyncio
import errno
import gc
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251 - seeded
from typing import Any

import pytest

from bot.errors import Misconfigured, Refusal
from bot.model.outcome import Answer, Outcome
from bot.model.record import View
from storage import JournalStore, StoreBroken, open_store
from storage.disk import Disk
from storage.recovery import recover

from .faults import FailingDisk, GatedDisk, Platter, RecordingDisk
from .records import Guest, Seat, saving

ATTEMPTS = 100 if os.environ.get("CIRCUIT_PROVE") == "1" else 2


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


@pytest.mark.parametrize("call", ["write", "sync"])
def test_after_a_failed_write_everyone_is_told_and_nothing_is_tried_again(
    tmp_path: Path, call: str
) -> None:
    failing = False
    disk = FailingDisk(call, lambda: failing)
    told: list[OSError] = []

    async def run() -> list[Any]:
        nonlocal failing
        store = await open_store(tmp_path, disk=disk, on_broken=told.append)
        await store.run(saving(Guest("a")))
        failing = True
        waiting = [store.run(saving(Guest(str(n)))) for n in range(20)]
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        failing = False
        used = len(disk.used)
        for late in (store.run(saving(Guest("b"))), store.compact()):
            with pytest.raises(StoreBroken):
                await late
        await store.close()
        assert len(disk.used) == used
        return ends

    ends = asyncio.run(run())
    assert [type(end) for end in ends] == [StoreBroken] * 20
    assert [problem.errno for problem in told] == [errno.EIO]
    assert "a" in asyncio.run(held(tmp_path))


@pytest.mark.parametrize("call", ["create", "rename"])
def test_a_snapshot_that_finds_no_room_waits_and_the_store_goes_on(
    tmp_path: Path, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    failing = False
    disk = FailingDisk(call, lambda: failing, errno.ENOSPC)

    async def run() -> None:
        nonlocal failing
        store = await open_store(tmp_path, disk=disk, compact_after=3_000)
        failing = True
        for n in range(100):
            await store.run(saving(Guest(str(n))))
        with pytest.raises(OSError, match="No space left"):
            await store.compact()
        failing = False
        await store.compact()
        await store.close()

    asyncio.run(run())
    assert {record[:2] for record in caplog.record_tuples} == {
        ("storage.snapshot", logging.WARNING)
    }
    assert 1 <= len(caplog.records) <= 5
    assert asyncio.run(held(tmp_path)) == {str(n) for n in range(100)}
    assert list(tmp_path.glob("*.part")) == []


async def gated(folder: Path) -> tuple[JournalStore, GatedDisk, asyncio.Event]:
    """A store whose syncs wait at a gate, and an event that tells when one is waiting."""
    loop, started = asyncio.get_running_loop(), asyncio.Event()
    disk = GatedDisk(lambda: loop.call_soon_threadsafe(started.set))
    disk.gate.set()
    store = await open_store(folder, disk=disk)
    await store.run(saving(Guest("first")))
    disk.gate.clear()
    disk.syncs = 0
    started.clear()
    return store, disk, started


def test_turns_that_meet_a_running_sync_share_the_next_and_are_answered_in_order(
    tmp_path: Path,
) -> None:
    answered: list[str] = []

    async def speak(store: JournalStore, key: str) -> None:
        await store.run(saving(Guest(key)))
        answered.append(key)

    async def run() -> int:
        store, disk, started = await gated(tmp_path)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(speak(store, "0"))
            await started.wait()
            for n in range(1, 50):
                tasks.create_task(speak(store, str(n)))
            await asyncio.gather(*[asyncio.create_task(seen(store, "49"))])
            assert answered == []
            disk.gate.set()
        syncs = disk.syncs
        await store.close()
        return syncs

    assert asyncio.run(run()) == 2
    assert answered == [str(n) for n in range(50)]


async def seen(store: JournalStore, key: str) -> None:
    assert store.view().get(Guest, key) == Guest(key)


def test_who_reads_what_is_not_durable_yet_waits_for_it(tmp_path: Path) -> None:
    def look(view: View) -> Outcome:
        return Outcome(answer=Answer("there" if view.get(Guest, "a") else "not there"))

    def refuse(view: View) -> Outcome:
        raise Refusal("taken" if view.get(Guest, "a") else "free")

    async def run() -> list[Any]:
        store, disk, started = await gated(tmp_path)
        writer = asyncio.create_task(store.run(saving(Guest("a"))))
        await started.wait()
        readers = [asyncio.create_task(store.run(turn)) for turn in (look, refuse)]
        await asyncio.wait([asyncio.create_task(seen(store, "a"))])
        assert [task.done() for task in (writer, *readers)] == [False] * 3
        disk.gate.set()
        ends = await asyncio.gather(writer, *readers, return_exceptions=True)
        await store.close()
        return ends

    _, looked, refused = asyncio.run(run())
    assert looked.answer == Answer("there")
    assert (type(refused), refused.key) == (Refusal, "taken")


def test_a_caller_who_gives_up_does_not_disturb_the_others(tmp_path: Path) -> None:
    async def run() -> Outcome:
        store, disk, started = await gated(tmp_path)
        gone, stays = (asyncio.create_task(store.run(saving(Guest(key)))) for key in "ab")
        await started.wait()
        gone.cancel()
        await asyncio.wait([gone])
        disk.gate.set()
        outcome = await stays
        await store.close()
        return outcome

    assert asyncio.run(run()) == Outcome(saves=(Guest("b"),))
    assert asyncio.run(held(tmp_path)) == {"first", "a", "b"}


def test_closing_waits_for_what_is_not_durable_yet(tmp_path: Path) -> None:
    async def run() -> None:
        store, disk, started = await gated(tmp_path)
        turn = asyncio.create_task(store.run(saving(Guest("a"))))
        await started.wait()
        closing = asyncio.create_task(store.close())
        disk.gate.set()
        await asyncio.gather(turn, closing)

    asyncio.run(run())
    assert asyncio.run(held(tmp_path)) == {"first", "a"}


def test_a_snapshot_goes_on_when_the_one_who_asked_gives_up_and_closing_waits_for_it(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        store, disk, started = await gated(tmp_path)
        compacting = asyncio.create_task(store.compact())
        await started.wait()
        compacting.cancel()
        closing = asyncio.create_task(store.close())
        await asyncio.wait([compacting])
        assert not closing.done()
        disk.gate.set()
        await closing

    asyncio.run(run())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["00000001.snapshot", "00000002.journal", "lock"]
    assert asyncio.run(held(tmp_path)) == {"first"}


class Broken(Disk):
    """A disk whose driver has a bug."""

    def write(self, descriptor: int, data: bytes) -> None:
        if b"Guest" in data:
            raise RuntimeError("bug")
        super().write(descriptor, data)


def test_a_bug_in_the_writing_thread_is_never_taken_for_success(tmp_path: Path) -> None:
    async def run() -> None:
        store = await open_store(tmp_path, disk=Broken())
        with pytest.raises(StoreBroken, match="bug"):
            await store.run(saving(Guest("Guest")))
        await store.close()

    asyncio.run(run())
    assert asyncio.run(held(tmp_path)) == set()


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report.part").write_text("mine")
    (tmp_path / "2027.journal").write_text("mine too")
    asyncio.run(opened_with(tmp_path, Guest("a")))
    assert asyncio.run(held(tmp_path)) == {"a"}
    assert (tmp_path / "report.part").read_text() == "mine"


def test_no_answered_turn_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    disk = RecordingDisk()

    async def speak(store: JournalStore, name: str) -> None:
        for n in range(12):
            key = f"{name}{n}"
            await store.run(saving(Guest(key, "x" * 100), Seat(key, 1)))
            disk.events.append(("answered", key))

    async def run() -> None:
        store = await open_store(tmp_path / "store", disk=disk, compact_after=1_500)
        await asyncio.gather(*(speak(store, name) for name in "abcde"))
        await store.close()

    asyncio.run(run())
    assert {event[0] for event in disk.events} > {"rename", "remove", "sync_folder"}
    random = Random(11)
    for length in range(opened_at(disk.events), len(disk.events) + 1):
        for attempt in range(ATTEMPTS):
            folder = tmp_path / f"cut-{length}-{attempt}"
            folder.mkdir()
            answered = cut_off(disk.events[:length], Platter(random), folder)
            tables = recover(folder, Disk()).rows.read()
            guests = {row["id"] for row in tables.get("store_test_guests", {}).values()}
            seats = {row["room"] for row in tables.get("store_test_seats", {}).values()}
            assert (answered - guests, guests ^ seats) == (set(), set())


def cut_off(events: list[tuple[Any, ...]], platter: Platter, folder: Path) -> set[str]:
    """What was answered before the power went; the folder holds what is left."""
    for event in events:
        if event[0] != "answered":
            platter.play(event)
    platter.survive(folder)
    return {event[1] for event in events if event[0] == "answered"}


def opened_at(events: list[tuple[Any, ...]]) -> int:
    """How many calls it took until the first journal had its name for good."""
    return next(n for n, event in enumerate(events) if event[0] == "sync_folder") + 1


def test_a_second_process_is_told_that_the_first_has_the_store(tmp_path: Path) -> None:
    async def run() -> None:
        store = await open_store(tmp_path)
        with pytest.raises(Misconfigured, match=r"already using .*control\.sock"):
            await open_store(tmp_path)
        await store.run(saving(Guest("a")))
        await store.close()

    asyncio.run(run())
    assert asyncio.run(held(tmp_path)) == {"a"}


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder of a user whom permissions bind, even where tests run as root."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        if root:
            os.chown(name, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(name) / "store"
        finally:
            if root:
                os.seteuid(0)


@pytest.mark.parametrize("name", ["", "lock", "00000001.journal"])
def test_a_store_that_may_not_be_written_is_refused_and_stays_as_it_was(name: str) -> None:
    with unprivileged() as folder:
        asyncio.run(opened_with(folder, Guest("a")))
        closed = folder / name
        mode = closed.stat().st_mode
        before = (folder / "00000001.journal").read_bytes()
        closed.chmod(0o500 if closed.is_dir() else 0o400)
        if name:
            with pytest.raises(Misconfigured, match="must be able to read and write it"):
                asyncio.run(held(folder))
        else:
            assert asyncio.run(held(folder)) == {"a"}
        assert (folder / "00000001.journal").read_bytes().startswith(before)
        closed.chmod(mode)
        assert asyncio.run(held(folder)) == {"a"}


async def opened_with(folder: Path, guest: Guest) -> None:
    store = await open_store(folder)
    await store.run(saving(guest))
    await store.close()


def test_a_new_store_where_nothing_may_be_written_is_refused() -> None:
    with unprivileged() as folder:
        folder.mkdir()
        folder.chmod(0o500)
        with pytest.raises(Misconfigured, match="must be able to read and write it"):
            asyncio.run(held(folder))


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(Misconfigured, match="cannot be used"):
        asyncio.run(held(tmp_path / "store"))
