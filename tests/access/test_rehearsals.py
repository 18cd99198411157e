"""A rehearsal asked for in chat: played in a process of its own, told where it was asked for."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import settings
from bot.app.rehearsals import Rehearsals, apart, in_memory
from bot.clock import StillClock
from bot.errors import Rejected
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, Team
from bot.model.registration import Registration
from storage import open_store
from storage.pieces import written
from tests.access.test_rehearsing import ANNOUNCED
from tests.core.house import NOW

pytestmark = pytest.mark.slow

ROWS = (
    ANNOUNCED,
    Registration(session="1", address="kim@example.org", at=NOW, changed_at=NOW),
    Team(spaces=(Place("page", "space"),)),
)


def asked(session: str) -> Sending:
    """The errand for the door."""
    errand = Errand("play", {"session": session})
    return Sending(key="k", door="rehearsal", to=session, content=errand, created=NOW)


async def both_ways(folder: Path) -> tuple[str, str]:
    """What the door tells, played in this process and in one of its own."""
    chosen, time = settings.read({"CIRCUIT_DATA": str(folder)}), StillClock(NOW)
    store = await open_store(folder)
    try:
        await store.run(Outcome(saves=ROWS).regardless)
        before = [written(each) for each in store.pieces_now()]
        told = [
            (await Rehearsals(play(chosen, store), time).send(asked("1")))["found"]
            for play in (in_memory, apart)
        ]
        assert [written(each) for each in store.pieces_now()] == before
        return told[0], told[1]
    finally:
        await store.close()


def test_it_is_the_same_in_a_process_of_its_own(tmp_path: Path) -> None:
    here, there = asyncio.run(both_ways(tmp_path / "data"))
    assert here == there
    found = json.loads(here)
    hours = [each["at"] for each in found["moments"]]
    assert (hours, found["all"]) == (sorted(hours), len(hours))
    assert [e["subject"] for e in found["moments"] if "24 hours" in e["subject"][0]] == [
        [
            "Session 1, “biometrics”, in 24 hours: 3 things need somebody.",
            "Séance 1, «\u00a0la biométrie\u00a0», dans 24 heures\u00a0: 3 choses demandent quelqu’un.",
        ]
    ]


def test_a_session_that_is_not_there_is_refused(tmp_path: Path) -> None:
    async def refused() -> str:
        store = await open_store(tmp_path)
        try:
            door = Rehearsals(in_memory(settings.read({}), store), StillClock(NOW))
            await door.send(asked("9"))
        except Rejected as problem:
            return str(problem)
        finally:
            await store.close()
        return ""

    assert asyncio.run(refused()) == "There is no session 9 to come that could be rehearsed."
