"""Many who vote at once, on the web and in Teams, and a bot that may be killed meanwhile."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, TCPConnector

from bot.model.outcome import Outcome
from bot.model.poll import Poll, PollKey, PollState
from bot.model.words import Both
from storage import open_store

ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
POLL = Poll(
    id="1",
    code="BCDFG",
    question=Both("Do you work from home?", "Travaillez-vous à la maison?"),
    options=(Both("yes", "oui"), Both("no", "non"), Both("both", "les deux")),
    state=PollState.OPEN,
    created=NOW,
    created_by="ana@example.org",
)
TENANT = "11111111-1111-1111-1111-111111111111"
AT_ONCE = 64


async def opened(data: Path) -> None:
    """A store with the poll."""
    store = await open_store(data)
    await store.run(Outcome(saves=(POLL, PollKey(poll="1", key="k" * 64))).regardless)
    await store.close()


@dataclass
class Bot:
    """A bot in a process of its own."""

    data: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, on the same port each time."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        environment = {
            **os.environ,
            "CIRCUIT_DATA": str(self.data),
            "CIRCUIT_PORT": str(self.port),
            "CIRCUIT_CLOCK": "2027-01-12T14:00:00Z",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End it as a loss of power would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@dataclass(frozen=True)
class Ballot:
    """One vote as it is sent; sent again it is the same."""

    voter: int
    choice: int
    number: int


def ballots(voters: int) -> Iterator[Ballot]:
    """A vote of each, a tenth of them twice, and every twentieth person another one later."""
    for voter in range(voters):
        first = Ballot(voter, voter % 3 + 1, 0)
        yield first
        if voter % 10 == 3:
            yield first
        if voter % 20 == 7:
            yield Ballot(voter, (voter + 1) % 3 + 1, 1)


def expected(voters: int) -> list[int]:
    """What must come of it: the last vote of each."""
    last = {each.voter: each.choice for each in ballots(voters)}
    counted = Counter(last.values())
    return [counted[each] for each in (1, 2, 3)]


@dataclass
class Crowd:
    """Those who vote: even numbers on the web, odd ones in Teams; what is refused is sent again."""

    bot: Bot
    http: ClientSession
    waits: list[float] = field(default_factory=list)
    acknowledged: int = 0

    async def vote(self, ballot: Ballot) -> None:
        """Vote until it is acknowledged."""
        cast = self._teams if ballot.voter % 2 else self._web
        while True:
            began = asyncio.get_running_loop().time()
            try:
                said = await cast(ballot)
            except (ClientError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            assert "counted" in said, said[-400:]
            self.acknowledged += 1
            self.waits.append(asyncio.get_running_loop().time() - began)
            return

    async def _web(self, ballot: Ballot) -> str:
        fields = {"token": f"token-{ballot.number}", "button": f"choice_{ballot.choice}"}
        head = {"Cookie": f"voter={ballot.voter:032d}", "Accept-Language": "en"}
        url = f"http://127.0.0.1:{self.bot.port}/p/{POLL.code}"
        async with self.http.post(url, data=fields, headers=head) as response:
            return await response.text()

    async def _teams(self, ballot: Ballot) -> str:
        url = f"http://127.0.0.1:{self.bot.port}/api/messages"
        async with self.http.post(url, json=activity(ballot)) as response:
            return await response.text()


def activity(ballot: Ballot) -> dict[str, Any]:
    """The press of a button in a channel, as Teams posts it."""
    data = {"card": "polls-1.1", "button": f"choice_{ballot.choice}"}
    action = {"type": "Action.Execute", "verb": data["button"], "data": data}
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"{ballot.voter}-{ballot.number}",
        "timestamp": "2027-01-12T14:00:00.000Z",
        "serviceUrl": "http://127.0.0.1:9/",
        "channelId": "msteams",
        "from": {
            "id": f"29:{ballot.voter}",
            "name": "Marie Roy",
            "aadObjectId": f"o{ballot.voter}",
        },
        "conversation": {
            "conversationType": "channel",
            "id": "space;messageid=1",
            "tenantId": TENANT,
            "isGroup": True,
        },
        "recipient": {"id": "28:circuit", "name": "Circuit"},
        "channelData": {"tenant": {"id": TENANT}},
        "value": {"action": action, "trigger": "manual"},
    }


async def held(bot: Bot, voters: int, kill_after: int) -> Crowd:
    """The crowd once everybody has voted; the bot is killed once that many were acknowledged."""
    waiting = iter(list(ballots(voters)))
    async with ClientSession(connector=TCPConnector(limit=AT_ONCE)) as http:
        crowd = Crowd(bot, http)
        in_order: dict[int, asyncio.Lock] = {}

        async def work() -> None:
            for ballot in waiting:
                async with in_order.setdefault(ballot.voter, asyncio.Lock()):
                    await crowd.vote(ballot)
                if kill_after and crowd.acknowledged == kill_after:
                    await asyncio.to_thread(bot.kill)
                    bot.start()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return crowd


def counted(bot: Bot) -> None:
    """Return once the count is over, and all that could name voters is gone."""
    while not any(
        each["key"] == "polls/1/count" and each["state"] == "sent"
        for each in map(json.loads, _said(bot, "outbox", "--json").splitlines())
    ):
        pass


def results(bot: Bot) -> dict[str, Any]:
    """What ``circuit poll results 1 --json`` prints."""
    found: dict[str, Any] = json.loads(_said(bot, "poll", "results", "1", "--json"))
    return found


def _said(bot: Bot, *arguments: str) -> str:
    """What a command prints."""
    environment = {**os.environ, "CIRCUIT_DATA": str(bot.data)}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


async def closed(bot: Bot) -> None:
    """Ana closes the poll, and it is counted."""
    order = {"as": "ana@example.org", "room": "private", "id": "close", "text": "close poll 1"}
    url = f"http://127.0.0.1:{bot.port}"
    async with ClientSession(url) as http:
        async with http.post("/local/message", json=order) as response:
            assert response.status == 200, await response.text()
        async with http.get(f"/p/{POLL.code}/events") as stream:
            async for line in stream.content:
                if b'"closed"' in line:
                    return
