"""P18 and P19: from a cold start to listening, and memory at rest, with the page alone.

Beside a Python that only imports aiohttp.web, tinydb and jinja2. Both find their bytecode ready, as
after any first start.
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

ROUNDS = 7
BYTECODE_KEPT = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
CORE = "import aiohttp.web, tinydb, jinja2; print(open('/proc/self/statm').read().split()[1])"
PAGE = os.sysconf("SC_PAGE_SIZE")


def core() -> tuple[float, float]:
    """Milliseconds and MiB of the imports alone."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CORE], capture_output=True, text=True, check=True, env=BYTECODE_KEPT
    )
    return (time.perf_counter() - start) * 1e3, int(done.stdout) * PAGE / 2**20


def ours() -> tuple[float, float]:
    """Milliseconds until /healthz answers, and MiB a moment later."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**BYTECODE_KEPT, "CIRCUIT_DATA": folder, "CIRCUIT_PORT": str(port)}
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
            time.sleep(1)
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
    core(), ours()
    pairs = [(ours(), core()) for _ in range(ROUNDS)]
    spent = median(our[0] for our, _ in pairs), median(peer[0] for _, peer in pairs)
    kept = median(our[1] for our, _ in pairs), median(peer[1] for _, peer in pairs)
    return (
        Row("P18 cold start to listening, ms", f"{spent[0]:.0f}", f"imports {spent[1]:.0f}",
            f"{spent[0] / spent[1]:.2f}", "1.6", "1.2"),
        Row("P19 memory at rest, MiB", f"{kept[0]:.1f}", f"imports {kept[1]:.1f}",
            f"{kept[0] / kept[1]:.2f}", "1.6", "1.25"),
    )  # fmt: skip


if __name__ == "__main__":
    show(rows())
