"""``circuit import registrations FILE``: people who registered, out of a file."""

import asyncio
import json
from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot import app
from bot.assistant.bringing import Counts, Load, filed, foreseen
from bot.commands.beside import carried_out, note
from bot.commands.brought import Brought, arguments, brought, why
from bot.commands.passing import reads
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.control import Call, printed
from bot.errors import Misconfigured, Refusal, Rejected
from bot.model.registration import Registration, Standing
from bot.model.session import Session

NAME = "import registrations"


def main(chosen: Namespace) -> int:
    """The exit code: 0 if the people are registered, or were only looked at; 1 if not.

    Raises Misconfigured for a column that is not written ``TITLE=FIELD``, or without a session.
    """
    if not chosen.session:
        raise Misconfigured("Registrations are for a session: add --session NUMBER.")
    call = Call({**arguments(chosen), "session": chosen.session}, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, register, reads("file")))


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was read, and the session it is for."""

    file: Brought
    session: Session

    @property
    def load(self) -> Load:
        """The people, for the session."""
        return Load("registration", {"session": self.session.id}, self.file.reading.requests())


async def register(house: app.Opened, call: Call) -> int:
    """Say what a file would bring, and bring it in if that is wanted.

    Raises Misconfigured where the file, or the session, cannot be taken.
    """
    try:
        taking = Import(session=_session(house, call), file=await brought(call))
        if not call.arguments["yes"]:
            counts = _foreseen(house, taking, await _looked_at(house, taking))
            if call.arguments["json"]:
                await _say_in_json(taking.file, counts)
                return 0
            if not await _agreed(taking, counts):
                await call.out(taking.file.words("nothing"))
                return 1
        return await _brought_in(house, taking)
    except Refusal as refusal:
        raise Misconfigured(why(refusal, call)) from refusal
    except Rejected as refusal:
        raise Misconfigured(str(refusal)) from refusal


def _session(house: app.Opened, call: Call) -> Session:
    named = call.arguments["session"]
    session = house.assistant.house.store.view().get(Session, named)
    if session is None:
        raise Refusal("sessions.unknown", named=named)
    return session


async def _looked_at(house: app.Opened, taking: Import) -> Counts:
    return await _summed(taking.file, foreseen(house.assistant, taking.load))


async def _brought_in(house: app.Opened, taking: Import) -> int:
    await note(house, "registration.imported", f"session/{taking.session.id}")
    file = taking.file
    counts = await _summed(file, _with_progress(file, filed(house.assistant, taking.load)))
    if file.call.arguments["json"]:
        await _say_in_json(file, counts)
    else:
        await _say_done(file, counts)
    return 0


async def _with_progress(file: Brought, pieces: AsyncIterator[Counts]) -> AsyncIterator[Counts]:
    done = 0
    async for counts in pieces:
        yield counts
        before, done = done, done + counts.total()
        await file.progress(before, done)


async def _summed(file: Brought, pieces: AsyncIterator[Counts]) -> Counts:
    """All pieces together; somebody on the waiting list is new as well."""
    counts = Counts(same=file.reading.repeated)
    async for each in pieces:
        counts.update(each)
    counts["new"] += counts["waiting"]
    counts["refused"] = sum(1 for _ in file.reading.refused())
    return counts


def _foreseen(house: app.Opened, taking: Import, counts: Counts) -> Counts:
    """The same, with those who would wait: each piece was looked at as if it came alone."""
    session, view = taking.session, house.assistant.house.store.view()
    taken = view.count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}")
    waiting = counts["new"] - max(0, session.capacity - taken) if session.capacity else 0
    return Counts({**counts, "waiting": max(0, waiting)})


async def _agreed(taking: Import, counts: Counts) -> bool:
    facts = {"file": taking.file.file, "session": taking.session, **_facts(counts)}
    file = taking.file
    return await file.agreed(file.words("foreseen", **facts), file.words("go"))


async def _say_done(file: Brought, counts: Counts) -> None:
    if file.call.arguments["yes"]:
        await file.say_refused()
    await file.call.out(file.words("done", **_facts(counts)))


def _facts(counts: Counts) -> dict[str, int]:
    return {name: counts[name] for name in ("new", "waiting", "changed", "same", "refused")}


async def _say_in_json(file: Brought, counts: Counts) -> None:
    said: dict[str, Any] = {name: counts[name] for name in ("new", "changed", "same")}
    said["refused"] = file.refused()
    await file.call.out(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
