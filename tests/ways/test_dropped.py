"""A file dropped in a chat is taken in piece by piece, each once, whatever happens on the way."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.importing import Step
from bot.model.outbox import Message, Sending
from bot.model.people import Noted
from tests.commands.shell import ROOT, environment

from . import dropped
from .desk import NOW, Desk, opened, table

TITLES = ("Email", "Name")
MANY = 1_100
IN_A_CHILD = """
import asyncio, sys
from pathlib import Path
from tests.ways import dropped
from tests.ways.desk import opened

async def scene():
    folder = Path(sys.argv[1])
    async with opened(folder) as desk:
        dropped.with_files(desk, folder)
        hear = desk.house.assistant.hear
        async def heard(incoming):
            answer = await hear(incoming)
            if incoming.delivery:
                print("filed", flush=True)
            return answer
        desk.house.assistant.hear = heard
        await desk.house.assistant.outbox.recover()
        await dropped.dropped(desk, folder / "people.csv")
        await desk.house.assistant.settle()
        await dropped.pressed(desk, "go")
        await desk.house.assistant.settle()
asyncio.run(scene())
"""


def many(folder: Path) -> Path:
    return table(folder, TITLES, *((f"p{n}@example.net", f"P {n}") for n in range(MANY)))


def told(desk: Desk) -> list[str]:
    """The first lines of the cards that were sent by themselves, in order."""
    sent = [
        each
        for each in desk.view.find(Sending, "card", "registration_file-1")
        if isinstance(each.content, Message)
    ]
    sent.sort(key=lambda each: int(each.key.split("/")[2]))
    return [e.content.text.splitlines()[0] for e in sent if isinstance(e.content, Message)]


@pytest.mark.slow
def test_the_card_says_how_far_it_is(tmp_path: Path) -> None:
    file = many(tmp_path)

    async def scene() -> tuple[list[str], dict[str, int], list[str]]:
        async with opened(tmp_path) as desk:
            dropped.with_files(desk, tmp_path)
            await dropped.said(desk, "hello", text="hello")
            await dropped.dropped(desk, file)
            await desk.house.assistant.settle()
            pressed = await dropped.pressed(desk, "go")
            await desk.house.assistant.settle()
            noted = desk.view.between(Noted, "at", None, None)
            audit = [f"{each.who} {each.what} {each.about}" for each in noted]
            return [pressed, *told(desk)[1:]], desk.counted(), audit

    said, counted, audit = asyncio.run(scene())
    assert [each.partition(":")[2] or each for each in said] == [
        f" 0 of {MANY} done so far. What is left follows by itself.",
        f" 1000 of {MANY} done so far. What is left follows by itself.",
        f" {MANY} new, 0 changed, 0 as before, 0 refused.",
    ]
    assert counted == {"registered": MANY, "letters": MANY, "people": MANY}
    assert audit == ["ana@example.org registration.imported session/1"]
    assert dropped.kept(tmp_path) == []


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_by_itself(tmp_path: Path) -> None:
    many(tmp_path)
    for pieces in (7, 13):
        child = subprocess.Popen(
            [sys.executable, "-c", IN_A_CHILD, str(tmp_path)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
        )
        with child:
            assert child.stdout is not None
            for _ in range(pieces):
                assert child.stdout.readline() == b"filed\n"
            os.kill(child.pid, signal.SIGKILL)

    async def scene() -> tuple[int, dict[str, int], Step, dict[str, int]]:
        async with opened(tmp_path) as desk:
            before = desk.counted()["registered"]
            await desk.house.assistant.outbox.recover()
            await desk.house.assistant.settle()
            taken = dropped.importing(desk)
            return before, dict(taken.counts), taken.step, desk.counted()

    before, counts, step, counted = asyncio.run(scene())
    assert 550 <= before < MANY
    assert (counts, step) == ({"new": MANY}, Step.DONE)
    assert counted == {"registered": MANY, "letters": MANY, "people": MANY}
    assert dropped.kept(tmp_path) == []


def test_a_session_that_is_called_off_meanwhile_takes_nobody(tmp_path: Path) -> None:
    file = table(tmp_path, TITLES, ("kim@example.net", "Kim"))

    async def scene() -> tuple[str, dict[str, int], Step]:
        async with opened(tmp_path) as desk:
            dropped.with_files(desk, tmp_path)
            await dropped.dropped(desk, file)
            await desk.house.assistant.settle()
            await dropped.said(desk, "cancel", text="cancel session 1")
            await dropped.said(desk, "yes", text="do it")
            await desk.house.assistant.settle()
            refused = await dropped.pressed(desk, "go")
            desk.house.assistant.house.time.move(NOW + timedelta(days=1, minutes=1))
            await desk.house.assistant.tick()
            return refused, desk.counted(), dropped.importing(desk).step

    said, counted, step = asyncio.run(scene())
    assert said.endswith(" (ET), is cancelled: nobody can register for it any more.")
    assert (counted["registered"], step) == (0, Step.STOPPED)
