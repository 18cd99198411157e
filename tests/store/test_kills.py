"""Processes that are killed while a hundred callers write: no answered turn is ever lost."""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from storage import open_store

from .child import DISK_FULL
from .records import Guest, Seat

pytestmark = pytest.mark.slow

ROUNDS = 500 if os.environ.get("CIRCUIT_PROVE") == "1" else 15
ROUNDS_IN_A_FOLDER = 5
ROOT = Path(__file__).parents[2]

AIMED = [
    ("rename", "before"),
    ("rename", "after"),
    ("remove", "before"),
    ("remove", "after"),
    ("write", "half"),
    ("sync", "before"),
    ("sync", "after"),
    ("create", "after"),
    ("sync_folder", "before"),
    ("sync_folder", "after"),
]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; these tests open many."""
    yield
    gc.unfreeze()


def begun(folder: Path, *how: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.store.child", str(folder), *how]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def killed_at_random(folder: Path, number: int, random: Random) -> list[str]:
    """The keys that were answered until the process was killed, at no particular moment."""
    with begun(folder, str(number)) as child:
        assert child.stdout is not None
        answered = [child.stdout.readline() for _ in range(random.randint(1, 2000))]
        child.kill()
        answered += child.stdout.readlines()
    return whole_lines(answered)


def killed_at(folder: Path, number: int, call: str, moment: str, random: Random) -> list[str]:
    """The keys that were answered until the process killed itself in a call to the disk."""
    often = call in ("write", "sync")
    count = str(random.randint(1, 120 if often else 4))
    with begun(folder, str(number), call, moment, count) as child:
        assert child.stdout is not None
        answered = child.stdout.readlines()
    assert child.returncode == -9
    return whole_lines(answered)


def whole_lines(lines: list[bytes]) -> list[str]:
    return [line.decode().strip() for line in lines if line.endswith(b"\n")]


async def lost(folder: Path, answered: list[str]) -> list[str]:
    """The answered keys that are not there; half a turn is an error."""
    store = await open_store(folder)
    view = store.view()
    keys = {document["id"] for document in store.database.table("store_test_guests")}
    seats = {document["room"] for document in store.database.table("store_test_seats")}
    assert keys == seats
    missing = [key for key in answered if view.get(Guest, key) != Guest(key)]
    missing += [key for key in answered if view.get(Seat, f"{key}/1") != Seat(key, 1)]
    await store.close()
    return missing


def test_no_answered_turn_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    random = Random(7)
    folder, answered = tmp_path / "store", list[str]()
    for number in range(ROUNDS):
        if number % ROUNDS_IN_A_FOLDER == 0:
            shutil.rmtree(folder, ignore_errors=True)
            answered = []
        if number % 3:
            call, moment = AIMED[number // 3 * 2 % len(AIMED) + number % 3 - 1]
            answered += killed_at(folder, number, call, moment, random)
        else:
            answered += killed_at_random(folder, number, random)
        assert asyncio.run(lost(folder, answered)) == []


def test_no_answered_turn_is_lost_when_the_disk_is_full(tmp_path: Path) -> None:
    with begun(tmp_path, "0", "full", "100000") as child:
        assert child.stdout is not None
        answered = whole_lines(child.stdout.readlines())
    assert child.returncode == DISK_FULL
    assert len(answered) > 100
    assert asyncio.run(lost(tmp_path, answered)) == []
