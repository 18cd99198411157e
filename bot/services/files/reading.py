"""Registrations out of a file that somebody brings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from bot.documents.answers import Field, Refused
from bot.errors import Refusal
from bot.model.words import Phrase
from bot.registering.request import OWN, Request
from bot.services.files.apart import done_apart

READER = "bot.services.files.reader"
NOBODY = b'{"people":[]}'
"""A piece without people."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: the columns, and the people, in pieces, each in one of them only.

    ``titles`` say which column holds what, ``unknown`` are those that are not read. ``repeated``
    counts the rows of somebody who had one already. Pieces are lines of JSON until they are needed.
    """

    titles: Mapping[str, str]
    unknown: tuple[str, ...]
    people: int
    repeated: int
    pieces: tuple[bytes, ...]
    left_out: tuple[bytes, ...]

    def requests(self, first: int = 0) -> Iterator[Sequence[Request]]:
        """The people from a piece on; of all, at least one, to show whether any may register."""
        for piece in self.pieces[first:] if self.pieces else (NOBODY,):
            yield [_request(row) for row in orjson.loads(piece)["people"]]

    def refused(self) -> Iterator[Refused]:
        """The rows that were refused, in the order of the file."""
        for line in self.left_out:
            for row in orjson.loads(line)["refused"]:
                why = Phrase(row["why"]["key"], row["why"]["facts"])
                yield Refused(row["row"], row["column"], why)


async def read(name: str, content: bytes, columns: Mapping[str, Field]) -> Reading:
    """The registrations in a file, read in a process of its own.

    ``columns`` are what a person said of titles. Raises ``Refusal`` where the file cannot be read.
    """
    asked = orjson.dumps({"name": name, "columns": dict(columns)})
    written = await done_apart(READER, asked + b"\n" + content)
    if written is None:
        raise Refusal("tables.too_much_inside", file=name)
    return reading_of(written)


def reading_of(written: bytes) -> Reading:
    """What the reader found, as it wrote it. Raises ``Refusal`` with the reader's words."""
    first, *lines = written.split(b"\n")
    head = orjson.loads(first)
    if "refused" in head:
        raise Refusal(head["refused"], **head["facts"])
    return Reading(
        titles=head["titles"],
        unknown=tuple(head["unknown"]),
        people=head["people"],
        repeated=head["repeated"],
        pieces=tuple(line for line in lines if line.startswith(b'{"people"')),
        left_out=tuple(line for line in lines if line.startswith(b'{"refused"')),
    )


def _request(row: Mapping[str, Any]) -> Request:
    """A wish as one of a file."""
    own = {name: row[name] for name in OWN}
    at = datetime.fromisoformat(row["at"]) if row["at"] else None
    return Request(address=row["address"], came="file", origin=row["origin"], at=at, **own)
