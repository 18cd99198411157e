"""``circuit chat``: one person at a terminal, beside the running bot or with the bot alone."""

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

from bot import app, control, settings
from bot.channels.terminal import talk
from bot.channels.terminal.stage import play
from bot.control import Call
from bot.errors import Misconfigured


def main(address: str) -> int:
    """The exit code, once the person has left."""
    chosen = settings.read()
    return asyncio.run(_chat(chosen, address.strip().lower()))


async def _chat(chosen: settings.Settings, address: str) -> int:
    arguments = {"address": address}
    answered = await control.ask(chosen.data, "chat", arguments, _typed())
    if answered is not None:
        return answered
    async with app.opened(chosen) as house:
        await house.assistant.outbox.recover()
        return await chat(house, Call(arguments, _typed(), control.printed))


async def chat(house: app.Opened, call: Call) -> int:
    """Hear every line of one person, and print what answers it and what reaches them meanwhile."""
    address = str(call.arguments["address"])
    console = app.console(house, address, uuid.uuid4().hex[:12])
    pending: asyncio.Queue[list[str]] = asyncio.Queue()
    with house.listening(lambda sending: pending.put_nowait(console.told(sending))):
        async for line in call.typed:
            for text in await console.line(line):
                await call.out(text)
            await house.assistant.outbox.drain()
            while not pending.empty():
                for text in pending.get_nowait():
                    await call.out(text)
    return 0


async def _typed() -> AsyncIterator[str]:
    """The lines typed or piped in, with a prompt if a person types them."""
    prompt = "> " if sys.stdin.isatty() else ""
    loop = asyncio.get_running_loop()
    while True:
        print(prompt, end="", flush=True)
        raw = await loop.run_in_executor(None, sys.stdin.buffer.readline)
        if not raw:
            return
        yield raw.decode("utf-8", "replace").rstrip("\n")


def play_script(file: Path) -> int:
    """0 if the talk goes as it is written; else 1, with the first difference printed."""
    if not file.is_file():
        raise Misconfigured(f"there is no file {file}")
    steps = talk.parse(file.read_text("utf-8"))
    if not steps or steps[0].now is None:
        raise Misconfigured("a talk begins with a line such as “Now: 2027-01-12 09:00”")
    problem = asyncio.run(_played(steps))
    print(problem or f"{file}: as written, {len(steps)} steps")
    return 1 if problem else 0


async def _played(steps: list[talk.Step]) -> str:
    start = steps[0].now
    assert start is not None
    stage = await app.stage(settings.read({}), start)
    return await play(steps[1:], stage)
