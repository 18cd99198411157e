"""``circuit backup`` and ``circuit restore``."""

import asyncio
from pathlib import Path

from bot import control
from bot.app.keeping import database, kept
from bot.commands.passing import writes
from bot.commands.start import begin, must_hold_a_store
from bot.control import Call
from bot.errors import Misconfigured
from bot.settings import Settings
from storage import KeptStore
from storage.backup import backup as back_up
from storage.backup import restore as put_back
from storage.pieces import read_snapshot
from storage.recovery import verify


def main(file: Path) -> int:
    """The exit code, once every record is in the file."""
    return asyncio.run(_backup(begin(), file.absolute()))


async def _backup(chosen: Settings, file: Path) -> int:
    _refuse_among(chosen.data, file)
    call = Call({"file": str(file)}, control.nothing_typed(), control.printed)
    with writes("file")(chosen.data, call) as there:
        answered = await control.ask(chosen.data, "backup", there)
    if answered is not None:
        return answered
    must_hold_a_store(chosen)
    async with kept(chosen, lambda: None) as store:
        return await backup(store, call)


async def backup(store: KeptStore, call: Call) -> int:
    """Write every record to one file, as of now."""
    file = Path(call.arguments["file"])
    try:
        await back_up(store, file)
    except OSError as problem:
        raise Misconfigured(
            f"{file} cannot be written: {problem.strerror or problem}."
        ) from problem
    await call.out(f"Every record is in {file}.")
    return 0


def _refuse_among(data: Path, file: Path) -> None:
    if file.resolve().parent == data.resolve():
        raise Misconfigured(
            f"{file} would lie among the files of the store: choose another folder."
        )


def restore_main(file: Path) -> int:
    """The exit code, once the backup is in place."""
    chosen = begin()
    if chosen.store:
        records, where = asyncio.run(_into_database(chosen, file)), "the database"
    else:
        records, where = put_back(file, chosen.data), str(chosen.data)
    print(f"{file} is restored to {where}, {records} records. Start the bot: circuit run")
    return 0


async def _into_database(chosen: Settings, file: Path) -> int:
    """How many records the database now holds; nothing is ever overwritten."""
    try:
        records = verify(file)
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be restored: {problem}") from problem
    place = database(chosen, chosen.store)
    if not await place.is_empty():
        raise Misconfigured(
            "The database already holds records, and a restore never overwrites one. Give "
            "CIRCUIT_STORE another schema, with ?schema=name at its end, and restore again."
        )
    await place.fill(read_snapshot(file))
    return records
