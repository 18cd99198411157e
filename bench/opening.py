"""P8 and P9: opening a full store, in time and memory, each in a process of its own."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from bench.rates import Volume
from bench.registration import document, load
from bench.table import Row
from storage import open_store

_caching = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]
PAGE = os.sysconf("SC_PAGE_SIZE")


def rss() -> int:
    """The bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


async def prepare(folder: Path, records: int) -> None:
    """The same records for everyone."""
    store = await open_store(folder / "opening")
    await load(store, records)
    await store.compact()
    await store.close()
    rows = {str(number + 1): document(number) for number in range(records)}
    (folder / "opening.json").write_text(json.dumps({"r": rows}))


def opened(kind: str, folder: Path) -> tuple[float, int]:
    """Milliseconds and bytes that opening takes here."""
    gc.collect()
    before, begun = rss(), time.perf_counter()
    held = _open(kind, folder)
    spent = (time.perf_counter() - begun) * 1e3
    gc.collect()
    assert held
    return spent, rss() - before


def _open(kind: str, folder: Path) -> object:
    if kind == "ours":
        return asyncio.run(open_store(folder / "opening"))
    if kind == "json":
        with (folder / "opening.json").open() as file:
            return json.load(file)
    table = TinyDB(folder / "opening.json", storage=_caching).table("r")
    return table, len(table)


def _measured(kind: str, folder: Path) -> tuple[float, int]:
    command = [sys.executable, "-m", "bench.opening", kind, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    spent, held = done.stdout.split()
    return float(spent), int(held)


def rows(folder: Path, volume: Volume) -> Iterator[Row]:
    """The rows of P8 and P9."""
    asyncio.run(prepare(folder, volume.records))
    kinds = ("ours", "json", "caching")
    rounds = [[_measured(kind, folder) for kind in kinds] for _ in range(volume.rounds)]
    spent = [median(figures[n][0] for figures in rounds) for n in range(3)]
    held = [median(figures[n][1] for figures in rounds) / 1e6 for n in range(3)]
    ratio = median(ours[0] / peer[0] for ours, peer, _ in rounds)
    peer = f"json.load {spent[1]:.0f}"
    yield Row("P8 opening, ms", f"{spent[0]:.0f}", peer, f"{ratio:.2f}", "1.5", "1")
    ratio = median(ours[1] / peer[1] for ours, _, peer in rounds)
    peer = f"TinyDB, caching {held[2]:.1f}"
    yield Row("P9 memory, MB", f"{held[0]:.1f}", peer, f"{ratio:.2f}", "1.25", "0.6")


if __name__ == "__main__":
    print(*opened(sys.argv[1], Path(sys.argv[2])))
