"""Work on files in a process of its own: whatever a file holds, the bot goes on."""

import asyncio
import logging
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)
ROOT = Path(__file__).parents[3]
ENVIRONMENT = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
"""All that the process knows of ours: none of the settings, so no secret."""
SECONDS = 60
MEMORY = 1_000_000_000
"""The most it may take. The largest file that is let through takes a fifth of either."""


async def done_apart(module: str, given: bytes) -> bytes | None:
    """What ``python -m module`` wrote, given these bytes; None if it broke or took too much."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    try:
        written, _ = await asyncio.wait_for(process.communicate(given), SECONDS)
    except TimeoutError:
        written = b""
    finally:
        await _ended(process)
    if process.returncode == 0:
        return written
    log.warning("a process of %s ended with %s", module, process.returncode)
    return None


async def _ended(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def confine() -> None:
    """Keep this process from taking too much, and from writing any file."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
