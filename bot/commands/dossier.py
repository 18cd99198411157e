"""``circuit dossier SESSION``: all that is filed of a session, in one zip file."""

import asyncio
from argparse import Namespace
from pathlib import Path

from bot import app, texts
from bot.commands.beside import carried_out, note
from bot.commands.passing import must_be_free, writes
from bot.commands.start import begin
from bot.context import Context
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured, Rejected
from bot.model.session import Session
from bot.model.words import Phrase
from bot.services.files.dossier_writing import dossier

NAME = "dossier"


def main(chosen: Namespace) -> int:
    """The exit code, once the file is there."""
    file = chosen.out or Path(f"dossier-{Path(chosen.session).name}.zip")
    must_be_free(file, chosen)
    arguments = {"file": str(file.absolute()), "session": chosen.session}
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, pack, writes("file")))


async def pack(house: app.Opened, call: Call) -> int:
    """Write the file, and a line in the audit that says so.

    Raises Misconfigured for a session that is not there, and a file that cannot be written.
    """
    file, home = Path(call.arguments["file"]), house.assistant.house
    context = Context(home.store.view(), home.time.now(), home.setup, NAME)
    session = context.view.get(Session, call.arguments["session"])
    if session is None:
        phrase = Phrase("sessions.unknown", {"named": call.arguments["session"]})
        raise Misconfigured(texts.render(phrase, "en"))
    try:
        content = await dossier(context, session)
        await asyncio.to_thread(_put, file, content)
    except (Rejected, OSError) as problem:
        raise Misconfigured(f"{file} is not written: {problem}.") from problem
    await note(house, "dossier.packed", f"session/{session.id}")
    await call.out(f"The dossier of session {session.id} is in {file}.")
    return 0


def _put(file: Path, content: bytes) -> None:
    """The file, whole, and its owner's alone."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600, exist_ok=False)
    part.write_bytes(content)
    part.replace(file)
