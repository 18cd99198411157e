"""All that is kept about a person as a workbook."""

import orjson

from bot import texts
from bot.assistant.searching import Found, everything
from bot.context import Context
from bot.errors import Rejected
from bot.model.search import SKILL, Search
from bot.model.words import LANGUAGES, Language, Phrase
from bot.services.files.apart import done_apart
from bot.services.files.writing import WRITER, Asked
from bot.texts.moments import local
from storage import Store

TITLES = ("kind", "session", "at", "content")


async def found_written(store: Store, context: Context, search: Search, asked: Asked) -> bytes:
    """A row for each record; raises Rejected where it cannot be written."""
    found = await everything(store, context, search)
    language = search.languages[0] if len(search.languages) == 1 else LANGUAGES[0]
    head = {
        "ending": asked.ending,
        "title": texts.render(Phrase(f"{SKILL}.name"), language),
        "language": language,
        "made": asked.made,
        "headers": [texts.render(Phrase(f"{SKILL}.title_{each}"), language) for each in TITLES],
        "moments": None,
    }
    rows = (orjson.dumps(_row(each, language)) for each in found)
    content = await done_apart(WRITER, b"\n".join([orjson.dumps(head), *rows]))
    if content is None:
        raise Rejected("the file cannot be written")
    return content


def _row(found: Found, language: Language) -> list[str]:
    at = f"{local(found.at):%Y-%m-%d %H:%M}" if found.at else ""
    told = orjson.dumps(found.row).decode()
    return [texts.render(Phrase(f"{SKILL}.kind_{found.kind}"), language), found.session, at, told]
