"""The door by which a session is played ahead, beside the bot and on a copy of its records."""

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson

from bot.app.rehearsing import Said, played_ahead, rehearsed
from bot.assistant import Time
from bot.assistant.doors import Again
from bot.errors import Misconfigured, Rejected
from bot.model.outbox import Errand, Sending
from bot.model.rehearsal import LONGEST, MOST, REHEARSAL
from bot.settings import Settings
from storage import KeptStore, MemoryStore
from storage.backup import backup, restore

Play = Callable[[str, datetime], Awaitable[Sequence[Said]]]
"""What would go out about the session with this number, from this moment on."""
MAIL = "mail"
POLITE = 10
"""How far the process of a rehearsal steps back behind the bot (``nice``)."""


class Rehearsals:
    """Plays ahead what it is told to; a receipt tells the skill what would go out, as JSON."""

    name = REHEARSAL
    rate = 1.0
    again: Again = "resend"

    def __init__(self, play: Play, time: Time) -> None:
        """How one is played, and the clock that says from when on."""
        self._play, self._time = play, time

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The moments in their order, and how many messages and letters there would be in all."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            said = await self._play(errand.facts["session"], self._time.now())
        except (Misconfigured, BrokenProcessPool) as problem:
            raise Rejected(str(problem)) from problem
        moments = _moments(said)
        told = [each.told() for each in moments[:MOST]]
        found = {"moments": told, "all": len(moments)}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class _Moment:
    """What goes out at one time and is about the same, whoever it goes to."""

    said: Said
    mail: bool
    subject: tuple[str, str]
    to: set[str]

    def takes(self, said: Said, subject: tuple[str, str]) -> bool:
        """Whether this goes out with it: by mail as it is or in a chat, in any language of it."""
        alike = (said.at, said.door == MAIL) == (self.said.at, self.mail)
        return alike and not set(subject).isdisjoint(self.subject)

    def told(self) -> Mapping[str, Any]:
        """As the skill reads it; a chat's rooms are not counted: some see it on two platforms."""
        return {
            "at": self.said.at.isoformat(),
            "mail": self.mail,
            "to": len(self.to) if self.mail else 1,
            "subject": self.subject,
            "words": self.said.words[:LONGEST],
        }


def _moments(said: Sequence[Said]) -> list[_Moment]:
    found: list[_Moment] = []
    for each in said:
        subject = _subject(each)
        near = takewhile(lambda one: one.said.at == each.at, reversed(found))  # noqa: B023
        known = next((one for one in near if one.takes(each, subject)), None)
        if known is None:
            found.append(_Moment(each, each.door == MAIL, subject, {each.to}))
        else:
            known.to.add(each.to)
            # Who reads both is told both.
            known.subject = max(known.subject, subject, key=lambda sides: len(set(sides)))
    return found


def _subject(said: Said) -> tuple[str, str]:
    """What it is about, in English and in French where it is in both."""
    first, *other = re.split(r" [/|] ", said.subject, maxsplit=1)
    parts = said.words.split("\n\n")
    if not other and said.both and len(parts) % 2 == 0:
        # Longer words stand below each other, in as many paragraphs in each language.
        other = parts[len(parts) // 2].split("\n")[:1]
    return first, other[0] if other else first


def in_memory(chosen: Settings, store: KeptStore | MemoryStore) -> Play:
    """Played in this process: for a few records."""

    async def play(number: str, start: datetime) -> Sequence[Said]:
        copy = MemoryStore(store.pieces_now())
        return await played_ahead(chosen, copy, number, start)

    return play


def apart(chosen: Settings, store: KeptStore) -> Play:
    """Played in a process of its own: however many records there are, the bot goes on."""

    async def play(number: str, start: datetime) -> Sequence[Said]:
        with tempfile.TemporaryDirectory(prefix="circuit-rehearsal-") as folder:
            archive = Path(folder) / "store.backup"
            await backup(store, archive)
            pool = ProcessPoolExecutor(1, get_context("spawn"))
            try:
                running = asyncio.get_running_loop()
                return await running.run_in_executor(pool, _played, chosen, archive, number, start)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    return play


def _played(chosen: Settings, archive: Path, number: str, start: datetime) -> list[Said]:
    os.nice(POLITE)
    copy = archive.with_suffix("")
    restore(archive, copy)
    return asyncio.run(rehearsed(chosen, copy, number, start))
