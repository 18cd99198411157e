"""Several bots as processes of their own, on one PostgreSQL."""

import asyncio
import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, TCPConnector

from bot.assistant.mailings.one_by_one import SIDE_BY_SIDE
from bot.clock import Clock
from bot.model.mailing import Mailing, Stage
from bot.model.outcome import Outcome
from bot.model.poll import PollKey, Vote
from storage.ledger import mark
from storage.postgres import PostgresLedgers, PostgresStore
from tests.mail.server import running as serving
from tests.mailings.child import MAILING
from tests.mailings.house import ANNOUNCED, everybody, registration
from tests.mailings.killing import Counting
from tests.polls.crowd import AT_ONCE, POLL, Ballot, ballots, expected
from tests.postgres import Server

from .several import LEADS, TAKEOVER, beside, several, standing, wait_until_ready
from .shell import Running

pytestmark = pytest.mark.slow

PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
VOTERS, LETTERS = (30_000, 30_000) if PROVE else (600, 1_500)
LONGEST = 600.0
"""Seconds after which a scene that does not end has failed."""


def test_all_serve_and_another_leads_once_the_leader_is_killed(
    postgres: Server, tmp_path: Path
) -> None:
    with several(postgres, tmp_path, 2) as (leader, other):
        assert standing(other) == (200, {"ready": True, "store": "open", "outbox": "elsewhere"})
        began = time.monotonic()
        leader.process.kill()
        other.wait_for(LEADS)
        assert time.monotonic() - began < TAKEOVER
        wait_until_ready(other)
        assert other.stop() == 0


class Voting:
    """People on the web, each vote by another bot; what one does not take goes to the next."""

    def __init__(self, bots: list[Running], web: ClientSession) -> None:
        self.bots, self.web, self.taken = bots, web, 0

    async def vote(self, ballot: Ballot, nth: int) -> None:
        """Vote until it is acknowledged."""
        fields = {"token": f"token-{ballot.number}", "button": f"choice_{ballot.choice}"}
        head = {"Cookie": f"voter={ballot.voter:032d}", "Accept-Language": "en"}
        while True:
            port = self.bots[nth % len(self.bots)].port
            url = f"http://127.0.0.1:{port}/p/{POLL.code}"
            nth += 1
            try:
                async with self.web.post(url, data=fields, headers=head) as response:
                    said = await response.text()
            except ClientError:
                continue
            assert "counted" in said, said[-400:]
            self.taken += 1
            return

    async def opened(self) -> None:
        """Return once each bot has heard of the poll, which another process has opened."""
        async with asyncio.timeout(TAKEOVER):
            for bot in self.bots:
                while (await self._page(bot)) != 200:
                    pass

    async def _page(self, bot: Running) -> int:
        async with self.web.get(f"http://127.0.0.1:{bot.port}/p/{POLL.code}") as response:
            return response.status

    async def held(self) -> None:
        """Return once everybody has voted; one of the bots is killed when half of them have."""
        waiting = enumerate(list(ballots(VOTERS)))
        in_order: dict[int, asyncio.Lock] = {}

        async def work() -> None:
            for nth, ballot in waiting:
                async with in_order.setdefault(ballot.voter, asyncio.Lock()):
                    await self.vote(ballot, nth)
                if self.taken == VOTERS // 2:
                    self.bots[-1].process.kill()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def test_votes_through_several_are_counted_exactly_across_a_kill(
    postgres: Server, tmp_path: Path
) -> None:
    async def scene(bots: list[Running]) -> list[int]:
        store = await beside(postgres)
        await store.run(Outcome(saves=(POLL, PollKey(poll="1", key="k" * 64))).regardless)
        async with ClientSession(connector=TCPConnector(limit=AT_ONCE)) as web:
            voting = Voting(bots, web)
            await voting.opened()
            await voting.held()
        await store.run(lambda _: Outcome())
        counts = [store.view().count(Vote, "chosen", f"1/{choice}") for choice in (1, 2, 3)]
        await store.close()
        return counts

    with several(postgres, tmp_path, 2) as bots:
        assert asyncio.run(scene(bots)) == expected(VOTERS)


async def _armed(postgres: Server) -> PostgresStore:
    """The store, with a reminder to many that may leave."""
    store, now = await beside(postgres), Clock().now()
    session = replace(ANNOUNCED, starts=now + timedelta(days=30))
    earlier = now - timedelta(days=1)
    for start in range(0, LETTERS, 1000):
        some = range(start, min(LETTERS, start + 1000))
        people = tuple(registration(n, at=earlier, changed_at=earlier) for n in some)
        await store.run(Outcome(saves=people).regardless)
    mailing = MAILING.changed(total=LETTERS, created=now, frozen=now, expires=session.starts)
    await store.run(Outcome(saves=(session, mailing)).regardless)
    return store


async def _killed(bot: Running, server: Counting, after: int) -> None:
    """Return once the bot was killed, as soon as the server had taken so many more."""
    server.reached.clear()
    server.kill_at = server.count + after
    await server.reached.wait()
    bot.process.kill()


async def _done(store: PostgresStore) -> None:
    """Return once the mailing is over."""
    store.on_elsewhere = lambda _: changed.set()
    changed = asyncio.Event()
    while (found := store.view().get(Mailing, "1")) is None or found.stage is not Stage.DONE:
        changed.clear()
        await store.run(lambda _: Outcome())
        await asyncio.wait({asyncio.create_task(changed.wait())}, timeout=0.2)


def test_letters_go_on_within_seconds_when_the_leader_is_killed(
    postgres: Server, tmp_path: Path
) -> None:
    server, took = Counting(), list[float]()

    async def mailed() -> None:
        async with serving(server):
            url = f"{server.url}?rate=1000&connections=10"
            with several(postgres, tmp_path, 3, CIRCUIT_SMTP_URL=url) as (leader, other, worker):
                store = await _armed(postgres)
                await _killed(worker, server, LETTERS // 4)
                await _killed(leader, server, LETTERS // 4)
                began = time.monotonic()
                await asyncio.to_thread(other.wait_for, LEADS)
                took.append(time.monotonic() - began)
                await _done(store)
                await store.close()

    asyncio.run(asyncio.wait_for(mailed(), LONGEST))
    notes = PostgresLedgers(postgres.address).notes("1")
    assert sorted(server.ids) == everybody(LETTERS)
    assert {note.end for note in notes.values()} == {"sent"}
    twice = {to: ids for to, ids in server.ids.items() if len(ids) > 1}
    assert all(len(set(ids)) == 1 for ids in twice.values())
    listed = {to for to in server.ids if notes[mark("1", to)].uncertain}
    assert twice.keys() <= listed
    assert len(listed) <= SIDE_BY_SIDE
    assert took[0] < TAKEOVER
    print(f"{LETTERS} letters: {len(twice)} twice, {len(listed)} uncertain, taken over in {took}")
