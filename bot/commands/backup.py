"""``circuit backup`` and ``circuit restore``."""

import asyncio
from pathlib import Path

from bot import app, control, settings
from bot.control import Call
from bot.errors import Misconfigured
from storage import JournalStore
from storage.backup import backup as back_up
from storage.backup import restore as put_back


def main(file: Path) -> int:
    """The exit code, once everything is in the file."""
    return asyncio.run(_backup(settings.read(), file.absolute()))


async def _backup(chosen: settings.Settings, file: Path) -> int:
    arguments = {"file": str(file)}
    answered = await control.ask(chosen.data, "backup", arguments, control.nothing_typed())
    if answered is not None:
        return answered
    async with app.opened(chosen) as house:
        return await backup(house, Call(arguments, control.nothing_typed(), control.printed))


async def backup(house: app.Opened, call: Call) -> int:
    """Write everything to one file, as of now."""
    file = Path(str(call.arguments["file"]))
    store = house.assistant.house.store
    assert isinstance(store, JournalStore)
    try:
        await back_up(store, file)
    except (Misconfigured, OSError) as problem:
        await call.out(f"circuit: the backup could not be written to {file}: {problem}")
        return 1
    await call.out(f"Everything is in {file}.")
    return 0


def restore_main(file: Path) -> int:
    """The exit code, once the backup is in place."""
    chosen = settings.read()
    put_back(file, chosen.data)
    print(f"{file} is restored to {chosen.data}. Start the bot with: circuit run")
    return 0
