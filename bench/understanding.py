"""Reading a sentence, warm and the first one after a start, beside dateparser.search; and memory.

dateparser only looks for dates; ours reads intent, slots and dates. Both read the same sentences,
one after the other in the same run. Times are those of the process itself, so that what else the
machine does is not counted.
"""

import gc
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from dateparser.search import search_dates

from bench.start import BYTECODE_KEPT
from bench.table import Row, show
from bot.model.words import LANGUAGES
from bot.understanding import understand
from bot.understanding.notation import grammar

ROOT = Path(__file__).parents[1]
NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
ROWS = sorted((ROOT / "tests" / "understanding_rows").glob("*.jsonl"))
MANY = 10_000
STARTS = 5
FIRST = "move session 3 to the last Thursday of March at 1 pm"
SETTINGS = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": NOW.replace(tzinfo=None)}
OURS = f"from bot.understanding import understand; understand({FIRST!r}, 'organiser', NOW)"
THEIRS = f"from dateparser.search import search_dates; search_dates({FIRST!r}, ['en', 'fr'])"
TIMED = (
    "import time; start = time.process_time()\n"
    "from datetime import datetime, UTC; NOW = datetime(2027, 1, 12, 14, tzinfo=UTC)\n"
    "{code}\n"
    "print((time.process_time() - start) * 1e3)"
)


def sentences() -> list[str]:
    """Every example of the frames in both languages, and the labelled sentences."""
    known = [e.sentences[each] for i in grammar().intents for e in i.examples for each in LANGUAGES]
    lines = [line for file in ROWS for line in file.read_text("utf-8").splitlines()]
    return [*known, *(str(json.loads(line)["text"]) for line in lines)]


def ours(text: str) -> None:
    """Read a sentence."""
    understand(text, "organiser", NOW)


def theirs(text: str) -> None:
    """Look for dates in a sentence."""
    search_dates(text, languages=["en", "fr"], settings=SETTINGS)


def spent(read: Callable[[str], None], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each sentence."""
    found = []
    for text in texts:
        start = time.process_time()
        read(text)
        found.append((time.process_time() - start) * 1e3)
    return found


def first(code: str) -> float:
    """Milliseconds from a running Python without any of it to the answer to its first sentence."""
    program = [sys.executable, "-c", TIMED.format(code=code)]
    found = [
        subprocess.run(
            program, cwd=ROOT, env=BYTECODE_KEPT, capture_output=True, text=True, check=True
        )
        for _ in range(STARTS + 1)
    ]
    return median(float(each.stdout) for each in found[1:])


def growth(texts: Sequence[str]) -> float:
    """KiB that are held after ten thousand sentences and were not before, with everything warm."""
    tracemalloc.start()
    spent(ours, texts)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for text in islice(cycle(texts), MANY):
        ours(text)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / 1024


def rows() -> Sequence[Row]:
    """Median, 99th percentile, first sentence, and growth."""
    texts = sentences()
    for read in (ours, theirs):
        spent(read, texts[:50])
    spent(ours, texts)
    here, there = spent(ours, texts), spent(theirs, texts)
    last = quantiles(here, n=100)[98], quantiles(there, n=100)[98]
    cold = first(OURS), first(THEIRS)
    return (
        _row(f"a sentence warm, median of {len(texts)}, ms", (median(here), median(there)), "1"),
        _row("the same, 99th percentile", last, "10"),
        _row("the first sentence after a start, ms", cold, "300"),
        Row(f"memory after {MANY:,} sentences, KiB more", f"{growth(texts):.0f}", "", "", "0", ""),
    )


def _row(goal: str, found: tuple[float, float], must: str) -> Row:
    mine, other = found
    return Row(goal, f"{mine:.2f}", f"dateparser {other:.2f}", f"{mine / other:.2f}", must, "")


if __name__ == "__main__":
    show(rows())
