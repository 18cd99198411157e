"""A report of who came, read, matched and counted: ``python -m bench.attendance``.

30,000 people who had registered, 90,000 joins, in the layout of Webex (UTF-16, tabs, formulas). The
whole command is timed; a beat on the loop says how long others had to wait at the most.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.table import Row
from bot import app, settings
from bot.clock import StillClock
from bot.commands import reports
from bot.control import Call, nothing_typed
from bot.model.attendance import Turnout
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from bot.model.words import Both

PEOPLE, JOINS = 30_000, 3
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
AFTER = datetime(2027, 2, 25, 20, 0, tzinfo=UTC)
TITLES = (
    "Meeting Name\tMeeting Start Time\tMeeting End Time\tDisplay Name\tFirst Name\tLast Name\tRole"
    "\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration\tConnection Type\tSession Name"
)
BEAT = 0.005


@dataclass
class Took:
    """How long it took, and the longest that others waited meanwhile, in seconds."""

    whole: float = 0.0
    waited: float = 0.0
    came: int = 0


def report() -> bytes:
    """Everybody joins three times, and overlaps with themselves once."""
    lines = [TITLES]
    for join in range(JOINS):
        for number in range(PEOPLE):
            start, end = join * 12, join * 12 + 15
            lines.append(
                f'On the Circuit\t="2027-02-25 13:00:00"\t="2027-02-25 13:45:00"\tPerson {number}'
                f"\tPerson\t{number}\tAttendee\tperson.{number}@example.org"
                f'\t="2027-02-25 13:{start:02}:05"\t="2027-02-25 13:{end:02}:05"\t15 mins'
                "\tDesktop app\tOn the Circuit"
            )
    return ("\ufeff" + "\r\n".join([*lines, ""])).encode("utf-16-le")


async def _prepared(house: app.Opened) -> None:
    store = house.assistant.house.store
    session = Session(
        id="1",
        title=Both("On the Circuit", "En circuit"),
        starts=STARTS,
        wall="2027-02-25T13:00",
        phase=Phase.HELD,
        created=STARTS,
    )
    await store.run(Outcome(saves=(session,)).regardless)
    for first in range(0, PEOPLE, 500):
        saves = tuple(
            Registration(
                session="1",
                address=f"person.{number}@example.org",
                name=f"Person {number}",
                language="fr" if number % 3 else "en",
                department=f"Department {number % 97}",
                at=STARTS,
                changed_at=STARTS,
            )
            for number in range(first, first + 500)
        )
        await store.run(Outcome(saves=saves).regardless)


async def measured(folder: Path) -> Took:
    """How long one report takes on a new data folder."""
    took = Took()
    file = folder / "report.csv"
    file.write_bytes(report())
    chosen = settings.read({"CIRCUIT_DATA": str(folder / "data")}, folder / "circuit.env")
    async with app.opened(chosen, StillClock(AFTER)) as house:
        await _prepared(house)
        beating = asyncio.create_task(_beat(took))
        call = {"file": str(file), "session": "1", "what": "attendance", "columns": "{}",
                "language": "en", "yes": "yes", "json": "yes", "progress": ""}  # fmt: skip
        began = time.perf_counter()
        await reports.take_in(house, Call(call, nothing_typed(), _quiet))
        took.whole = time.perf_counter() - began
        beating.cancel()
        turnout = house.assistant.house.store.view().get(Turnout, "1")
        took.came = turnout.came if turnout else 0
    gc.unfreeze()
    return took


async def _quiet(_said: str) -> None:
    """Nothing is shown."""


async def _beat(took: Took) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        took.waited = max(took.waited, time.perf_counter() - began - BEAT)


def rows() -> Sequence[Row]:
    """The time of a report, and how long others waited."""
    with tempfile.TemporaryDirectory() as folder:
        took = asyncio.run(measured(Path(folder)))
    assert took.came == PEOPLE
    return [
        Row("attendance, 90,000 joins", f"{took.whole:.1f} s", "", "", "< 15 s", ""),
        Row("  longest wait of others", f"{1000 * took.waited:.0f} ms", "", "", "", ""),
    ]


if __name__ == "__main__":
    from bench.table import show

    show(rows())
