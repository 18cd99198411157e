"""Registrations as a file that a team may open, sort and read in again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import orjson

from bot import texts
from bot.errors import Rejected
from bot.model.record import View
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.words import Language, Phrase
from bot.registering import table
from bot.services.files.apart import done_apart

WRITER = "bot.services.files.writer"
ENDINGS = (".xlsx", ".csv")
AT_ONCE = 300
"""Rows that are read before others are heard. More than 256: from there on the view holds fast
which ones there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that is asked for: how it ends, in which languages, when."""

    ending: str
    languages: tuple[Language, ...]
    made: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and how many people are in it."""

    content: bytes
    people: int


async def written(view: View, session: Session, asked: Asked) -> Written:
    """All registrations of a session, earliest first, also those that were given up.

    Raises Rejected where the file became too large to be written.
    """
    head = orjson.dumps(_head(session, asked))
    rows = [
        orjson.dumps(table.row(each, session.zone, asked.languages))
        async for each in _registrations(view, session)
    ]
    content = await done_apart(WRITER, b"\n".join([head, *rows]))
    if content is None:
        raise Rejected("the file cannot be written")
    return Written(content, len(rows))


def _head(session: Session, asked: Asked) -> dict[str, object]:
    language = asked.languages[0]
    return {
        "ending": asked.ending,
        "title": texts.render(Phrase("registration_table.name", {"session": session}), language),
        "language": language,
        "made": asked.made,
        "headers": table.titles(asked.languages),
        "moments": table.MOMENT,
    }


async def _registrations(view: View, session: Session) -> AsyncIterator[Registration]:
    """Every registration of a session once; others are heard in between."""
    seen: set[str] = set()
    for standing in Standing:
        found = view.oldest(Registration, "standing_in", f"{session.id}/{standing}")
        while some := list(islice(found, AT_ONCE)):
            for each in some:
                if each.key not in seen:
                    seen.add(each.key)
                    yield each
            await asyncio.sleep(0)
