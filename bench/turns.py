"""P17: one command in process, from words to a durable answer, beside two bot frameworks.

Twelve things people ask, in both languages, most with a date, each on the embedded store; then the
same without dates beside what Errbot and opsdroid take to route ``vote 2`` among 41 commands
(``pip install errbot opsdroid`` into the same environment; left out where they are missing).
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from bench.table import Row, show
from bot import app, settings, skills
from bot.assistant import Assistant, House
from bot.clock import StillClock
from bot.model.conversation import Incoming
from bot.model.people import Place
from storage import open_store

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
DATED = (
    "create session last Thursday of February at 1 pm about biometrics",
    "créer une séance le 4 mars à 13 h 30 sur l'accessibilité",
    "move session 1 to March 11 at 2 pm",
    "déplace la séance 1 au jeudi 18 mars à 14 h",
    "create session next Thursday at 1 pm about open data",
    "crée une séance dans trois semaines à 10 h sur les données",
)
PLAIN = (
    "list sessions",
    "montre la séance 1",
    "help",
    "aide",
    "what is going on?",
    "c'est quand la prochaine séance?",
)
ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Timed:
    """Times of single commands, in milliseconds."""

    dated: list[float]
    plain: list[float]


async def timed() -> Timed:
    """Every command in turn, ROUNDS times after one round to warm up."""
    dated: list[float] = []
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder))
        setup = app.setup(settings.read({}))
        clock = StillClock(NOW)
        assistant = Assistant(House(store, clock, setup, skills.load(), {}))
        for number in range(ROUNDS + 1):
            clock.move(datetime.fromtimestamp(NOW.timestamp() + 120 * number, UTC))
            for text in (*DATED, *PLAIN):
                spent = await _one(assistant, f"{number}/{text}", text)
                if number:
                    (dated if text in DATED else plain).append(spent)
        await store.close()
    return Timed(dated, plain)


async def _one(assistant: Assistant, key: str, text: str) -> float:
    incoming = Incoming(
        id=key,
        place=Place("page", "ana@example.org"),
        sender=app.CAST["Ana"],
        private=True,
        at=assistant.house.time.now(),
        text=text,
    )
    start = time.perf_counter()
    await assistant.hear(incoming)
    return (time.perf_counter() - start) * 1e3


ERRBOT = """
import logging, tempfile, time, statistics
logging.disable(logging.CRITICAL)
from pathlib import Path
from errbot.backends.test import TestBot
folder = Path(tempfile.mkdtemp())
(folder / "p.plug").write_text("[Core]\\nName=P\\nModule=p\\n[Python]\\nVersion=3\\n")
names = [f"command{n}" for n in range(40)] + ["vote"]
command = "    @botcmd\\n    def {}(self, message, arguments): return 'ok'\\n"
body = "".join(command.format(n) for n in names)
(folder / "p.py").write_text("from errbot import BotPlugin, botcmd\\nclass P(BotPlugin):\\n" + body)
bot = TestBot(extra_plugin_dir=str(folder), loglevel=logging.CRITICAL)
bot.start()
times = []
for _ in range(300):
    start = time.perf_counter()
    bot.push_message("!vote 2")
    bot.pop_message(timeout=5)
    times.append((time.perf_counter() - start) * 1e3)
print(statistics.median(times))
bot.stop()
"""


def errbot() -> float | None:
    """What Errbot takes for a command without a date, in milliseconds; None if it is missing."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ERRBOT], capture_output=True, text=True, check=False
    )
    return float(done.stdout.split()[-1]) if done.returncode == 0 and done.stdout else None


def rows() -> Sequence[Row]:
    """The rows of P17."""
    spent = asyncio.run(timed())
    every = spent.dated + spent.plain
    peer = errbot()
    against = f"{median(spent.plain) / peer:.1f}" if peer else "Errbot is not installed"
    return (
        Row("P17 p50, all twelve, ms", f"{median(every):.2f}", "", "", "5", "1"),
        Row("P17 p99, all twelve, ms", f"{quantiles(every, n=100)[98]:.2f}", "", "", "25", "5"),
        Row(
            "P17 without dates, p50, ms",
            f"{median(spent.plain):.2f}",
            f"Errbot {peer:.2f}" if peer else "-",
            against,
            "",
            "2",
        ),
    )


if __name__ == "__main__":
    show(rows())
