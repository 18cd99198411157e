"""A file of people that somebody names at the command line: read, looked at, agreed to."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from bot import texts
from bot.control import Call
from bot.documents.answers import Field, Refused
from bot.documents.tables.limits import LARGEST
from bot.errors import Misconfigured, Refusal
from bot.model.words import Language, Phrase
from bot.services.files import reading
from bot.services.files.reading import Reading

TOLD = 1_000
"""People between two lines of progress."""
YES = frozenset("yes y oui o".split())
FIELDS: tuple[str, ...] = get_args(Field)


def arguments(chosen: Namespace) -> dict[str, str]:
    """What was typed, as it travels to the bot that runs.

    Raises Misconfigured for a column that is not written ``TITLE=FIELD``.
    """
    return {
        "file": str(chosen.file.absolute()),
        "columns": json.dumps(dict(_column(each) for each in chosen.column)),
        "language": chosen.language,
        "yes": "yes" if chosen.yes else "",
        "json": "yes" if chosen.json else "",
        "progress": "yes" if sys.stdout.isatty() and not chosen.json else "",
    }


def _column(written: str) -> tuple[str, str]:
    title, _, field = written.rpartition("=")
    if not title.strip() or field not in FIELDS:
        raise Misconfigured(
            f"--column takes TITLE=FIELD, such as “Courriel=address”, not “{written}”. "
            f"The fields are {', '.join(FIELDS)}."
        )
    return title, field


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read, and the call that named it."""

    call: Call
    reading: Reading

    @property
    def file(self) -> str:
        """The name of the file."""
        return Path(self.call.arguments["file"]).name

    def words(self, name: str, **facts: object) -> str:
        """A text of ours in the language that was asked for."""
        return texts.render(Phrase(f"importing.{name}", facts), language(self.call))

    def why(self, refused: Refused) -> str:
        """Why a row was refused."""
        return texts.render(refused.why, language(self.call))

    def refused(self) -> list[dict[str, object]]:
        """The rows that were refused, as they are printed in JSON."""
        return [
            {"row": each.row, "column": each.column, "why": self.why(each)}
            for each in self.reading.refused()
        ]

    async def say_refused(self) -> None:
        """Tell the rows that were refused."""
        for row in self.refused():
            await self.call.out(self.words("row", **row))

    async def agreed(self, preview: str, question: str) -> bool:
        """Whether whoever asked says yes to what would become of the file."""
        await self.call.out(preview)
        await self.say_refused()
        if self.reading.unknown:
            await self.call.out(self.words("unknown", titles=self.reading.unknown))
        await self.call.out(question)
        answer = await anext(self.call.typed, "")
        return answer.strip().strip(".!").casefold() in YES

    async def progress(self, before: int, done: int) -> None:
        """Tell how far it is, every thousand people."""
        total = self.reading.people
        if self.call.arguments["progress"] and before // TOLD < done // TOLD and done < total:
            await self.call.out(self.words("progress", done=done, total=total))


def language(call: Call) -> Language:
    """The language that was asked for."""
    return cast("Language", call.arguments["language"])


async def brought(call: Call) -> Brought:
    """The people in the file. Raises Refusal or Misconfigured where it cannot be read."""
    file = Path(call.arguments["file"])
    content = await asyncio.to_thread(content_of, file, LARGEST)
    columns: Mapping[str, Field] = json.loads(call.arguments["columns"])
    return Brought(call, await reading.read(file.name, content, columns))


def content_of(file: Path, most: int) -> bytes:
    """What is in the file, and a byte more than ``most`` where it is larger.

    Raises Misconfigured where it cannot be read.
    """
    try:
        if not file.is_file():
            raise Misconfigured(f"{file} is no file.")
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as problem:
        raise Misconfigured(f"{file} cannot be read: {problem.strerror}.") from problem


def why(refusal: Refusal, call: Call) -> str:
    """The words of a refusal; where a title is missing, those there are and how to name one."""
    said = texts.render(Phrase(refusal.key, refusal.facts), language(call))
    titles = refusal.facts.get("titles")
    if not isinstance(titles, list):
        return said
    facts = {"titles": titles, "example": f'--column "{titles[0]}=address"'}
    return f"{said}\n{texts.render(Phrase('importing.which', facts), language(call))}"
