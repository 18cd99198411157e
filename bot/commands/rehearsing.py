"""``circuit rehearse --session N``: what would go out when and to whom, on a copy of the store."""

import asyncio
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bot import control
from bot.app.keeping import kept
from bot.app.rehearsing import Said, rehearsed
from bot.clock import Clock
from bot.commands.passing import writes
from bot.commands.start import begin, must_hold_a_store
from bot.control import Call
from bot.settings import Settings
from bot.texts.moments import local
from storage.backup import backup, restore
from storage.segments import find, journal_path, snapshot_path


def main(chosen: Namespace) -> int:
    """The exit code, once the session's life is told; nothing was sent, nothing of it is kept."""
    return asyncio.run(_rehearsed(begin(), chosen))


async def _rehearsed(settings: Settings, chosen: Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="circuit-rehearsal-") as folder:
        copy = Path(folder) / "store"
        await _copied(settings, copy)
        start = Clock(settings.clock).now()
        said = await rehearsed(settings, copy, chosen.session, start)
    await _told(said, chosen)
    print(f"Rehearsed: {len(said)} messages and letters. Nothing was sent, nothing was changed.")
    return 0


async def _copied(settings: Settings, copy: Path) -> None:
    """The store as it is now, copied; a bot that runs makes the copy itself."""
    archive = copy.with_suffix(".backup")
    call = Call({"file": str(archive)}, control.nothing_typed(), _untold)
    with writes("file")(settings.data, call) as there:
        answered = await control.ask(settings.data, "backup", there)
    if answered is not None:
        restore(archive, copy)
        return None
    must_hold_a_store(settings)
    if not settings.store:
        return _copy_files(settings.data, copy)
    async with kept(settings, lambda: None) as store:
        await backup(store, archive)
    restore(archive, copy)
    return None


async def _untold(_text: str) -> None:
    """Leave out what the bot says of the copy."""


def _copy_files(data: Path, copy: Path) -> None:
    """The files of a store that nobody has open; they are read and not touched."""
    copy.mkdir(mode=0o700)
    found = find(data)
    files = [journal_path(data, number) for number in found.journals]
    files += [snapshot_path(data, number) for number in found.snapshots]
    for file in files:
        shutil.copyfile(file, copy / file.name)


async def _told(said: Sequence[Said], chosen: Namespace) -> None:
    """Each moment with what goes out then, as fast as it was asked for."""
    before = None
    for (at, door, subject), group in groupby(said, lambda e: (e.at, e.door, e.subject)):
        if chosen.speed and before is not None:
            await asyncio.sleep((at - before).total_seconds() / chosen.speed)
        before, several = at, list(group)
        to = ", ".join(each.to for each in several) if chosen.who else f"{len(several)} ×"
        print(f"{local(at):%Y-%m-%d %H:%M}  {door}  {to}  {subject}", flush=True)
        if chosen.full:
            print("\n".join(f"    {line}" for line in several[0].words.splitlines()))
