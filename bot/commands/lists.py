"""``circuit import partners FILE``, ``circuit import attendees FILE --basis TEXT``."""

import asyncio
import json
from argparse import Namespace
from collections import Counter
from collections.abc import AsyncIterator, Callable

from bot import app
from bot.assistant.bringing import Assistant, Counts, Load, filed, foreseen
from bot.commands.beside import carried_out, note
from bot.commands.brought import Brought, arguments, brought, why
from bot.commands.passing import reads
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.control import Call, printed
from bot.errors import Misconfigured, Refusal, Rejected

NAME = "import list"
SHOWN = ("new", "changed", "same", "declined")
Bringing = Callable[[Assistant, Load], AsyncIterator[Counts]]


def main(chosen: Namespace) -> int:
    """The exit code: 0 if the list was taken in, or was only looked at; 1 if not.

    Raises Misconfigured for a column that is not written ``TITLE=FIELD``, and for past attendees
    of whom it is not told on what basis they may be written to.
    """
    basis = " ".join((chosen.basis or "").split())
    if chosen.what == "attendees" and not basis:
        raise Misconfigured(
            "Past attendees are only written to if they agreed. Say where and when they did: "
            '--basis "Registration form of 2025, question 7".'
        )
    facts = {"what": chosen.what, "basis": basis, "theme": " ".join(chosen.theme.split())}
    call = Call({**arguments(chosen), **facts}, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, take_in, reads("file")))


async def take_in(house: app.Opened, call: Call) -> int:
    """Say what a file would change in the list, and change it if that is wanted.

    Raises Misconfigured where the file cannot be taken.
    """
    try:
        file = await brought(call)
        if not call.arguments["yes"]:
            counts = await _summed(house, file, foreseen)
            if call.arguments["json"]:
                await _say_in_json(file, counts)
                return 0
            preview = file.words("list_foreseen", file=file.file, **_facts(call, counts))
            if not await file.agreed(preview, file.words("list_go")):
                await call.out(file.words("nothing"))
                return 1
        return await _taken_in(house, file)
    except Refusal as refusal:
        raise Misconfigured(why(refusal, call)) from refusal
    except Rejected as refusal:
        raise Misconfigured(str(refusal)) from refusal


async def _taken_in(house: app.Opened, file: Brought) -> int:
    call = file.call
    await note(house, f"{call.arguments['what']}.imported", f"file/{file.reading.people}")
    counts = await _summed(house, file, filed)
    if call.arguments["json"]:
        await _say_in_json(file, counts)
        return 0
    if call.arguments["yes"]:
        await file.say_refused()
    await call.out(file.words("list_done", **_facts(call, counts)))
    return 0


async def _summed(house: app.Opened, file: Brought, bringing: Bringing) -> Counts:
    counts: Counts = Counter(same=file.reading.repeated)
    facts = {name: file.call.arguments[name] for name in ("basis", "theme")}
    load = Load(file.call.arguments["what"], facts, file.reading.requests())
    done = 0
    async for each in bringing(house.assistant, load):
        counts.update(each)
        before, done = done, done + each.total()
        await file.progress(before, done)
    counts["refused"] = sum(1 for _ in file.reading.refused())
    return counts


def _facts(call: Call, counts: Counts) -> dict[str, object]:
    numbers = {name: counts[name] for name in (*SHOWN, "refused")}
    return {**numbers, "what": call.arguments["what"]}


async def _say_in_json(file: Brought, counts: Counts) -> None:
    said = {name: counts[name] for name in SHOWN} | {"refused": file.refused()}
    await file.call.out(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
