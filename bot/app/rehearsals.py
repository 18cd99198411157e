"""The door by which a session is played ahead, beside the bot and on a copy of its records."""

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from itertools import groupby
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
        moments = list(_moments(said))
        found = {"moments": moments[:MOST], "more": max(0, len(moments) - MOST), "all": len(said)}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Nothing to let go of."""


def _moments(said: Sequence[Said]) -> Iterator[Mapping[str, Any]]:
    """The same words to several people at a time are one."""
    for (at, door, _), group in groupby(said, lambda e: (e.at, e.door, _subject(e)[0])):
        several = list(group)
        yield {
            "at": at.isoformat(),
            "door": door,
            "to": len(several),
            "subject": _subject(several[0]),
            "words": several[0].words[:LONGEST],
        }


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
