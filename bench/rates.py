"""P1, P2 and P5: how many registrations a second become durable, and how long each takes."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.contenders import INDEXES, Contender, Ours, SqliteGroup
from bench.postgres import Postgres
from bench.registration import NUMBERS, load
from bench.table import Row
from storage import open_store

One = Callable[[], Awaitable[object]]
RAW = b"x" * 400


@dataclass(frozen=True, slots=True)
class Pace:
    """What callers in a closed loop reached: durable registrations a second, and 99 % of waits."""

    rate: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Volume:
    """How much is measured."""

    records: int
    seconds: float
    rounds: int


def raw(folder: Path, seconds: float) -> Pace:
    """The disk's own limit: append 400 bytes, fdatasync, again."""
    descriptor = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        os.write(descriptor, RAW)
        os.fdatasync(descriptor)
        done += 1
    os.close(descriptor)
    return Pace(done / seconds, 0.0)


async def closed_loop(callers: int, seconds: float, one: One) -> Pace:
    """The pace of callers who each ask again as soon as they are answered."""
    waits: list[float] = []
    end = time.perf_counter() + seconds

    async def caller() -> None:
        while (begun := time.perf_counter()) < end:
            await one()
            waits.append(time.perf_counter() - begun)

    await asyncio.gather(*(caller() for _ in range(callers)))
    waits.sort()
    return Pace(len(waits) / seconds, waits[int(len(waits) * 0.99)] * 1e3)


class Contest:
    """Every contender in turn, round after round, so that a busy moment hits them all."""

    def __init__(self, rounds: int) -> None:
        self.paces: dict[str, list[Pace]] = {}
        self._rounds = rounds

    async def hold(self, contenders: dict[str, Callable[[], Awaitable[Pace]]]) -> None:
        """Let them run."""
        for _ in range(self._rounds):
            for name, run in contenders.items():
                self.paces.setdefault(name, []).append(await run())

    def rate(self, name: str) -> float:
        """The middle rate of a contender."""
        return median(pace.rate for pace in self.paces[name])

    def ratio(self, name: str, peer: str) -> float:
        """The middle of the ratios, round by round."""
        pairs = zip(self.paces[name], self.paces[peer], strict=True)
        return median(mine.rate / other.rate for mine, other in pairs)

    def p99(self, name: str) -> float:
        """The middle p99 of a contender, in milliseconds."""
        return median(pace.p99_ms for pace in self.paces[name])


async def contest(folder: Path, volume: Volume, postgres: Postgres | None) -> Contest:
    """One writer, a hundred and a thousand, on every contender, with the records loaded."""
    store = await open_store(folder / "ours")
    await load(store, volume.records)
    await store.close()
    # Opened anew, as after any start: what was loaded is then out of the collector's way.
    store = await open_store(folder / "ours")
    same = SqliteGroup(folder / "same", INDEXES, volume.records)
    bare = SqliteGroup(folder / "bare", "", volume.records)
    held = Contest(volume.rounds)

    async def disk() -> Pace:
        return raw(folder, volume.seconds)

    def loop(callers: int, contender: Contender) -> Callable[[], Awaitable[Pace]]:
        async def run() -> Pace:
            first = next(NUMBERS)
            pace = await closed_loop(callers, volume.seconds, contender.one)
            await contender.forget(first)
            return pace

        return run

    contenders: dict[str, Callable[[], Awaitable[Pace]]] = {"raw": disk}
    everyone: dict[str, Contender] = {"ours": Ours(store), "same": same, "bare": bare}
    for name, contender in everyone.items():
        contenders |= {f"{name} {callers}": loop(callers, contender) for callers in (1, 100, 1000)}
    if postgres is not None:
        await postgres.open(volume.records)
        contenders |= {f"postgres {callers}": loop(callers, postgres) for callers in (1, 100)}
    with closing(same.database), closing(bare.database):
        await held.hold(contenders)
    if postgres is not None:
        await postgres.close()
    await store.close()
    return held


def rows(folder: Path, volume: Volume, postgres: Postgres | None) -> Iterator[Row]:
    """The rows of P1, P2 and P5."""
    held = asyncio.run(contest(folder, volume, postgres))

    def rate(name: str) -> str:
        return f"{held.rate(name):,.0f}"

    def row(goal: str, mine: str, peer: str, words: str, must: str, aim: str) -> Row:
        ratio = f"{held.ratio(mine, peer):.2f}"
        return Row(goal, rate(mine), f"{words} {rate(peer)}", ratio, must, aim)

    yield row("P1 one writer, durable/s", "ours 1", "raw", "append+fdatasync", "0.40", "0.50")
    yield row("   ", "ours 1", "same 1", "SQLite, same indexes", "", "")
    yield row(
        "P2 100 callers, durable/s", "ours 100", "same 100", "SQLite, same indexes", "0.6", "1"
    )
    yield row("   ", "ours 100", "bare 100", "SQLite, e-mail only", "0.6", "1")
    if postgres is None:
        yield Row("   ", "", "PostgreSQL left out: no initdb, user or asyncpg", "", "4", "")
    else:
        yield row("   ", "ours 100", "postgres 100", "PostgreSQL, 20 connections", "4", "")
        yield row("   ", "ours 1", "postgres 1", "PostgreSQL, one writer", "", "")
    for peer, words in (("same", "SQLite, same indexes"), ("bare", "SQLite, e-mail only")):
        mine, other = held.p99("ours 1000"), held.p99(f"{peer} 1000")
        goal = "P5 p99 of 1,000 callers, ms" if peer == "same" else "   "
        yield Row(goal, f"{mine:.1f}", f"{words} {other:.1f}", f"{mine / other:.2f}", "3", "1.2")
