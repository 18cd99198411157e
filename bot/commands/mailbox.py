"""``circuit mailbox PATH``: mail that came back and replies, out of a folder or a file."""

import asyncio
import json
import logging
from argparse import Namespace
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot import app
from bot.assistant import Assistant
from bot.commands.beside import carried_out
from bot.commands.passing import reads
from bot.commands.start import begin
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.people import Place
from bot.model.returned import Returned
from bot.services.files import mailbox
from bot.services.files.mailbox import Found, Piece
from storage import StoreBroken

log = logging.getLogger(__name__)
NAME = "mailbox"
AT_ONCE = 50
MINUTE = 60.0
KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a message: a result of ``Returned``, or that it was known already."""

    piece: Piece
    result: str


def main(chosen: Namespace) -> int:
    """The exit code, once every message was looked at."""
    arguments = {"path": str(chosen.path.absolute()), "json": "yes" if chosen.json else ""}
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, look, reads("path")))


async def look(house: app.Opened, call: Call) -> int:
    """Say what came of each message, then how many there were of each kind; no address is shown.

    Raises Misconfigured where the path cannot be read.
    """
    found = await _listed(Path(call.arguments["path"]))
    taken = [each async for each in _taken(house.assistant, found)]
    counts = dict(Counter(each.result for each in taken))
    messages = [
        {"file": each.piece.file, "start": each.piece.start, "result": each.result}
        for each in taken
    ]
    if call.arguments["json"]:
        said = {"messages": messages, "counts": counts}
        await call.out(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
        return 0
    for each in taken:
        await call.out(f"{each.result:<10}  {Path(each.piece.file).name}  {each.piece.start}")
    await call.out(", ".join(f"{name} {count}" for name, count in counts.items()) or "no mail")
    return 0


async def _listed(path: Path) -> list[Piece]:
    try:
        return await asyncio.to_thread(lambda: list(mailbox.pieces(path)))
    except OSError as problem:
        raise Misconfigured(f"{path} cannot be read: {problem.strerror}.") from problem


async def watch(house: app.Opened, folder: Path) -> NoReturn:
    """Look through a folder each minute, for ever."""
    watched = Watched(house.assistant, folder)
    while True:
        try:
            await watched.look()
        except StoreBroken:
            raise
        except Misconfigured as problem:
            log.warning("incoming mail: %s", problem)
        except Exception:
            log.exception("the folder of incoming mail could not be looked through")
        await asyncio.sleep(MINUTE)


class Watched:
    """A folder that is looked through again and again; each message in it is read once."""

    def __init__(self, assistant: Assistant, folder: Path) -> None:
        """Nothing of it is known yet."""
        self._assistant, self._folder = assistant, folder
        self._there: frozenset[Piece] = frozenset()
        self._read: frozenset[Piece] = frozenset()

    async def look(self) -> list[Taken]:
        """What came of messages that are new since the last look but one.

        A message that was not there before, or was shorter, may still be being written.
        """
        there = await _listed(self._folder)
        whole = [each for each in there if each in self._there and each not in self._read]
        self._there = frozenset(there)
        self._read = self._read & self._there | frozenset(whole)
        return [each async for each in _taken(self._assistant, whole)]


async def _taken(assistant: Assistant, found: Sequence[Piece]) -> AsyncIterator[Taken]:
    for start in range(0, len(found), AT_ONCE):
        read = await mailbox.read(found[start : start + AT_ONCE])
        async for each in _heard(assistant, read):
            yield each


async def _heard(assistant: Assistant, read: Iterable[Found]) -> AsyncIterator[Taken]:
    for each in read:
        if assistant.house.store.view().get(Returned, each.id) is not None:
            yield Taken(each.piece, KNOWN)
            continue
        answer = await assistant.hear(_incoming(assistant, each))
        yield Taken(each.piece, str(answer.facts["result"]))
        await asyncio.sleep(0)


def _incoming(assistant: Assistant, found: Found) -> Incoming:
    return Incoming(
        id=found.id,
        place=Place(NAME, found.id),
        sender=Sender(""),
        private=False,
        at=assistant.house.time.now(),
        delivery=Delivery("returned", {"id": found.id, "mail": found.mail}),
    )
