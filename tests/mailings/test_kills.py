"""The process is killed in the middle of a mailing: nobody is lost, nobody doubled unnoticed."""

import asyncio
import os
import sys
from collections import defaultdict
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from bot.assistant.mailings.one_by_one import SIDE_BY_SIDE
from storage.ledger import mark, read
from tests.mail.server import Server, running

from .house import everybody

pytestmark = pytest.mark.slow
PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
MANY, KILLS = (30_000, 20) if PROVE else (3_000, 3)
ROOT = Path(__file__).parents[2]


class Counting(Server):
    """A server that keeps of each letter only to whom it went and its Message-ID."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        self.count = 0
        self.kill_at = 0
        self.reached = asyncio.Event()

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802, ANN001, ANN201
        head = envelope.content.partition(b"\r\n\r\n")[0].decode()
        identity = head.partition("Message-ID: ")[2].partition("\r\n")[0]
        self.ids[envelope.rcpt_tos[0]].append(identity)
        self.count += 1
        if self.count == self.kill_at:
            self.reached.set()
        return "250 OK"


async def begun(folder: Path, url: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "tests.mailings.child", str(folder), url, str(MANY))
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


async def killed(folder: Path, server: Counting, after: int) -> bool:
    """Whether it was killed once the server had taken so many more; False if it was done before."""
    server.reached.clear()
    server.kill_at = server.count + after
    child = await begun(folder, server.url)
    ended = asyncio.create_task(child.communicate())
    reached = asyncio.create_task(server.reached.wait())
    await asyncio.wait({ended, reached}, return_when=asyncio.FIRST_COMPLETED)
    reached.cancel()
    if child.returncode is None:
        child.kill()
    await ended
    return child.returncode == -9


async def scene(folder: Path) -> Counting:
    random, server = Random(41), Counting()
    async with running(server):
        for _ in range(KILLS):
            assert await killed(folder, server, random.randint(1, MANY // (KILLS + 1)))
        last = await begun(folder, server.url)
        out, _ = await last.communicate()
        assert out.decode().split() == ["begins", "done"]
    return server


def test_nobody_is_lost_and_only_what_was_leaving_at_a_kill_leaves_twice(tmp_path: Path) -> None:
    server = asyncio.run(scene(tmp_path))
    notes = read(tmp_path / "1.ledger")
    assert sorted(server.ids) == everybody(MANY)
    assert {note.end for note in notes.values()} == {"sent"}
    twice = {to: ids for to, ids in server.ids.items() if len(ids) > 1}
    assert all(len(set(ids)) == 1 for ids in twice.values())
    listed = {to for to in server.ids if notes[mark("1", to)].uncertain}
    assert twice.keys() <= listed
    assert len(listed) <= KILLS * SIDE_BY_SIDE
    print(f"{MANY} letters, {KILLS} kills: {len(twice)} twice, {len(listed)} listed as uncertain")
