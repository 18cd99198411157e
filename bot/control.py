"""The socket by which a command run beside the bot talks to it: lines of JSON, both ways.

The first line names the command: ``{"command": "backup", "arguments": {…}}``. Each further line
from the client is ``{"line": "…"}``; the bot answers ``{"out": "…"}``, ``{"ready": true}`` when it
waits for a line, and at the end ``{"exit": 0}`` or ``{"refused": "…"}``. Whoever can open the
socket owns the data folder.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Misconfigured

log = logging.getLogger(__name__)
NAME = "control.sock"
LONGEST_LINE = 1 << 20
LONGEST_ANSWER = 1 << 28
"""Bytes: of what a command is sent, and of a line that it says."""


@dataclass(frozen=True, slots=True)
class Call:
    """A command that was asked for: its arguments, the lines typed, a way to print."""

    arguments: Mapping[str, str]
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
Commands = Mapping[str, Command]


@asynccontextmanager
async def serving(folder: Path, commands: Commands) -> AsyncIterator[None]:
    """While this lasts, the socket answers, to its owner only; then what is under way is ended.

    Raises Misconfigured if the socket cannot be made.
    """
    path = folder / NAME
    talks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.create_task(_talk(commands, reader, writer))
        talks.add(talk)
        talk.add_done_callback(talks.discard)

    server = await asyncio.start_unix_server(connected, sock=_bound(path), limit=LONGEST_LINE)
    try:
        yield
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        path.unlink(missing_ok=True)


def _bound(path: Path) -> socket.socket:
    """The socket, never open to others, not even between its making and a change of its mode."""
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)
    try:
        bound.bind(str(path))
    except OSError as problem:
        bound.close()
        raise Misconfigured(
            f"{path} cannot be made: {problem}. Give CIRCUIT_DATA a local disk and a short path."
        ) from problem
    finally:
        os.umask(mask)
    return bound


async def _talk(
    commands: Commands, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    async def say(**message: object) -> None:
        writer.write(json.dumps(message).encode() + b"\n")
        await writer.drain()

    try:
        await say(**await _answered(commands, reader, say))
    except ConnectionError:
        log.info("a command went away before it was done")
    finally:
        writer.close()


async def _answered(
    commands: Commands, reader: asyncio.StreamReader, say: Callable[..., Awaitable[None]]
) -> dict[str, object]:
    """The last thing to say."""

    async def typed() -> AsyncIterator[str]:
        while True:
            await say(ready=True)
            message = await _read(reader)
            if message is None:
                return
            yield str(message.get("line", ""))

    try:
        command, arguments = _asked(commands, await _read(reader))
        return {"exit": await command(Call(arguments, typed(), lambda text: say(out=text)))}
    except Misconfigured as problem:
        return {"refused": str(problem)}
    except ConnectionError:
        raise
    except Exception:
        log.exception("a command broke")
        return {"refused": "Something went wrong in the running bot; its log says where."}


async def _read(reader: asyncio.StreamReader) -> Mapping[str, Any] | None:
    """The next message, None at the end; raises Misconfigured for what is not one."""
    try:
        line = await reader.readline()
        message = json.loads(line) if line else None
    except (ValueError, RecursionError) as problem:
        raise Misconfigured("This cannot be read as a line of JSON, or is too long.") from problem
    if message is not None and not isinstance(message, dict):
        raise Misconfigured("Each line must be a JSON object.")
    return message


def _asked(
    commands: Commands, request: Mapping[str, Any] | None
) -> tuple[Command, Mapping[str, str]]:
    """The command and its arguments; raises Misconfigured if it is none of ours."""
    name, arguments = (request or {}).get("command"), (request or {}).get("arguments")
    if not isinstance(name, str) or name not in commands:
        raise Misconfigured(f"The running bot knows these commands: {', '.join(commands)}.")
    if not isinstance(arguments, dict) or not all(isinstance(v, str) for v in arguments.values()):
        raise Misconfigured("The arguments must be texts by name.")
    return commands[name], arguments


def may_run(folder: Path) -> bool:
    """Whether a bot seems to run on this data folder; one that was killed leaves its socket."""
    return (folder / NAME).exists()


async def ask(folder: Path, command: str, call: Call) -> int | None:
    """The exit code of a command carried out by the running bot; None if none is running.

    Puts out what the bot says as it comes. Raises Misconfigured with the words of a refusal.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(folder / NAME, limit=LONGEST_ANSWER)
    except PermissionError as problem:
        raise Misconfigured(
            f"The bot that uses {folder} belongs to another user: run the command as that user."
        ) from problem
    except OSError:
        return None
    try:
        writer.write(
            json.dumps({"command": command, "arguments": {**call.arguments}}).encode() + b"\n"
        )
        return await _listen(reader, writer, call)
    except ConnectionResetError as problem:
        raise Misconfigured("The running bot stopped before it had answered.") from problem
    finally:
        writer.close()


async def _listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, call: Call) -> int:
    async for raw in reader:
        message = json.loads(raw)
        if "refused" in message:
            raise Misconfigured(message["refused"])
        if "exit" in message:
            return int(message["exit"])
        if "out" in message:
            await call.out(message["out"])
        else:
            await _pass_on(call.typed, writer)
    raise ConnectionResetError


async def _pass_on(typed: AsyncIterator[str], writer: asyncio.StreamWriter) -> None:
    line = await anext(typed, None)
    if line is None:
        writer.write_eof()
    else:
        writer.write(json.dumps({"line": line}).encode() + b"\n")
