"""P11: registrations by a flow, in bursts, through the real way in and onto the disk.

An open loop: bursts of 3,000 responses are posted spread over a second each, whether or not the
ones before were answered, every tenth of them twice; then each person has one registration and one
letter. The client is a process of its own, on the same machine. ``python -m bench.hooks 3000 1``.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from aiohttp import ClientSession, TCPConnector
from aiohttp.web import AppRunner, TCPSite

from bench.table import Row, show
from bot import app, settings
from bot.channels.pages import application
from bot.clock import StillClock
from bot.model.forms import Form
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.session import Session
from bot.model.words import Both

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ALL, IN_A_SECOND = 30_000, 3_000
BETWEEN = 6.0
"""Seconds from burst to burst: 500 a second on average, as P11 has it."""
TWICE = 10
CONNECTIONS = 100
KEY = "r" + "a" * 32
SESSION = Session(
    id="1",
    title=Both("biometrics", "la biométrie"),
    starts=datetime(2027, 2, 25, 18, 0, tzinfo=UTC),
    wall="2027-02-25T13:00",
    created=NOW,
)
FORM = Form(
    id="form",
    number="1",
    seen=NOW,
    session="1",
    fields={"responder": "address", "submitDate": "at", KEY: "department"},
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a run: answers in milliseconds, and what the store holds."""

    spent: list[float]
    refused: int
    registered: int
    letters: int
    stall: float


async def measured(many: int, between: float) -> Measured:
    """A bot on the disk, and a client that posts to it from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings.read({"CIRCUIT_DATA": folder}, Path("none"))
        async with app.opened(chosen, StillClock(NOW)) as house:
            store = house.assistant.house.store
            await store.run(Outcome(saves=(SESSION, FORM)).regardless)
            runner = AppRunner(application(app.pages(house)), access_log=None)
            await runner.setup()
            await TCPSite(runner, "127.0.0.1", 0).start()
            gaps: list[float] = []
            watching = asyncio.create_task(_watch(gaps))
            spent, refused = await _client(runner.addresses[0][1], many, between)
            watching.cancel()
            view = store.view()
            found = Measured(
                spent,
                refused,
                view.count(Registration, "standing_in", "1/registered"),
                view.count(Sending, "about", "session/1"),
                max(gaps),
            )
            await runner.cleanup()
    return found


async def _watch(gaps: list[float]) -> None:
    """How long the loop kept others waiting, in milliseconds."""
    before = time.perf_counter()
    while True:
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        gaps.append((now - before) * 1e3)
        before = now


async def _client(port: int, many: int, between: float) -> tuple[list[float], int]:
    """The times of the answers, and how many were none."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.hooks", "post", str(port), str(many), str(between)),
        stdout=subprocess.PIPE,
    )
    written, _ = await child.communicate()
    found = json.loads(written)
    return found["spent"], found["refused"]


async def post(port: int, many: int, between: float) -> None:
    """Post to a bot, and print how long each answer took."""
    spent: list[float] = []
    statuses: list[int] = []
    async with ClientSession(
        f"http://127.0.0.1:{port}", connector=TCPConnector(limit=CONNECTIONS)
    ) as http:
        began = time.perf_counter()

        async def one(number: int, at: float) -> None:
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            due = began + at
            async with http.post("/hooks/forms", json=response(number)) as said:
                await said.read()
            spent.append((time.perf_counter() - due) * 1e3)
            statuses.append(said.status)

        posts = [one(number, at) for number, at in _moments(many, between)]
        await asyncio.gather(*posts)
    refused = sum(1 for status in statuses if status not in (200, 201))
    print(json.dumps({"spent": spent, "refused": refused}))


def _moments(many: int, between: float) -> list[tuple[int, float]]:
    """When each response is posted, in seconds from the beginning; some are posted twice."""
    found: list[tuple[int, float]] = []
    for number in range(many):
        burst, place = divmod(number, IN_A_SECOND)
        at = burst * between + place / IN_A_SECOND
        found += [(number, at)] * (2 if number % TWICE == 0 else 1)
    return found


def response(number: int) -> dict[str, object]:
    """What a flow posts."""
    return {
        "form_id": "form",
        "response_id": number,
        "responder": f"person.{number:05d}@dept-{number % 97}.example.org",
        "submitted": "1/12/2027 1:30:07 PM",
        "answers": {KEY: f"Department {number % 97}"},
    }


def rows(many: int = ALL, between: float = BETWEEN) -> Sequence[Row]:
    """The rows of P11, for registrations."""
    found = asyncio.run(measured(many, between))
    p99 = quantiles(found.spent, n=100)[98]
    doubled = found.registered - many
    return (
        Row(
            "P11 registrations lost or doubled", str(abs(doubled) + found.refused), "", "", "0", ""
        ),
        Row("P11 letters for each person", f"{found.letters / many:.3f}", "", "", "1", "1"),
        Row("P11 answered, p99, ms", f"{p99:.0f}", "", "", "2000", "250"),
        Row("P11 longest stall of the loop, ms", f"{found.stall:.0f}", "", "", "25", "10"),
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["post"]:
        asyncio.run(post(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
    else:
        given = [float(each) for each in sys.argv[1:]]
        show(rows(*(int(given[0]), given[1]) if given else (ALL, BETWEEN)))
