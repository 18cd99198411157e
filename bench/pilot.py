"""How long the report on the pilot takes: four sessions of 30,000 people, both forms and languages.

``python -m bench.pilot 30000``.
"""

import asyncio
import sys
import time

from bench.table import Row, show
from bot.afterwards.figures import held, numbers
from bot.afterwards.pilot import report
from bot.afterwards.told import Told
from bot.context import Context
from bot.model.outcome import Outcome
from bot.model.words import LANGUAGES
from bot.services.files.pilot_writing import counted, written
from storage import MemoryStore
from tests.afterwards.pilot import rows as people
from tests.afterwards.test_pilot import SETUP
from tests.promoting.house import NOW

ALL, SESSIONS, GOAL = 30_000, 4, 20


async def _measured(many: int) -> tuple[float, float]:
    """Seconds for the whole, and for the longest session that is counted on the main loop."""
    store = MemoryStore()
    await store.run(Outcome(saves=tuple(people(SESSIONS, many))).regardless)
    context = Context(store.view(), NOW, SETUP, "report")
    # A bot that runs has looked at plans, and so at days off, long before.
    numbers(context, held(context)[0])
    began = before = time.perf_counter()
    longest, sessions = 0.0, []
    async for each in counted(context):
        sessions.append(each)
        longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
    for language in LANGUAGES:
        made = report(Told(context, sessions, language))
        await written(made, NOW)
    return time.perf_counter() - began, longest


def rows(many: int = ALL) -> list[Row]:
    """What was measured."""
    whole, longest = asyncio.run(_measured(many))
    return [
        Row(f"report on {SESSIONS} × {many}", f"{whole:.1f} s", "–", "–", f"< {GOAL} s", "–"),
        Row("counting one holds others up", f"{longest * 1e3:.0f} ms", "–", "–", "–", "< 250 ms"),
    ]


if __name__ == "__main__":
    show(rows(int(sys.argv[1]) if len(sys.argv) > 1 else ALL))
