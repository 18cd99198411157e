"""The process is killed while two near reminders leave: each is told of each session once."""

import asyncio
import os
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from bot.assistant.mailings.one_by_one import SIDE_BY_SIDE
from bot.skills.reminders import steps
from storage.ledger import mark, read

from .child_together import SESSIONS
from .house import ANNOUNCED, registration
from .killing import Child, Counting, survived
from .two import LATER, STEP

pytestmark = pytest.mark.slow
PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
MANY, KILLS = (30_000, 20) if PROVE else (1_200, 4)
TITLES = {"1": ("biometrics", "biométrie"), "2": ("quantum", "quantique")}
FIRST, SECOND = (steps.number(each, STEP) for each in (ANNOUNCED, LATER))


def told(server: Counting, address: str) -> dict[str, set[str]]:
    """By which letters somebody was told of each session, by their Message-IDs."""
    found: dict[str, set[str]] = {}
    for identity in server.ids.get(address, ()):
        (subject,) = server.subjects[identity]
        for session, titles in TITLES.items():
            if any(title in subject for title in titles):
                found.setdefault(session, set()).add(identity)
    return found


def test_each_is_told_once_of_each_session_and_nobody_of_another(tmp_path: Path) -> None:
    random, child = Random(43), Child("tests.mailings.child_together", tmp_path, MANY)
    kills = [random.randint(1, MANY * 3 // 4 // KILLS) for _ in range(KILLS - 1)]
    # Of all letters three quarters are of the first reminder: the last kill is in the second.
    kills.append(MANY * 7 // 8 - sum(kills))
    server = asyncio.run(survived(child, kills))
    first, second = (read(tmp_path / f"{each}.ledger") for each in (FIRST, SECOND))
    uncertain = {
        address
        for number, notes in ((FIRST, first), (SECOND, second))
        for address in server.ids
        if (note := notes.get(mark(number, address))) is not None and note.uncertain
    }
    for number in range(MANY):
        address = registration(number).address
        comes_to = {each for each, some in SESSIONS.items() if number % 4 in some}
        letters_of = told(server, address)
        assert set(letters_of) == comes_to
        assert len({identity for ids in letters_of.values() for identity in ids}) == 1
        assert len(server.ids[address]) == 1 or address in uncertain
    assert len(uncertain) <= KILLS * SIDE_BY_SIDE
    ends = [sorted(note.end for note in notes.values()) for notes in (first, second)]
    assert ends[0] == ["sent"] * (MANY * 3 // 4)
    assert ends[1] == ["sent"] * (MANY // 4) + ["together"] * (MANY // 2)
    twice = sum(len(ids) > 1 for ids in server.ids.values())
    print(f"{MANY} people, {KILLS} kills: {twice} twice, {len(uncertain)} listed as uncertain")
