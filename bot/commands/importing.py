"""``circuit import registrations FILE``: people who registered, out of a file."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from bot import app, texts
from bot.assistant.bringing import Counts, Load, filed, foreseen
from bot.commands.beside import carried_out, note
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.control import Call, printed
from bot.documents.answers import Field, Refused
from bot.documents.tables.limits import LARGEST
from bot.errors import Misconfigured, Refusal, Rejected
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.words import Language, Phrase
from bot.services.files import reading
from bot.services.files.reading import Reading

NAME = "import registrations"
TOLD = 1_000
"""People between two lines of progress."""
YES = frozenset("yes y oui o".split())
FIELDS: tuple[str, ...] = get_args(Field)


def main(chosen: Namespace) -> int:
    """The exit code: 0 if the people are registered, or were only looked at; 1 if not.

    Raises Misconfigured for a column that is not written ``TITLE=FIELD``.
    """
    arguments = {
        "file": str(chosen.file.absolute()),
        "session": chosen.session,
        "columns": json.dumps(dict(_column(each) for each in chosen.column)),
        "language": chosen.language,
        "yes": "yes" if chosen.yes else "",
        "json": "yes" if chosen.json else "",
        "progress": "yes" if sys.stdout.isatty() and not chosen.json else "",
    }
    call = Call(arguments, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, register))


def _column(written: str) -> tuple[str, str]:
    title, _, field = written.rpartition("=")
    if not title.strip() or field not in FIELDS:
        raise Misconfigured(
            f"--column takes TITLE=FIELD, such as “Courriel=address”, not “{written}”. "
            f"The fields are {', '.join(FIELDS)}."
        )
    return title, field


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was read, the session it is for, and the call that asked for it."""

    call: Call
    session: Session
    reading: Reading

    @property
    def load(self) -> Load:
        """The people, for the session."""
        return Load(self.session.id, self.reading.requests())

    def words(self, name: str, **facts: object) -> str:
        """A text of ours in the language that was asked for."""
        return texts.render(Phrase(f"importing.{name}", facts), _language(self.call))

    def why(self, refused: Refused) -> str:
        """Why a row was refused."""
        return texts.render(refused.why, _language(self.call))


async def register(house: app.Opened, call: Call) -> int:
    """Say what a file would bring, and bring it in if that is wanted.

    Raises Misconfigured where the file, or the session, cannot be taken.
    """
    try:
        taking = await _read(house, call)
        if not call.arguments["yes"]:
            counts = _foreseen(house, taking, await _looked_at(house, taking))
            if call.arguments["json"]:
                await _say_in_json(taking, counts)
                return 0
            if not await _agreed(taking, counts):
                await call.out(taking.words("nothing"))
                return 1
        return await _brought_in(house, taking)
    except Refusal as refusal:
        raise Misconfigured(_why(refusal, _language(call))) from refusal
    except Rejected as refusal:
        raise Misconfigured(str(refusal)) from refusal


async def _read(house: app.Opened, call: Call) -> Import:
    session = house.assistant.house.store.view().get(Session, call.arguments["session"])
    if session is None:
        raise Refusal("sessions.unknown", named=call.arguments["session"])
    file = Path(call.arguments["file"])
    content = await asyncio.to_thread(_content, file)
    columns: Mapping[str, Field] = json.loads(call.arguments["columns"])
    return Import(call, session, await reading.read(file.name, content, columns))


def _content(file: Path) -> bytes:
    """What is in the file, as far as it may be read."""
    try:
        if not file.is_file():
            raise Misconfigured(f"{file} is no file.")
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be read: {problem.strerror}.") from problem


def _why(refusal: Refusal, language: Language) -> str:
    """The words of a refusal; where a title is missing, those there are and how to name one."""
    said = texts.render(Phrase(refusal.key, refusal.facts), language)
    titles = refusal.facts.get("titles")
    if not isinstance(titles, list):
        return said
    facts = {"titles": titles, "example": f'--column "{titles[0]}=address"'}
    return f"{said}\n{texts.render(Phrase('importing.which', facts), language)}"


def _language(call: Call) -> Language:
    return cast("Language", call.arguments["language"])


async def _looked_at(house: app.Opened, taking: Import) -> Counts:
    pieces = foreseen(house.assistant, taking.load)
    return await _summed(taking, pieces)


async def _brought_in(house: app.Opened, taking: Import) -> int:
    await note(house, "registration.imported", f"session/{taking.session.id}")
    pieces = filed(house.assistant, taking.load)
    counts = await _summed(taking, _with_progress(taking, pieces))
    if taking.call.arguments["json"]:
        await _say_in_json(taking, counts)
    else:
        await _say_done(taking, counts)
    return 0


async def _with_progress(taking: Import, pieces: AsyncIterator[Counts]) -> AsyncIterator[Counts]:
    done, total = 0, taking.reading.people
    async for counts in pieces:
        yield counts
        before, done = done, done + counts.total()
        if taking.call.arguments["progress"] and before // TOLD < done // TOLD and done < total:
            await taking.call.out(taking.words("progress", done=done, total=total))


async def _summed(taking: Import, pieces: AsyncIterator[Counts]) -> Counts:
    """All pieces together; somebody on the waiting list is new as well."""
    counts = Counts(same=taking.reading.repeated)
    async for each in pieces:
        counts.update(each)
    counts["new"] += counts["waiting"]
    counts["refused"] = sum(1 for _ in taking.reading.refused())
    return counts


def _foreseen(house: app.Opened, taking: Import, counts: Counts) -> Counts:
    """The same, with those who would wait: each piece was looked at as if it came alone."""
    session, view = taking.session, house.assistant.house.store.view()
    taken = view.count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}")
    waiting = counts["new"] - max(0, session.capacity - taken) if session.capacity else 0
    return Counts({**counts, "waiting": max(0, waiting)})


async def _agreed(taking: Import, counts: Counts) -> bool:
    """Whether whoever asked says yes to what would become of the file."""
    call, file = taking.call, Path(taking.call.arguments["file"]).name
    await call.out(taking.words("foreseen", file=file, session=taking.session, **_facts(counts)))
    await _say_refused(taking)
    if taking.reading.unknown:
        await call.out(taking.words("unknown", titles=taking.reading.unknown))
    await call.out(taking.words("go"))
    answer = await anext(call.typed, "")
    return answer.strip().strip(".!").casefold() in YES


async def _say_done(taking: Import, counts: Counts) -> None:
    if taking.call.arguments["yes"]:
        await _say_refused(taking)
    await taking.call.out(taking.words("done", **_facts(counts)))


def _facts(counts: Counts) -> dict[str, int]:
    return {name: counts[name] for name in ("new", "waiting", "changed", "same", "refused")}


async def _say_refused(taking: Import) -> None:
    for each in taking.reading.refused():
        facts = {"row": each.row, "column": each.column, "why": taking.why(each)}
        await taking.call.out(taking.words("row", **facts))


async def _say_in_json(taking: Import, counts: Counts) -> None:
    refused = [
        {"row": each.row, "column": each.column, "why": taking.why(each)}
        for each in taking.reading.refused()
    ]
    said: dict[str, Any] = {name: counts[name] for name in ("new", "changed", "same")}
    said["refused"] = refused
    await taking.call.out(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
