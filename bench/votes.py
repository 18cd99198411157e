"""P11 for votes, and 2,000 pages that follow a poll: ``python -m bench.votes``, or ``… 3000 1``.

An open loop: bursts of 3,000 votes spread over a second each, half on the web and half in Teams, a
tenth of them twice and a twentieth changed, whether or not those before were answered. Then 2,000
pages are open, somebody votes, and it is measured when the last page knows. The bot is a process
of its own, and so is the client. That the count stays exact across a kill is a test
(``tests/polls/test_volume.py``).
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from bench.table import Row, show
from bot.model.outcome import Outcome
from storage import open_store
from tests.polls.crowd import POLL, Ballot, Bot, activity, ballots, closed, expected, results

ALL, IN_A_SECOND = 30_000, 3_000
BETWEEN = 6.0
"""Seconds from burst to burst: 500 a second on average, as P11 has it."""
CONNECTIONS, PAGES = 200, 2_000
LIVE = replace(POLL, id="2", code="GHJKL", live=True, named=True)
MEGABYTE = 1024 * 1024


async def _filled(data: Path) -> None:
    from bot.model.poll import PollKey

    store = await open_store(data)
    await store.run(Outcome(saves=(POLL, LIVE, PollKey(poll="1", key="k" * 64))).regardless)
    await store.close()


def rows(many: int = ALL, between: float = BETWEEN) -> Sequence[Row]:
    """The rows of P11 for votes."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        asyncio.run(_filled(data))
        bot = Bot(data)
        bot.start()
        try:
            return _measured(bot, many, between)
        finally:
            bot.kill()


def _measured(bot: Bot, many: int, between: float) -> Sequence[Row]:
    asyncio.run(_listening(bot))
    before = memory(bot)
    voted = _client("vote", bot.port, many, between)
    seen = _client("look", bot.port, PAGES)
    after = memory(bot)
    asyncio.run(closed(bot))
    votes = [each["votes"] for each in results(bot)["options"]]
    amiss = sum(abs(a - b) for a, b in zip(votes, expected(many), strict=True))
    p99 = quantiles(voted["spent"], n=100)[98]
    return (
        Row("P11 votes lost or doubled", str(amiss + voted["refused"]), "", "", "0", ""),
        Row("P11 votes answered, p99, ms", f"{p99:.0f}", "", "", "2000", "250"),
        Row(
            f"{PAGES} pages know of a vote, the last, ms", f"{seen['last']:.0f}", "", "", "2000", ""
        ),
        Row(
            "… memory of the bot with them, MB",
            f"{after:.0f}",
            f"before {before:.0f}",
            "",
            "300",
            "",
        ),
    )


def memory(bot: Bot) -> float:
    """Megabytes that the bot takes."""
    assert bot.process is not None
    status = Path(f"/proc/{bot.process.pid}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / MEGABYTE


async def _listening(bot: Bot) -> None:
    async with ClientSession() as http:
        for _ in range(500):
            try:
                async with http.get(f"http://127.0.0.1:{bot.port}/healthz"):
                    return
            except OSError:
                await asyncio.sleep(0.02)


def _client(*arguments: object) -> dict[str, Any]:
    """What a client in a process of its own measured."""
    command = [sys.executable, "-m", "bench.votes", *map(str, arguments)]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True).stdout
    )
    return found


async def vote(port: int, many: int, between: float) -> dict[str, Any]:
    """How long each answer took since it was due, and how many were none."""
    spent: list[float] = []
    refused = 0
    first = defaultdict[int, asyncio.Event](asyncio.Event)
    url = f"http://127.0.0.1:{port}"
    async with ClientSession(url, connector=TCPConnector(limit=CONNECTIONS)) as http:
        began = time.perf_counter()

        async def one(ballot: Ballot, due: float) -> None:
            nonlocal refused
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            if ballot.number:
                # Who changes their mind has seen that the first answer was counted.
                await first[ballot.voter].wait()
            due = max(due, time.perf_counter() - began) if ballot.number else due
            async with _sent(http, ballot) as said:
                refused += "counted" not in await said.text()
            spent.append((time.perf_counter() - began - due) * 1e3)
            first[ballot.voter].set()

        await asyncio.gather(*(one(*each) for each in _moments(many, between)))
    return {"spent": spent, "refused": refused}


def _sent(http: ClientSession, ballot: Ballot) -> Any:
    if ballot.voter % 2:
        return http.post("/api/messages", json=activity(ballot))
    fields = {"token": f"token-{ballot.number}", "button": f"choice_{ballot.choice}"}
    head = {"Cookie": f"voter={ballot.voter:032d}", "Accept-Language": "en"}
    return http.post(f"/p/{POLL.code}", data=fields, headers=head)


def _moments(many: int, between: float) -> list[tuple[Ballot, float]]:
    """When each vote is sent, in seconds from the beginning; another one a second later."""
    found = []
    for ballot in ballots(many):
        burst, place = divmod(ballot.voter, IN_A_SECOND)
        found.append((ballot, burst * between + place / IN_A_SECOND + ballot.number))
    return found


async def look(port: int, pages: int) -> dict[str, Any]:
    """How long after a vote the last of many pages knew of it."""
    url = f"http://127.0.0.1:{port}"
    timeout = ClientTimeout(total=None)
    async with ClientSession(url, connector=TCPConnector(limit=0), timeout=timeout) as http:
        ready, knows = asyncio.Semaphore(0), list[float]()

        async def page() -> None:
            async with http.get(f"/p/{LIVE.code}/events") as stream:
                async for line in stream.content:
                    if b'"voters": 0' in line:
                        ready.release()
                    if b'"voters": 1' in line:
                        knows.append(time.perf_counter())
                        return

        opened = [asyncio.create_task(page()) for _ in range(pages)]
        for _ in range(pages):
            await ready.acquire()
        fields = {"token": "1", "button": "choice_1"}
        began = time.perf_counter()
        async with http.post(f"/p/{LIVE.code}", data=fields, headers={"Cookie": f"voter={0:032d}"}):
            await asyncio.gather(*opened)
    return {"last": (max(knows) - began) * 1e3}


def main(arguments: Sequence[str]) -> None:
    """Be the client that is asked for, or measure and print."""
    if arguments[:1] == ["vote"]:
        _, port, many, between = arguments
        print(json.dumps(asyncio.run(vote(int(port), int(many), float(between)))))
    elif arguments[:1] == ["look"]:
        print(json.dumps(asyncio.run(look(int(arguments[1]), int(arguments[2])))))
    else:
        given = (int(arguments[0]), float(arguments[1])) if arguments else (ALL, BETWEEN)
        show(rows(*given))


if __name__ == "__main__":
    main(sys.argv[1:])
