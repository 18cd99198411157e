"""P10 and P12: the Teams endpoint, beside plain aiohttp and beside botbuilder with the same work.

P10 is a speaker's answer, and a vote: a signed request, the card pressed by Action.Execute, kept
durably, answered inside the call; every request another one. P12 is a message answered by a
message, counted in CPU time, beside aiohttp that posts a reply with one shared session. Sixteen
connections load each server in turn; the rounds are interleaved, on two cores that the load shares.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import web

from bench.table import Row, show
from tests.teams.connector import TENANT
from tests.teams.tokens import Keys

ROUNDS, SECONDS, CONNECTIONS = 5, 2.0, 16
TICK = os.sysconf("SC_CLK_TCK")
NUMBERS = count(1)
NOBODY = {"s0@example.org": "card"}


@dataclass
class Server:
    """A server process, and what each round on it gave: requests a second, CPU µs a request."""

    process: subprocess.Popen[str]
    port: int
    bodies: Iterator[bytes]
    rounds: list[tuple[float, float]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of the rounds."""
        return median(rate for rate, _ in self.rounds)

    @property
    def cpu(self) -> float:
        """The median of the rounds."""
        return median(cpu for _, cpu in self.rounds)

    def spent(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    async def load(self) -> None:
        """One round."""
        began, spent = time.perf_counter(), self.spent()
        until = began + SECONDS
        done = await asyncio.gather(*(_connection(self, until) for _ in range(CONNECTIONS)))
        took = time.perf_counter() - began
        self.rounds.append((sum(done) / took, (self.spent() - spent) / sum(done) * 1e6))


async def _connection(server: Server, until: float) -> int:
    """How many requests one connection had answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    done = 0
    while time.perf_counter() < until:
        writer.write(next(server.bodies))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 20"), head
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
        await reader.readexactly(length)
        done += 1
    writer.close()
    return done


def _request(body: dict[str, Any], token: str) -> bytes:
    raw = json.dumps(body).encode()
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: {token}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


def _activity(kind: str, address: str, service: str) -> dict[str, Any]:
    first = address.partition("@")[0]
    return {
        "type": kind,
        "id": str(next(NUMBERS)),
        "timestamp": "2027-01-12T14:00:00.000Z",
        "serviceUrl": service,
        "channelId": "msteams",
        "from": {"id": f"29:{first}", "name": "Marie Roy", "aadObjectId": f"object-{first}"},
        "conversation": {"conversationType": "personal", "id": address, "tenantId": TENANT},
        "recipient": {"id": "28:circuit", "name": "Circuit"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-CA",
        "entities": [{"type": "clientInfo", "locale": "en-CA", "platform": "Windows"}],
    }


def _presses(cards: Mapping[str, str], service: str, token: str) -> Iterator[bytes]:
    """Speakers answering one after the other, first no, then yes, and so on."""
    for button in cycle(("no", "yes")):
        for address, card in cards.items():
            data = {"card": card, "button": button}
            action = {"type": "Action.Execute", "verb": button, "data": data}
            more = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
            yield _request(_activity("invoke", address, service) | more, token)


def _votes(_: Mapping[str, str], service: str, token: str) -> Iterator[bytes]:
    """Everybody votes in the same channel, one after the other."""
    for number in count(1):
        data = {"card": "polls-1.1", "button": f"choice_{number % 3 + 1}"}
        action = {"type": "Action.Execute", "verb": data["button"], "data": data}
        more = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
        body = _activity("invoke", f"v{number % 30_000}@example.org", service) | more
        body["conversation"] |= {"conversationType": "channel", "id": "space;messageid=1"}
        yield _request(body, token)


def _messages(cards: Mapping[str, str], service: str, token: str) -> Iterator[bytes]:
    """Speakers saying hello, one after the other."""
    for address in cycle(cards):
        more = {"text": "hello", "textFormat": "plain"}
        yield _request(_activity("message", address, service) | more, token)


async def _listening(served: web.Application) -> str:
    """The address of a server that the measured ones call."""
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/"


def _connector() -> web.Application:
    """One that takes everything."""

    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": "1"})

    served = web.Application()
    served.router.add_route("*", "/{path:.*}", take)
    return served


async def _measured(modes: Sequence[str], bodies: Any) -> dict[str, Server]:
    keys = Keys()
    service = await _listening(_connector())
    keys.url = await _listening(keys.application()) + "openid"
    token = keys.token(service)
    with ExitStack() as stack:
        servers = {}
        for mode in modes:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            process = subprocess.Popen(  # noqa: ASYNC220 - once, before anything is measured
                [sys.executable, "-m", "bench.platform_server", mode, folder, service, keys.url],
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            assert process.stdout is not None
            told = json.loads(await asyncio.to_thread(process.stdout.readline))
            servers[mode] = Server(
                process, told["port"], bodies(told.get("cards", NOBODY), service, token)
            )
        for number in range(ROUNDS + 1):
            for server in servers.values():
                await server.load()
                if not number:
                    server.rounds.clear()
                await asyncio.sleep(0.3)
        return servers


def rows() -> Sequence[Row]:
    """The rows of P10 and P12."""
    pressed = asyncio.run(_measured(("plain", "ours", "stock", "cured"), _presses))
    voted = asyncio.run(_measured(("plain", "ours"), _votes))
    said = asyncio.run(_measured(("plain reply", "ours"), _messages))
    ours, plain = pressed["ours"], pressed["plain"]
    goal = "P10 answers of speakers, durable/s"
    found = [
        Row(
            goal,
            f"{ours.rate:,.0f}",
            f"{name} {server.rate:,.0f}",
            f"{ours.rate / server.rate:.2f}",
            must,
            aim,
        )
        for name, server, must, aim in (
            ("plain aiohttp", plain, "0.25", "0.35"),
            ("botbuilder as it comes", pressed["stock"], "10", "30"),
            ("botbuilder, cured", pressed["cured"], "", ""),
        )
    ]
    found.append(
        Row(
            "P10 CPU µs an answer",
            f"{ours.cpu:,.0f}",
            f"plain aiohttp {plain.cpu:,.0f}",
            f"{ours.cpu / plain.cpu:.1f}",
            "",
            "",
        )
    )
    votes, empty = voted["ours"].rate, voted["plain"].rate
    found.append(
        Row(
            "P10 votes, durable/s",
            f"{votes:,.0f}",
            f"plain aiohttp {empty:,.0f}",
            f"{votes / empty:.2f}",
            "0.25",
            "0.35",
        )
    )
    reply, peer = said["ours"].cpu, said["plain reply"].cpu
    found.append(
        Row(
            "P12 CPU µs a reply",
            f"{reply:,.0f}",
            f"aiohttp, shared session {peer:,.0f}",
            f"{reply / peer:.1f}",
            "8",
            "3",
        )
    )
    return found


if __name__ == "__main__":
    show(rows())
