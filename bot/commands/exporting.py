"""``circuit export registrations``: all who registered for a session, in a file."""

import asyncio
from argparse import Namespace
from pathlib import Path

from bot import app, texts
from bot.commands.beside import carried_out, note
from bot.commands.passing import must_be_free, writes
from bot.commands.start import begin
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured, Rejected
from bot.model.session import Session
from bot.model.words import LANGUAGES, Language, Phrase
from bot.services.files.writing import ENDINGS, Asked, written

NAME = "export registrations"
CHOICES: dict[str, tuple[Language, ...]] = {"both": LANGUAGES, "en": ("en",), "fr": ("fr",)}


def main(chosen: Namespace) -> int:
    """The exit code, once the file is there."""
    must_be_free(chosen.out, chosen)
    arguments = {
        "file": str(chosen.out.absolute()),
        "session": chosen.session,
        "language": chosen.language,
    }
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, export, writes("file")))


async def export(house: app.Opened, call: Call) -> int:
    """Write the file, and a line in the audit that says so.

    Raises Misconfigured for a session that is not there, and a file that cannot be written.
    """
    file, home = Path(call.arguments["file"]), house.assistant.house
    if file.suffix.lower() not in ENDINGS:
        raise Misconfigured(f"--out must end in {' or '.join(ENDINGS)}.")
    view, now = home.store.view(), home.time.now()
    session = view.get(Session, call.arguments["session"])
    if session is None:
        phrase = Phrase("sessions.unknown", {"named": call.arguments["session"]})
        raise Misconfigured(texts.render(phrase, "en"))
    asked = Asked(file.suffix.lower(), CHOICES[call.arguments["language"]], now)
    try:
        table = await written(view, session, asked)
    except Rejected as problem:
        raise Misconfigured(f"{file} is not written: {problem}.") from problem
    await note(house, "registration.exported", f"session/{session.id}")
    await asyncio.to_thread(_put, file, table.content)
    await call.out(f"{table.people} registrations are in {file}.")
    return 0


def _put(file: Path, content: bytes) -> None:
    """The file, whole, and its owner's alone."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600, exist_ok=False)
        part.write_bytes(content)
        part.replace(file)
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be written: {problem.strerror}.") from problem
