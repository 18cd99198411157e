"""``circuit import attendance FILE --session N``: who came, out of the report of a webinar.

``circuit import evaluation`` takes what people answered about it the same way.
"""

import asyncio
import json
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot import app, texts
from bot.assistant.bringing import Counts, Load, filed, foreseen
from bot.assistant.reports import counted_anew, wanted
from bot.commands.beside import carried_out, note
from bot.commands.brought import YES, arguments, content_of, language
from bot.commands.passing import reads
from bot.commands.start import begin
from bot.commands.typed import typed
from bot.context import Context
from bot.control import Call, printed
from bot.documents.tables.limits import LARGEST_REPORT
from bot.errors import Misconfigured, Refusal, Rejected
from bot.evaluating.telling import for_programs
from bot.model.attendance import Turnout
from bot.model.evaluation import Evaluation
from bot.model.importing import RefusedRow, Step
from bot.model.people import Place
from bot.model.report_file import ReportFile
from bot.model.session import Session
from bot.model.words import Phrase
from bot.reporting.kind import Kind
from bot.services.files import reports
from bot.skills import attendance, evaluation

NAME = "import report"
KINDS: dict[str, Kind] = {each.what: each for each in (attendance.KIND, evaluation.KIND)}
NUMBERS = ("registered", "came", "not_registered", "guests", "team", "watched", "median")
SUMS = ("new", "changed", "same")


def main(chosen: Namespace) -> int:
    """The exit code: 0 if the report was taken in, or was only looked at; 1 if not.

    Raises Misconfigured without a session.
    """
    if not chosen.session:
        raise Misconfigured("Such a report is about a session: add --session NUMBER.")
    told = {"session": chosen.session, "what": chosen.what}
    call = Call({**arguments(chosen), **told}, typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, take_in, reads("file")))


@dataclass(frozen=True, slots=True)
class Found:
    """A report that was read: what it says as a whole, and its pieces."""

    house: app.Opened
    call: Call
    session: Session
    lines: list[bytes]

    @property
    def head(self) -> dict[str, Any]:
        """What it says as a whole."""
        head: dict[str, Any] = orjson.loads(self.lines[0])
        return head

    @property
    def load(self) -> Load:
        """Its pieces, for the session."""
        pieces = (orjson.loads(line) for line in self.lines[1:])
        told = {"session": self.session.id, **self.head.get("told", {})}
        return Load(self.call.arguments["what"], told, pieces)


async def take_in(house: app.Opened, call: Call) -> int:
    """Say what a report would change, and take it in if that is wanted.

    Raises Misconfigured where the file, or the session, cannot be taken.
    """
    try:
        found = await _found(house, call)
        if not call.arguments["yes"]:
            counts = await _summed(found, foreseen(house.assistant, found.load))
            if call.arguments["json"]:
                await _say_in_json(found, counts)
                return 0
            await _say(found, counts, Step.SHOWN)
            await call.out(_words(f"{call.arguments['what']}.question", call))
            if (await anext(call.typed, "")).strip().strip(".!").casefold() not in YES:
                await call.out(_words("importing.nothing", call))
                return 1
        return await _taken_in(found)
    except Refusal as refusal:
        raise Misconfigured(
            texts.render(Phrase(refusal.key, refusal.facts), language(call))
        ) from refusal
    except Rejected as refusal:
        raise Misconfigured(str(refusal)) from refusal


async def _found(house: app.Opened, call: Call) -> Found:
    home, file = house.assistant.house, Path(call.arguments["file"])
    session = home.store.view().get(Session, call.arguments["session"])
    if session is None:
        raise Refusal("sessions.unknown", named=call.arguments["session"])
    if home.time.now() < session.starts:
        raise Refusal("attendance.not_begun", session=session)
    content = await asyncio.to_thread(content_of, file, LARGEST_REPORT)
    what = call.arguments["what"]
    told = await wanted(home, session, what, file.name)
    return Found(house, call, session, await reports.read(what, told, content))


async def _taken_in(found: Found) -> int:
    what, session = found.call.arguments["what"], found.session
    await note(found.house, f"{what}.imported", f"session/{session.id}")
    counts = await _summed(found, filed(found.house.assistant, found.load))
    await counted_anew(found.house.assistant, what, session)
    if found.call.arguments["json"]:
        await _say_in_json(found, counts)
    else:
        await _say(found, counts, Step.DONE)
    return 0


async def _summed(found: Found, pieces: Any) -> Counts:
    counts, done, total = Counts(), 0, found.head["people"]
    async for each in pieces:
        counts.update(each)
        done += each.total()
        if found.call.arguments["progress"] and done < total:
            await found.call.out(_words("importing.progress", found.call, done=done, total=total))
    return counts


async def _say(found: Found, counts: Counts, step: Step) -> None:
    """How the report stands, as its card says it in a chat."""
    call, home = found.call, found.house.assistant.house
    kind = KINDS[call.arguments["what"]]
    now = home.time.now()
    file = ReportFile(
        id="",
        what=kind.what,
        file="",
        name=Path(call.arguments["file"]).name,
        by="",
        place=Place("file", ""),
        waits_with="",
        languages=(language(call),),
        created=now,
        until=now,
        session=found.session.id,
        step=step,
        found=found.head,
        counts=dict(counts),
        rows=tuple(RefusedRow(**each) for each in found.head["rows"]),
    )
    context = Context(home.store.view(), now, home.setup, "import report", link=home.link)
    lines = kind.shown(context, file) if step is Step.SHOWN else kind.done(context, file)
    for each in lines:
        await call.out(texts.render(each, language(call)))


async def _say_in_json(found: Found, counts: Counts) -> None:
    head = {name: value for name, value in found.head.items() if name not in ("rows", "told")}
    said = {**{name: counts[name] for name in SUMS}, **head, "refused": _refused(found)}
    if found.call.arguments["yes"]:
        said |= _numbers(found)
    await found.call.out(json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def _numbers(found: Found) -> dict[str, object]:
    """How many came, or what all answers come to, of all that was brought so far."""
    view, session = found.house.assistant.house.store.view(), found.session.id
    if found.call.arguments["what"] == attendance.KIND.what:
        turnout = view.get(Turnout, session)
        return {"turnout": {name: getattr(turnout, name) for name in NUMBERS}}
    evaluation = view.get(Evaluation, session)
    return {"evaluation": for_programs(evaluation)} if evaluation else {}


def _refused(found: Found) -> list[dict[str, object]]:
    """The rows that were refused, as they are printed in JSON."""
    return [
        {
            "row": each["row"],
            "column": each["column"],
            "why": texts.render(Phrase(each["key"], each["facts"]), language(found.call)),
        }
        for each in found.head["rows"]
    ]


def _words(key: str, call: Call, **facts: object) -> str:
    return texts.render(Phrase(key, facts), language(call))
