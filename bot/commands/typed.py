"""Lines typed at a terminal, or piped in."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

# Twice what the bot takes: it still says that such a message is too long.
LONGEST_LINE = 20_000


async def typed() -> AsyncIterator[str]:
    """The lines typed or piped in, with a prompt if a person types them."""
    prompt = "> " if sys.stdin.isatty() else ""
    # Not closed at the end: that would wait for the thread that may still be reading from it.
    # Opening what is open already takes no time.
    source = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: ASYNC230, SIM115
    while True:
        print(prompt, end="", flush=True)
        raw = await _next_line(source)
        if not raw:
            return
        yield raw.decode("utf-8", "replace").rstrip("\r\n")[:LONGEST_LINE]


async def _next_line(source: BinaryIO) -> bytes:
    """The next line; a thread of its own waits for it, which an end by Ctrl+C need not join."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[bytes] = loop.create_future()

    def deliver(raw: bytes) -> None:
        if not line.done():
            line.set_result(raw)

    def read() -> None:
        raw = source.readline()
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(deliver, raw)

    Thread(target=read, daemon=True).start()
    return await line
