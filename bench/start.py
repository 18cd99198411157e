"""P18 and P19: from a cold start to listening, and memory at rest: the page alone, and platforms.

Beside a Python that only imports aiohttp.web, tinydb and jinja2, and with both platforms on, one
that imports their packages too. All find their bytecode ready, as after any first start.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.table import Row, show
from tests.teams.tokens import APP_ID
from tests.webex.cloud import Cloud

ROUNDS = 7
BYTECODE_KEPT = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
CORE = "aiohttp.web, tinydb, jinja2"
EVERYTHING = f"{CORE}, webex_bot.webex_bot, botbuilder.integration.aiohttp"
TEAMS = {"CIRCUIT_TEAMS_APP_ID": APP_ID, "CIRCUIT_TEAMS_METADATA_URL": "http://127.0.0.1:9/keys"}
PAGE = os.sysconf("SC_PAGE_SIZE")


def imports(modules: str) -> tuple[float, float]:
    """Milliseconds and MiB of the imports alone."""
    code = f"import {modules}; print(open('/proc/self/statm').read().split()[1])"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=BYTECODE_KEPT
    )
    return (time.perf_counter() - start) * 1e3, int(done.stdout) * PAGE / 2**20


def ours(**settings: str) -> tuple[float, float]:
    """Milliseconds until /healthz answers, and MiB a moment later."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"CIRCUIT_DATA": folder, "CIRCUIT_PORT": str(port)}
        environment = {**BYTECODE_KEPT, **own, **settings}
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            spent = (time.perf_counter() - start) * 1e3
            time.sleep(5 if "CIRCUIT_WEBEX_TOKEN" in settings else 1)
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        finally:
            process.terminate()
            process.wait()
    return spent, pages * PAGE / 2**20


def _wait(port: int) -> None:
    for _ in range(10_000):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.002)
    raise TimeoutError("the bot never listened")


def rows() -> Sequence[Row]:
    """The rows of P18 and P19, from interleaved rounds."""
    with Cloud() as cloud:
        found = {
            name.upper().replace("WEBEX", "CIRCUIT_WEBEX"): v for name, v in cloud.settings.items()
        }
        both = TEAMS | {name: str(value) for name, value in found.items()}
        imports(CORE), imports(EVERYTHING), ours(), ours(**both)
        rounds = [
            (ours(), ours(**TEAMS), ours(**both), imports(CORE), imports(EVERYTHING))
            for _ in range(ROUNDS)
        ]
    time_, kept = (
        [median(each[column][which] for each in rounds) for column in range(5)] for which in (0, 1)
    )
    return (
        _row("P18 cold start to listening, ms", time_[0], time_[3], "1.6", "1.2"),
        _row("P18 the same with Teams", time_[1], time_[3], "1.6", "1.2"),
        _row("P18 the same with Teams and Webex", time_[2], time_[4], "", ""),
        _row("P19 memory at rest, MiB", kept[0], kept[3], "1.6", "1.25"),
        _row("P19 the same with Teams", kept[1], kept[3], "1.6", "1.25"),
        _row("P19 the same with Teams and Webex", kept[2], kept[4], "1.2", "1.1"),
    )


def _row(goal: str, ours: float, peer: float, must: str, aim: str) -> Row:
    return Row(goal, f"{ours:.0f}", f"imports {peer:.0f}", f"{ours / peer:.2f}", must, aim)


if __name__ == "__main__":
    show(rows())
