"""How long others wait while a file of registrations is taken in, the outbox at work beside it.

The bot on the disk, a workbook dropped on it; from the drop until the last person is registered,
and until the first letters have left. ``python -m bench.bringing 30000``.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.table import Row, show
from bot.model.importing import Import, Step
from bot.model.registration import Registration
from tests.tables.samples import workbook
from tests.ways import dropped
from tests.ways.desk import Desk, opened

ALL = 30_000
BEAT = 0.001
TITLES = ("Email", "Name", "Department", "Preferred language", "A question for the speaker")


@dataclass
class Heart:
    """Beats each millisecond; keeps the longest it was kept waiting, and by our own computing."""

    waited: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            before, spent = time.perf_counter(), time.thread_time()
            await asyncio.sleep(BEAT)
            self.waited.append((time.perf_counter() - before - BEAT) * 1e3)
            self.computed.append((time.thread_time() - spent) * 1e3)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a run: the longest waits in milliseconds, the seconds, and who is registered."""

    waited: float
    computed: float
    seconds: float
    registered: int


async def measured(folder: Path, many: int) -> Measured:
    """A file of so many people, taken in."""
    _write(folder / "people.xlsx", many)
    async with opened(folder) as desk:
        dropped.with_files(desk, folder)
        await dropped.said(desk, "hello", text="hello")
        outbox, heart = asyncio.create_task(desk.house.assistant.outbox.run()), Heart()
        beating = asyncio.create_task(heart.beat())
        begun = time.perf_counter()
        await dropped.dropped(desk, folder / "people.xlsx")
        await _until(desk, Step.SHOWN)
        await dropped.pressed(desk, "go")
        await _until(desk, Step.DONE)
        seconds = time.perf_counter() - begun
        beating.cancel()
        outbox.cancel()
        await asyncio.gather(outbox, return_exceptions=True)
        registered = desk.view.count(Registration, "standing_in", "1/registered")
    return Measured(max(heart.waited), max(heart.computed), seconds, registered)


def _write(file: Path, many: int) -> None:
    """The answers of so many people to a form of ours, as a workbook."""
    people = [
        (f"person.{n:05d}@dept-{n % 97}.example.org", f"Person {n}", f"Department {n % 97}",
         ("English", "Français")[n % 2], "How do we measure openness?")
        for n in range(many)
    ]  # fmt: skip
    file.write_bytes(workbook(TITLES, *people))
    del people
    gc.collect()


async def _until(desk: Desk, step: Step) -> None:
    """Return once the file has come so far, which follows from something that left."""
    left = asyncio.Event()
    with desk.house.listening(lambda _: left.set()):
        while (taking := desk.view.get(Import, "1")) is None or taking.step is not step:
            left.clear()
            await left.wait()


def rows(many: int = ALL) -> Sequence[Row]:
    """The rows of a file that is taken in."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(Path(folder), many))
    lost = abs(found.registered - many)
    return (
        Row(f"a file of {many}: lost or doubled", str(lost), "", "", "0", ""),
        Row("   longest stall of the loop, ms", f"{found.waited:.0f}", "", "", "25", "10"),
        Row("   of it our own computing, ms", f"{found.computed:.0f}", "", "", "25", "10"),
        Row("   seconds until all are registered", f"{found.seconds:.0f}", "", "", "", ""),
    )


if __name__ == "__main__":
    show(rows(*map(int, sys.argv[1:])))
