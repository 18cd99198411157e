"""``circuit report pilot --out DIR``: all sessions held, as a Word document and a page.

``--trace`` says of each number which rows it was counted from.
"""

import asyncio
import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from bot import app, texts
from bot.afterwards.figures import Figure, Numbers
from bot.afterwards.pilot import report, totals
from bot.afterwards.told import Told
from bot.commands.beside import carried_out, note
from bot.commands.passing import writes
from bot.commands.start import begin
from bot.context import Context
from bot.control import Call, nothing_typed, printed
from bot.errors import Misconfigured, Rejected
from bot.model.words import LANGUAGES, Language, Phrase
from bot.services.files.pilot_writing import counted, written

NAME = "report"


def main(chosen: Namespace) -> int:
    """The exit code: 0 once it is written; raises Misconfigured where it cannot be.

    Without a folder, the numbers must be asked for with ``--trace``.
    """
    if chosen.out is None and not chosen.trace:
        raise Misconfigured("Say where the report goes: --out FOLDER, or ask for --trace.")
    out = _made(chosen.out.absolute()) if chosen.out else ""
    arguments = {"out": out, "lang": chosen.lang, "trace": "yes" if chosen.trace else ""}
    call = Call(arguments, nothing_typed(), printed)
    return asyncio.run(carried_out(begin(), NAME, call, tell, writes("out")))


def _made(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Misconfigured(f"{folder} cannot take the report: {problem}.") from problem
    return str(folder)


async def tell(house: app.Opened, call: Call) -> int:
    """Count, and write the files; then say where each number comes from, if that is asked."""
    home = house.assistant.house
    context = Context(home.store.view(), home.time.now(), home.setup, NAME)
    sessions = [each async for each in counted(context)]
    if not sessions:
        raise Misconfigured(texts.render(Phrase("pilot.nothing"), _languages(call)[0]))
    if call.arguments["out"]:
        await note(house, "report.written", "report/pilot")
        await _write(context, call, sessions)
    if call.arguments["trace"]:
        for each in _figures(sessions):
            await call.out(json.dumps(asdict(each), ensure_ascii=False, separators=(",", ":")))
    return 0


def _figures(sessions: Sequence[Numbers]) -> list[Figure]:
    own = [figure for each in sessions for figure in each.figures.values()]
    return [*totals(sessions), *own]


async def _write(context: Context, call: Call, sessions: Sequence[Numbers]) -> None:
    folder = Path(call.arguments["out"])
    for language in _languages(call):
        try:
            forms = await written(report(Told(context, sessions, language)), context.now)
            for form, content in forms.items():
                path = folder / f"pilot-{language}.{form}"
                await asyncio.to_thread(_put, path, content)
                done = Phrase("pilot.done", {"path": str(path)})
                await call.out(texts.render(done, language))
        except (OSError, Rejected) as problem:
            raise Misconfigured(f"{folder} cannot take the report: {problem}.") from problem


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _languages(call: Call) -> tuple[Language, ...]:
    named = call.arguments["lang"]
    return LANGUAGES if named == "both" else (cast("Language", named),)
