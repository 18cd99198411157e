"""P3, P4 and P6: beside TinyDB as it comes, as the store grows, and how long the loop is held."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import linear_regression, median

from tinydb import TinyDB, where

from bench.contenders import Ours
from bench.rates import Volume, closed_loop
from bench.registration import NUMBERS, Registration, document, email, load, registration
from bench.table import Row
from bot.model.outcome import Outcome
from storage import JournalStore, open_store

SIZES = (100, 300, 1_000, 3_000, 10_000, 30_000)
AT_A_TIME = 20
BEAT = 0.001


def stock(path: Path, records: int) -> TinyDB:
    """TinyDB with its own storage."""
    database = TinyDB(path)
    database.insert_multiple(document(number) for number in range(records))
    return database


async def versus(folder: Path, volume: Volume) -> tuple[list[float], list[float], list[float]]:
    """Seconds for one insert, one lookup: TinyDB's, ours; and the ratios, as pairs in turn."""
    store = await open_store(folder / "versus")
    await load(store, volume.records)
    tiny = stock(folder / "tiny.json", volume.records)
    insert, lookup = Ours(store).one, where("email") == email(volume.records // 2)
    inserts, lookups, seconds = [], [], []
    for _ in range(volume.rounds):
        times = [time.perf_counter()]
        tiny.insert(document(next(NUMBERS)))
        times.append(time.perf_counter())
        found = tiny.get(lookup)
        times.append(time.perf_counter())
        ours_insert = median([await _spent(insert) for _ in range(AT_A_TIME)])
        times.append(time.perf_counter())
        for number in range(1_000):
            store.view().get(Registration, email(number * 7 % volume.records))
        times.append(time.perf_counter())
        assert found is not None
        theirs_insert, theirs_lookup, _, lookup_all = _steps(times)
        seconds += [ours_insert, lookup_all / 1_000]
        inserts.append(theirs_insert / ours_insert)
        lookups.append(theirs_lookup / lookup_all * 1_000)
    tiny.close()
    await store.close()
    return inserts, lookups, seconds


async def _spent(work: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def _steps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


async def grown(folder: Path, rounds: int) -> dict[str, list[list[float]]]:
    """CPU seconds of each operation: for each size, one figure a round."""
    stores: list[tuple[int, JournalStore]] = []
    for size in SIZES:
        store = await open_store(folder / f"size-{size}")
        await load(store, size)
        stores.append((size, store))
    spent: dict[str, list[list[float]]] = {
        name: [[] for _ in SIZES] for name in ("insert", "update", "lookup")
    }
    for number in range(rounds + 1):
        for place, (size, store) in enumerate(stores):
            figures = await _operations(store, size)
            # The first round warms up.
            if number:
                for name, figure in figures.items():
                    spent[name][place].append(figure)
    for _, store in stores:
        await store.close()
    return spent


async def _operations(store: JournalStore, size: int) -> dict[str, float]:
    """CPU seconds of one insert, update and lookup; the store is as large afterwards as before."""
    added = [registration(next(NUMBERS)) for _ in range(AT_A_TIME)]
    there = [registration(place * size // AT_A_TIME) for place in range(AT_A_TIME)]

    async def insert() -> None:
        for record in added:
            await store.run(Outcome(saves=(record,)).regardless)

    async def update() -> None:
        for record in there:
            await store.run(Outcome(saves=(replace(record, status="here"),)).regardless)

    async def lookup() -> None:
        for _ in range(20):
            for record in there:
                store.view().get(Registration, record.email)

    figures = {
        "insert": await _cpu(insert) / AT_A_TIME,
        "update": await _cpu(update) / AT_A_TIME,
        "lookup": await _cpu(lookup) / AT_A_TIME / 20,
    }
    await store.run(Outcome(saves=tuple(there), removes=tuple(added)).regardless)
    return figures


async def _cpu(work: Callable[[], Awaitable[None]]) -> float:
    begun = time.process_time()
    await work()
    return time.process_time() - begun


def exponent(figures: list[list[float]]) -> float:
    """The slope of cost over size, both as logarithms."""
    cost = [log(median(figure)) for figure in figures]
    return linear_regression([log(size) for size in SIZES], cost).slope


async def stalled(folder: Path, volume: Volume) -> list[float]:
    """The longest time, in ms, that the loop kept a heartbeat waiting, for each snapshot."""
    store = await open_store(folder / "stalled")
    await load(store, volume.records)
    writer, longest = Ours(store), list[float]()
    for _ in range(volume.rounds):
        late = [0.0]
        beating = asyncio.create_task(_beat(late))
        first = next(NUMBERS)
        writing = asyncio.create_task(closed_loop(100, volume.seconds, writer.one))
        await store.compact()
        await writing
        beating.cancel()
        longest.append(max(late) * 1e3)
        await writer.forget(first)
    await store.close()
    return longest


async def _beat(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + BEAT
        await asyncio.sleep(BEAT)
        late.append(time.perf_counter() - due)


def rows(folder: Path, volume: Volume) -> Iterator[Row]:
    """The rows of P3, P4 and P6."""
    inserts, lookups, seconds = asyncio.run(versus(folder, volume))
    insert, lookup = median(seconds[::2]) * 1e3, median(seconds[1::2]) * 1e3
    times = f"{median(inserts):,.0f}"
    yield Row("P3 one insert, ms", f"{insert:.3f}", "TinyDB as it comes", times, "100", "500")
    times = f"{median(lookups):,.0f}"
    yield Row("   one lookup, ms", f"{lookup:.4f}", "TinyDB as it comes", times, "2000", "20000")
    for name, figures in asyncio.run(grown(folder, volume.rounds * 8)).items():
        first, last = median(figures[0]) * 1e6, median(figures[-1]) * 1e6
        goal = f"P4 {name}, CPU µs at 30,000"
        slope = f"{exponent(figures):.3f}"
        yield Row(goal, f"{last:.1f}", f"at 100: {first:.1f}", slope, "0.10", "0.03")
    longest = asyncio.run(stalled(folder, volume))
    bars = f"{median(longest):.1f}", f"worst of {len(longest)}: {max(longest):.1f}"
    yield Row("P6 longest stall of the loop, ms", *bars, "", "25", "10")
