"""Several processes on one store: they hear of one another's commits, and one of them leads."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import pytest
from psycopg import AsyncConnection

from bot.clock import Clock
from bot.errors import Misconfigured
from storage.postgres import PostgresStore, Presence
from storage.postgres.presence import BEAT
from tests.postgres import Server

from .records import Guest, saving

SOON = 10.0
"""Seconds within which somebody else must lead."""


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Opening a store freezes what is loaded; tests open many."""
    yield
    gc.unfreeze()


@asynccontextmanager
async def present(
    postgres: Server, *, worker: bool = False
) -> AsyncIterator[tuple[PostgresStore, Presence]]:
    """A process among others, as far as the store knows it."""
    store = await postgres.opened_again()
    presence = Presence(postgres.address, store.process, worker=worker)
    presence.on_commit = store.hear
    there = asyncio.create_task(presence.run())
    try:
        yield store, presence
    finally:
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)
        await store.close()


async def end_session(postgres: Server, of: str) -> None:
    """Have the server end the session of the leader, or of whoever else holds such a lock."""
    connection = await AsyncConnection.connect(postgres.address.database, autocommit=True)
    ended = await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND (classid::bigint << 32 | objid::bigint) = hashtextextended(%s, 0)",
        (f"circuit/{postgres.schema}/{of}",),
    )
    assert ended.rowcount == 1
    await connection.close()


def test_what_another_process_did_is_seen_without_a_turn(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (one, _), present(postgres) as (other, _):
            changed = asyncio.get_running_loop().create_future()
            other.on_elsewhere = changed.set_result
            await one.run(saving(Guest("a"), Guest("b")))
            async with asyncio.timeout(SOON):
                table = Guest.table.name
                assert sorted(await changed) == [(table, "a"), (table, "b")]
            assert other.view().get(Guest, "b") == Guest("b")

    asyncio.run(run())


def test_one_leads_and_another_once_it_is_lost(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (_, one), present(postgres) as (_, other):
            async with asyncio.timeout(SOON), one.leading() as lost:
                waiting = asyncio.create_task(_led(other))
                await asyncio.sleep(0)
                assert not lost.is_set()
                await end_session(postgres, "lead")
                await lost.wait()
            await asyncio.wait_for(waiting, SOON)

    asyncio.run(run())


async def _led(presence: Presence) -> None:
    async with presence.leading():
        pass


def test_who_stops_leading_hands_over(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (_, one), present(postgres) as (_, other):
            async with asyncio.timeout(SOON), one.leading():
                pass
            async with asyncio.timeout(SOON), other.leading() as lost:
                assert not lost.is_set()

    asyncio.run(run())


def test_a_bot_that_leads_ends_what_it_is_at_and_hands_over_to_a_worker(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (_, bot), asyncio.timeout(2 * SOON):
            async with AsyncExitStack() as workers:
                async with bot.leading() as lost:
                    _, worker = await workers.enter_async_context(present(postgres, worker=True))
                    leads = asyncio.create_task(_led(worker))
                    await lost.wait()
                    assert (bot.surely(), leads.done()) == (True, False)
                again = asyncio.create_task(_led(bot))
                await leads
                assert not again.done()
            await again

    asyncio.run(run())


def test_somebody_is_known_to_lead_until_nobody_does(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (_, one), present(postgres) as (_, other):
            async with asyncio.timeout(SOON), one.leading():
                assert (one.surely(), other.surely()) == (True, False)
                await asyncio.sleep(3 * BEAT)
                assert other.leaderless() < timedelta(seconds=2.5 * BEAT)
            since = other.leaderless()
            await asyncio.sleep(3 * BEAT)
            assert other.leaderless() > since + timedelta(seconds=BEAT)
            assert (one.surely(), other.surely()) == (False, False)

    asyncio.run(run())


def test_the_clock_of_the_database_is_told(postgres: Server) -> None:
    async def run() -> None:
        async with present(postgres) as (_, presence):
            told = asyncio.Queue[datetime]()
            presence.on_clock = told.put_nowait
            there = await asyncio.wait_for(told.get(), SOON)
            assert abs(Clock().now() - there) < timedelta(seconds=SOON)

    asyncio.run(run())


def test_a_store_that_somebody_has_alone_takes_nobody_in_and_the_other_way_round(
    postgres: Server,
) -> None:
    async def run() -> None:
        alone = await postgres.opened()
        with pytest.raises(Misconfigured, match="already using the schema"):
            await postgres.opened_again()
        await alone.close()
        shared = [await postgres.opened_again(), await postgres.opened_again()]
        with pytest.raises(Misconfigured, match="already using the schema"):
            await postgres.opened()
        for each in shared:
            await each.close()

    asyncio.run(run())
