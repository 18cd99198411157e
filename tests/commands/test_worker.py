"""``circuit work``: processes that send and ask what is due, beside bots that serve."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model.outbox import Letter, Sending, State
from bot.model.outcome import Outcome
from storage.postgres import PostgresStore
from tests.mail.server import running as serving
from tests.mailings.killing import Counting
from tests.postgres import Server

from .several import LEADS, TAKEOVER, beside, member, several, standing, wait_until_ready
from .shell import circuit, working

pytestmark = pytest.mark.slow
LETTERS, AT_ONCE = 400, 10
HANDS_OVER = "this process does not lead any more"


def letters(start: int, end: int) -> tuple[Sending, ...]:
    """Letters to people, each one by itself."""
    now, words = Clock().now(), Letter("Hello", "Words.", ("en",))
    return tuple(
        Sending(key=f"letter/{n}", door="mail", to=f"p{n}@example.org", content=words, created=now)
        for n in range(start, end)
    )


async def all_left(store: PostgresStore, many: int) -> None:
    """Return once so many letters are known to have left."""
    changed = asyncio.Event()
    store.on_elsewhere = lambda _: changed.set()
    async with asyncio.timeout(30):
        while store.view().count(Sending, "status", State.SENT.value) < many:
            changed.clear()
            await store.run(lambda _: Outcome())
            await asyncio.wait({asyncio.create_task(changed.wait())}, timeout=0.2)


def test_work_is_for_bots_that_share_a_store(tmp_path: Path) -> None:
    done = circuit(tmp_path, "work")
    assert (done.returncode, done.stdout, done.stderr.partition(", in")[0]) == (
        1, "", "circuit: “circuit work” sends for bots on the same PostgreSQL",
    )  # fmt: skip


def test_a_worker_takes_the_lead_from_a_bot_another_goes_on_once_it_is_killed_and_the_bot_at_last(
    postgres: Server, tmp_path: Path
) -> None:
    server, took = Counting(), list[float]()

    async def mailed() -> None:
        async with serving(server):
            mail = {"CIRCUIT_SMTP_URL": f"{server.url}?rate=400&connections={AT_ONCE}"}
            with several(postgres, tmp_path, 1, **mail) as (bot,):
                store = await beside(postgres)
                with working(tmp_path, **member(postgres, tmp_path, "w1", **mail)) as first:
                    await asyncio.to_thread(bot.wait_for, HANDS_OVER)
                    await asyncio.to_thread(first.wait_for, LEADS)
                    assert standing(bot)[1]["outbox"] == "elsewhere"
                    with working(tmp_path, **member(postgres, tmp_path, "w2", **mail)) as second:
                        server.kill_at = LETTERS // 2
                        await store.run(Outcome(sends=letters(0, LETTERS)).regardless)
                        await server.reached.wait()
                        first.process.kill()
                        began = time.monotonic()
                        await asyncio.to_thread(second.wait_for, LEADS)
                        took.append(time.monotonic() - began)
                        await all_left(store, LETTERS)
                        assert await asyncio.to_thread(second.stop) == 0
                await asyncio.to_thread(bot.wait_for, LEADS)
                await store.close()
                await asyncio.to_thread(wait_until_ready, bot)
                assert standing(bot)[1]["outbox"] == "running"
                assert await asyncio.to_thread(bot.stop) == 0

    asyncio.run(asyncio.wait_for(mailed(), 90))
    assert sorted(server.ids) == sorted(each.to for each in letters(0, LETTERS))
    twice = {to: ids for to, ids in server.ids.items() if len(ids) > 1}
    assert all(len(set(ids)) == 1 for ids in twice.values())
    assert len(twice) <= AT_ONCE
    assert took[0] < TAKEOVER
