"""Processes that send to many, killed while a mail server counts what it takes."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_string, policy
from pathlib import Path

from tests.mail.server import Server, running

ROOT = Path(__file__).parents[2]


class Counting(Server):
    """A server that keeps of each letter only to whom it went and its Message-ID."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        self.subjects: dict[str, set[str]] = {}
        self.count = 0
        self.kill_at = 0
        self.reached = asyncio.Event()

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802, ANN001, ANN201
        head = envelope.content.partition(b"\r\n\r\n")[0].decode()
        identity = head.partition("Message-ID: ")[2].partition("\r\n")[0]
        self.ids[envelope.rcpt_tos[0]].append(identity)
        subject = message_from_string(head, policy=policy.default)["Subject"]
        self.subjects.setdefault(identity, set()).add(str(subject))
        self.count += 1
        if self.count == self.kill_at:
            self.reached.set()
        return "250 OK"


@dataclass(frozen=True)
class Child:
    """A process of a module, for so many people, that keeps what it does in a folder."""

    module: str
    folder: Path
    many: int

    async def begun(self, url: str) -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", self.module, str(self.folder), url, str(self.many))
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe)

    async def killed(self, server: Counting, after: int) -> bool:
        """Whether it was killed once the server had taken so many more; False if it was done."""
        server.reached.clear()
        server.kill_at = server.count + after
        child = await self.begun(server.url)
        ended = asyncio.create_task(child.communicate())
        reached = asyncio.create_task(server.reached.wait())
        await asyncio.wait({ended, reached}, return_when=asyncio.FIRST_COMPLETED)
        reached.cancel()
        if child.returncode is None:
            child.kill()
        await ended
        return child.returncode == -9


async def survived(child: Child, kills: Sequence[int]) -> Counting:
    """What the server took, once the process was killed after each of these many letters."""
    server = Counting()
    async with running(server):
        for after in kills:
            assert await child.killed(server, after)
        last = await child.begun(server.url)
        out, _ = await last.communicate()
        assert out.decode().split() == ["begins", "done"]
    return server
