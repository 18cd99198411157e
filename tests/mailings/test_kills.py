"""The process is killed in the middle of a mailing: nobody is lost, nobody doubled unnoticed."""

import asyncio
import os
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from bot.assistant.mailings.one_by_one import SIDE_BY_SIDE
from storage.ledger import mark, read

from .house import everybody
from .killing import Child, survived

pytestmark = pytest.mark.slow
PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
CONNECTIONS = 10
MANY, KILLS = (30_000, 20) if PROVE else (3_000, 3)


def test_nobody_is_lost_and_only_what_was_leaving_at_a_kill_leaves_twice(tmp_path: Path) -> None:
    random, child = Random(41), Child("tests.mailings.child", tmp_path, MANY)
    kills = [random.randint(1, MANY // (KILLS + 1)) for _ in range(KILLS)]
    server = asyncio.run(survived(child, kills))
    notes = read(tmp_path / "1.ledger")
    assert sorted(server.ids) == everybody(MANY)
    assert {note.end for note in notes.values()} == {"sent"}
    twice = {to: ids for to, ids in server.ids.items() if len(ids) > 1}
    assert all(len(set(ids)) == 1 for ids in twice.values())
    listed = {to for to in server.ids if notes[mark("1", to)].uncertain}
    assert twice.keys() <= listed
    assert len(listed) <= KILLS * SIDE_BY_SIDE
    assert len(twice) <= KILLS * CONNECTIONS
    print(f"{MANY} letters, {KILLS} kills: {len(twice)} twice, {len(listed)} listed as uncertain")
