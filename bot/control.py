"""The socket by which a command run beside the bot talks to it: lines of JSON, both ways.

The first line names the command: ``{"command": "backup", "arguments": {…}}``. Each further line
from the client is ``{"line": "…"}``; the bot answers ``{"out": "…"}``, ``{"ready": true}`` when it
waits for a line, and at the end ``{"exit": 0}``. Whoever can open the socket owns the data folder.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
NAME = "control.sock"
LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Call:
    """A command that was asked for: its arguments, the lines typed, a way to print."""

    arguments: Mapping[str, Any]
    typed: AsyncIterator[str]
    out: Callable[[str], Awaitable[None]]


async def nothing_typed() -> AsyncIterator[str]:
    """No lines, for a command that asks for none."""
    for line in tuple[str, ...]():
        yield line


async def printed(text: str) -> None:
    """Print a line, for a command carried out in this process."""
    print(text, flush=True)


Command = Callable[[Call], Awaitable[int]]


async def serve(folder: Path, commands: Mapping[str, Command]) -> asyncio.Server:
    """The server of the socket, listening; only its owner can open it."""
    path = folder / NAME
    path.unlink(missing_ok=True)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _answer(commands, reader, writer)
        except (ConnectionError, ValueError) as problem:
            log.info("a command went away: %s", type(problem).__name__)
        finally:
            writer.close()

    server = await asyncio.start_unix_server(connected, path, limit=LONGEST_LINE)
    path.chmod(0o600)
    return server


async def _answer(
    commands: Mapping[str, Command], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    request = json.loads(await reader.readline())

    async def say(**message: object) -> None:
        writer.write(json.dumps(message).encode() + b"\n")
        await writer.drain()

    async def typed() -> AsyncIterator[str]:
        while True:
            await say(ready=True)
            line = await reader.readline()
            if not line:
                return
            yield str(json.loads(line)["line"])

    call = Call(request["arguments"], typed(), lambda text: say(out=text))
    await say(exit=await commands[request["command"]](call))


async def ask(
    folder: Path, command: str, arguments: Mapping[str, Any], typed: AsyncIterator[str]
) -> int | None:
    """The exit code of a command carried out by the running bot; None if none is running.

    Prints what the bot says as it comes.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(folder / NAME, limit=LONGEST_LINE)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    writer.write(json.dumps({"command": command, "arguments": dict(arguments)}).encode() + b"\n")
    async for raw in reader:
        message = json.loads(raw)
        if "exit" in message:
            return int(message["exit"])
        if "out" in message:
            print(message["out"], flush=True)
        else:
            await _pass_on(typed, writer)
    return 1


async def _pass_on(typed: AsyncIterator[str], writer: asyncio.StreamWriter) -> None:
    line = await anext(typed, None)
    if line is None:
        writer.write_eof()
    else:
        writer.write(json.dumps({"line": line}).encode() + b"\n")
