"""An evaluation of 30,000 responses, read, kept and summed: ``python -m bench.evaluation``.

An export of Microsoft Forms with four questions, one in people's own words, in both languages. The
whole command is timed; a beat on the loop says how long others had to wait at the most.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.attendance import Took, _beat, _prepared, _quiet
from bench.table import Row
from bot import app, settings
from bot.clock import StillClock
from bot.commands import reports
from bot.control import Call, nothing_typed
from bot.model.evaluation import Evaluation
from tests.attending.stage import AFTER
from tests.evaluating.files import ASKED, ENGLISH, Told, saved_as_csv

PEOPLE = 30_000
SAID = (
    "The captions came late in part {n} of the talk",
    "Les sous-titres étaient en retard au moment {n}",
    "More time for the questions of group {n}, please",
    "J’aimerais plus d’exemples pour le groupe {n}, merci beaucoup",
    "Great session, person.{n}@example.org, thank you!",
    "The slides of Person {n} were hard to read on a phone",
)


def told() -> list[Told]:
    """What everybody answered."""
    return [
        Told(str(n % 5 + 1), str(n % 3 + 3), ("Yes", "No")[n % 2], SAID[n % len(SAID)].format(n=n))
        for n in range(PEOPLE)
    ]


async def measured(folder: Path) -> tuple[Took, Evaluation | None]:
    """How long one export takes on a new data folder."""
    took = Took()
    file = folder / "evaluation.csv"
    file.write_bytes(saved_as_csv(told(), ENGLISH, ASKED))
    chosen = settings.read({"CIRCUIT_DATA": str(folder / "data")}, folder / "circuit.env")
    async with app.opened(chosen, StillClock(AFTER)) as house:
        await _prepared(house)
        beating = asyncio.create_task(_beat(took))
        call = {"file": str(file), "session": "1", "what": "evaluation", "columns": "{}",
                "language": "en", "yes": "yes", "json": "yes", "progress": ""}  # fmt: skip
        began = time.perf_counter()
        await reports.take_in(house, Call(call, nothing_typed(), _quiet))
        took.whole = time.perf_counter() - began
        beating.cancel()
        return took, house.assistant.house.store.view().get(Evaluation, "1")


def rows() -> list[Row]:
    """The time of an export, and how long others waited."""
    with tempfile.TemporaryDirectory() as folder:
        took, found = asyncio.run(measured(Path(folder)))
    assert found is not None
    assert found.answers == PEOPLE
    return [
        Row("evaluation, 30,000 responses", f"{took.whole:.1f} s", "", "", "seconds", ""),
        Row("  longest wait of others", f"{1000 * took.waited:.0f} ms", "", "", "", ""),
    ]


if __name__ == "__main__":
    from bench.table import show

    show(rows())
