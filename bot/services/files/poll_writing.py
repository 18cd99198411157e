"""Polls as files: what came of one, or those of a session to be copied into Vevox."""

import asyncio
from collections.abc import AsyncIterator
from itertools import islice

import orjson

from bot import texts
from bot.errors import Rejected
from bot.model.poll import Poll
from bot.model.record import View
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.polling import counting, sheet, table
from bot.services.files.apart import done_apart
from bot.services.files.writing import AT_ONCE, WRITER, Asked

Head = dict[str, object]


async def poll_written(view: View, poll: Poll, asked: Asked) -> bytes:
    """What came of a poll; raises Rejected where nobody may know, or it cannot be written."""
    count = counting.shown(view, poll)
    if count is None:
        raise Rejected("the results are not shown")
    head = _head(Phrase("poll_table.name", {"poll": poll}), table.titles(poll), asked)
    if poll.named:
        rows = [orjson.dumps(each) async for each in _named(view, poll)]
        return await _written({**head, "moments": table.MOMENT}, rows)
    return await _written(head, [orjson.dumps(each) for each in table.rows(poll, count)])


async def sheet_written(view: View, session: Session, asked: Asked) -> bytes:
    """The polls of a session for Vevox; raises Rejected where they cannot be written."""
    polls = sheet.polls_of(view, session)
    head = _head(Phrase("poll_table.sheet_name", {"session": session}), sheet.titles(polls), asked)
    return await _written(head, [orjson.dumps(each) for each in sheet.rows(polls)])


def _head(name: Phrase, titles: list[str], asked: Asked) -> Head:
    language = asked.languages[0]
    return {
        "ending": asked.ending,
        "title": texts.render_in(name, LANGUAGES),
        "language": language,
        "made": asked.made,
        "headers": titles,
        "moments": None,
    }


async def _written(head: Head, rows: list[bytes]) -> bytes:
    content = await done_apart(WRITER, b"\n".join([orjson.dumps(head), *rows]))
    if content is None:
        raise Rejected("the file cannot be written")
    return content


async def _named(view: View, poll: Poll) -> AsyncIterator[table.Row]:
    """Every vote as a row; others are heard in between."""
    found, row = table.votes(view, poll), table.by_name(view, poll)
    while some := list(islice(found, AT_ONCE)):
        for each in some:
            yield row(each)
        await asyncio.sleep(0)
