"""A door within the house: what is to be done with a report about a session.

A receipt tells the skill what came of it, as JSON under ``found``; what can never succeed is told
as ``refused``, the key of a text, with its facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import orjson

from bot.assistant.bringing import Assistant, Counts, Load, filed, foreseen
from bot.assistant.evaluations import evaluated
from bot.assistant.files import Files
from bot.assistant.house import House
from bot.assistant.presence import asked, counted
from bot.assistant.verbs import NOT_FETCHED, Facts, Verb, Verbs
from bot.errors import Refusal, Rejected
from bot.model.attendance import Turnout
from bot.model.evaluation import SKILL as EVALUATION
from bot.model.outcome import Outcome
from bot.model.report_file import AT_ONCE, REPORTS
from bot.model.session import Session

__all__ = ["REPORTS", "ReportErrands"]

ATTENDANCE = "attendance"


class ReportErrands(Verbs):
    """Fetches a report, looks at what it would change, files some of it, counts, takes it away.

    ``to`` of a sending is our name for the file, so that one thing follows the other.
    """

    name = REPORTS

    def __init__(self, files: Files, assistant: Assistant) -> None:
        """Where files are kept, and who hears of what is in them."""
        self._assistant = assistant
        self._last: tuple[str, list[bytes]] = ("", [])
        verbs: Mapping[str, Verb] = {
            "look": self._look,
            "file": self._file,
            "count": self._count,
            "remove": self._remove,
        }
        super().__init__(files, verbs)

    async def _look(self, file: str, facts: Facts) -> Facts:
        """What the report says as a whole, and what would become of its pieces."""
        self._last = ("", [])
        lines = await self._read(file, facts)
        counts = Counts()
        head = orjson.loads(lines[0])
        async for piece in foreseen(self._assistant, _load({**facts, **_told(lines)}, lines[1:])):
            counts.update(piece)
        return {"head": head, "counts": counts, "pieces": len(lines) - 1}

    async def _file(self, file: str, facts: Facts) -> Facts:
        """Some pieces, taken in; done again, it says the same again."""
        lines, first = await self._read(file, facts), int(facts["first"])
        counts = Counts()
        pieces = islice(lines[1:], first, first + AT_ONCE)
        load = _load({**facts, **_told(lines)}, pieces, file, first)
        async for piece in filed(self._assistant, load):
            counts.update(piece)
        return {"counts": counts}

    async def _count(self, _file: str, facts: Facts) -> Facts:
        """The numbers of the session, of all that is kept of it now."""
        await counted_anew(self._assistant, facts["what"], _session(self._assistant, facts))
        return {}

    async def _remove(self, file: str, _facts: Facts) -> Facts:
        if self._last[0] == file:
            self._last = ("", [])
        await self._files.remove(file)
        return {}

    async def _read(self, file: str, facts: Facts) -> list[bytes]:
        if self._last[0] != file:
            session = _session(self._assistant, facts)
            what, shown = facts["what"], facts["shown"]
            told = await wanted(self._assistant.house, session, what, shown)
            try:
                lines = await self._files.report(file, what, told)
            except Rejected:
                raise Refusal(NOT_FETCHED, file=facts["shown"]) from None
            self._last = (file, lines)
        return self._last[1]


async def wanted(house: House, session: Session, what: str, name: str) -> Facts:
    """What a reader must know; only that of who came is told who had registered."""
    return await asked(house, session, name) if what == ATTENDANCE else {"name": name}


async def counted_anew(assistant: Assistant, what: str, session: Session) -> None:
    """Count what such reports say of a session, of all that is kept now."""
    if what == EVALUATION:
        await evaluated(assistant.house, session)
    else:
        await count(assistant, session)


async def count(assistant: Assistant, session: Session) -> Turnout:
    """The numbers of a session, counted and kept."""
    house = assistant.house
    turnout = await counted(house, session)
    known = house.store.view().get(Turnout, session.id)
    kept = replace(turnout, version=known.version + 1) if known else turnout
    await house.store.run(Outcome(saves=(kept,)).regardless)
    return kept


def _session(assistant: Assistant, facts: Facts) -> Session:
    session = assistant.house.store.view().get(Session, str(facts["session"]))
    if session is None:
        raise Refusal("turn.card_unknown")
    return session


def _told(lines: Sequence[bytes]) -> Facts:
    """What each piece is told beside the session, such as the questions of a form."""
    told: Facts = orjson.loads(lines[0]).get("told", {})
    return {"told": told}


def _load(facts: Facts, lines: Iterable[bytes], run: str = "", first: int = 0) -> Load:
    told = {"session": facts["session"], **facts["told"]}
    pieces = _pieces(lines)
    return (
        Load(facts["what"], told, pieces, run, first) if run else Load(facts["what"], told, pieces)
    )


def _pieces(lines: Iterable[bytes]) -> Iterator[Sequence[Any]]:
    for line in lines:
        yield orjson.loads(line)
