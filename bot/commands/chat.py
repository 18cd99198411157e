"""``circuit chat``: one person at a terminal, beside the running bot or with the bot alone."""

import asyncio
import os
import uuid
from pathlib import Path

from bot import app, control, settings
from bot.channels.terminal import talk
from bot.channels.terminal.stage import play
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.control import Call
from bot.errors import Misconfigured, Refusal
from bot.model.addresses import mailbox


def main(address: str) -> int:
    """The exit code, once the person has left."""
    try:
        arguments = {"address": mailbox(address)}
    except Refusal as problem:
        raise Misconfigured("--as takes one mail address, such as ana@example.org.") from problem
    return asyncio.run(_chat(begin(), arguments))


async def _chat(chosen: settings.Settings, arguments: dict[str, str]) -> int:
    call = Call(arguments, typed(), control.printed)
    answered = await control.ask(chosen.data, "chat", call)
    if answered is not None:
        return answered
    _refuse_in_production(chosen)
    async with app.opened(chosen) as house:
        await house.assistant.outbox.recover()
        return await chat(house, call)


async def chat(house: app.Opened, call: Call) -> int:
    """Hear every line of one person, and print what answers it and what reaches them meanwhile."""
    _refuse_in_production(house.settings)
    console = app.console(house, call.arguments["address"], uuid.uuid4().hex[:12])
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


def _refuse_in_production(chosen: settings.Settings) -> None:
    if not chosen.local:
        raise Misconfigured(
            "circuit chat is for local mode: in production, a chat platform says who people are."
        )


def play_script(file: Path) -> int:
    """0 if the talk goes as it is written; else 1, with the first difference printed."""
    try:
        steps = talk.parse(file.read_text("utf-8"))
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise Misconfigured(f"{file} is not a talk: {problem}.") from problem
    difference = asyncio.run(_played(steps))
    print(f"{file}: {difference or f'as written, {len(steps)} steps'}")
    return 1 if difference else 0


async def _played(steps: list[talk.Step]) -> str:
    start = steps[0].now if steps else None
    if start is None:
        raise Misconfigured("A talk begins with a line such as “Now: 2027-01-12 09:00”.")
    for step in steps:
        if step.who and step.who not in app.CAST:
            raise Misconfigured(
                f"line {step.number}: nobody here is {step.who}; there are {', '.join(app.CAST)}."
            )
    # A talk goes the same way whatever the settings of this machine are.
    stage = await app.stage(settings.read({}, Path(os.devnull)), start)
    try:
        return await play(steps[1:], stage)
    except LookupError as problem:
        return str(problem)
