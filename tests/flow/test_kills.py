"""The process is killed between the call and the answer: no flow ever mails those people again."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest

from storage.ledger import read
from tests.mailings.house import everybody

from .trigger import Trigger, listening

pytestmark = pytest.mark.slow
MANY = 1_700
ROOT = Path(__file__).parents[2]


async def begun(folder: Path, url: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "tests.flow.child", str(folder), url, str(MANY))
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


async def killed_in_a_call(folder: Path, trigger: Trigger) -> None:
    """Let one batch be answered; kill the process while it waits for the answer to the next."""
    trigger.answers = ["", "silence"]
    before = len(trigger.posted)
    child = await begun(folder, trigger.url)
    while len(trigger.posted) < before + 2:
        trigger.taken.clear()
        await asyncio.wait_for(trigger.taken.wait(), 30)
    child.kill()
    await child.communicate()


async def scene(folder: Path) -> tuple[Trigger, str]:
    async with listening() as trigger:
        await killed_in_a_call(folder, trigger)
        last = await begun(folder, trigger.url)
        out, _ = await last.communicate()
        return trigger, out.decode()


def test_nobody_is_written_to_twice_and_the_team_learns_of_whom_nobody_knows(
    tmp_path: Path,
) -> None:
    trigger, out = asyncio.run(scene(tmp_path))
    called = Counter(each for batch in trigger.posted for each in batch["to"])
    assert out.split() == ["done", "1200", "500"]
    assert called == dict.fromkeys(everybody(MANY), 1)
    assert [batch["id"] for batch in trigger.posted] == [f"mailing/1/{n}" for n in (1, 2, 3, 4)]
    ends = Counter(note.end for note in read(tmp_path / "1.ledger").values())
    assert ends == {"sent": 1200, "uncertain": 500, "batch": 1}
