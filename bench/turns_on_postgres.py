"""A turn on PostgreSQL beside the same transaction by hand, and votes through several processes.

``python -m bench.turns_on_postgres``. By hand is what a careful programmer would write for the same
row: begin, take the counter, insert, count on, commit, over one connection of the same driver.
"""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from psycopg import AsyncConnection

from bench.registration import registration
from bench.table import Row, show
from bot.model.outcome import Outcome
from storage import Store, open_store
from storage.postgres import Address, open_postgres
from tests.postgres import Server

ROUNDS, TURNS = 5, 400
AT_ONCE, SECONDS = 50, 3.0
NUMBERS = count(20_000_000)
TABLES = """
CREATE TABLE by_hand (kind text, id bigint, key text, row json, PRIMARY KEY (kind, id));
CREATE TABLE counter (number bigint);
INSERT INTO counter VALUES (0);
"""


async def _turn(store: Store) -> None:
    made = registration(next(NUMBERS))
    await store.run(Outcome(saves=(made,)).regardless)


async def _by_hand(connection: AsyncConnection[tuple[object, ...]]) -> None:
    number = next(NUMBERS)
    text = f'{{"number":{number},"rest":"{"x" * 300}"}}'
    await connection.execute("BEGIN")
    await connection.execute("SELECT number FROM counter FOR UPDATE")
    await connection.execute(
        "INSERT INTO by_hand VALUES (%s, %s, %s, %s::json)", ("r", number, str(number), text)
    )
    await connection.execute("UPDATE counter SET number = number + 1")
    await connection.execute("COMMIT")


async def _times(act: Callable[[], Awaitable[None]]) -> list[float]:
    spent = []
    for _ in range(TURNS):
        start = time.perf_counter()
        await act()
        spent.append((time.perf_counter() - start) * 1e3)
    return spent


async def alone(server: Server) -> tuple[list[float], list[float]]:
    """Milliseconds of single turns, and of the same by hand, in rounds by turns."""
    server.fresh()
    store = await open_postgres(server.address, "bench")
    connection = await AsyncConnection.connect(server.address.database, autocommit=True)
    await connection.execute(TABLES)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours += await _times(lambda: _turn(store))
        theirs += await _times(lambda: _by_hand(connection))
    await connection.close()
    await store.close()
    return ours, theirs


async def _rate(store: Store, number: int) -> int:
    """How many turns of this process were durable within some seconds."""
    numbers, done = count(number * 100_000_000), 0
    until = time.perf_counter() + SECONDS

    async def speak() -> None:
        nonlocal done
        while time.perf_counter() < until:
            made = registration(next(numbers))
            await store.run(Outcome(saves=(made,)).regardless)
            done += 1

    await asyncio.gather(*(speak() for _ in range(AT_ONCE)))
    return done


def _process(address: Address, number: int) -> int:
    async def run() -> int:
        store = await open_postgres(address, "bench", alone=False)
        done = await _rate(store, number)
        await store.close()
        return done

    return asyncio.run(run())


def rates(server: Server, processes: int) -> float:
    """Turns a second of so many processes on one schema."""
    server.fresh()
    asyncio.run(_made(server.address))
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        done = pool.starmap(_process, [(server.address, n + 1) for n in range(processes)])
    return sum(done) / SECONDS


async def _made(address: Address) -> None:
    await (await open_postgres(address, "bench")).close()


async def _embedded() -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder))
        done = await _rate(store, 9)
        await store.close()
    return done / SECONDS


def _p99(spent: Sequence[float]) -> float:
    return quantiles(spent, n=100)[98]


def rows() -> Sequence[Row]:
    """Latency beside the same by hand; turns a second beside the embedded store."""
    with tempfile.TemporaryDirectory(prefix="circuit-bench-") as folder:
        server = Server(Path(folder) / "data")
        try:
            ours, theirs = asyncio.run(alone(server))
            embedded = asyncio.run(_embedded())
            curve = [(each, rates(server, each)) for each in (1, 2, 4)]
        finally:
            server.stop()
    latency = [
        ("p50", median(ours), median(theirs), ""),
        ("p99", _p99(ours), _p99(theirs), "3"),
    ]
    return [
        *(
            Row(
                f"a turn on PostgreSQL, {name}, ms", f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}", bar, ""
            )
            for name, a, b, bar in latency
        ),
        *(
            Row(
                f"turns a second, {each} processes of {AT_ONCE}",
                f"{rate:.0f}",
                f"embedded {embedded:.0f}",
                f"{rate / embedded:.2f}",
                "",
                "",
            )
            for each, rate in curve
        ),
    ]


if __name__ == "__main__":
    show(rows())
