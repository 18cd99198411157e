"""Files on the local page: dropped by people, and handed out to them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.assistant.files import AT_ONCE, beginning
from bot.channels.pages import PAGES, Pages
from bot.channels.pages.requests import unreadable, word
from bot.documents.tables.limits import LARGEST
from bot.errors import Rejected
from bot.model.conversation import Attachment

BYTES = "application/octet-stream"
MOST_FILES = 5
LIMITS: Mapping[str, int] = {"most_files": MOST_FILES, "most_megabytes": LARGEST // 1_000_000}
"""What the page may know before it sends a file: as much as is read of one in Webex or Teams."""


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_post("/local/files", _drop)
    app.router.add_get("/local/files/{source}", _hand_out)


def files_of(pages: Pages, found: dict[str, Any]) -> tuple[Attachment, ...]:
    """The files of a message, which were dropped before; raises 400 where they were not."""
    given = found.get("files", [])
    if not isinstance(given, list) or len(given) > MOST_FILES:
        raise unreadable()
    return tuple(_file(pages, each) for each in given)


def _file(pages: Pages, given: Any) -> Attachment:
    if not isinstance(given, dict):
        raise unreadable()
    try:
        shown = pages.room.files.shown(word(given, "name"), word(given, "source"))
    except Rejected as problem:
        raise unreadable() from problem
    return Attachment(shown["name"], shown["source"])


async def _drop(request: web.Request) -> web.Response:
    """By what a file is found that somebody drops; 413 where it is too large."""
    if request.content_type != BYTES:
        raise unreadable()
    content = await beginning(request.content.iter_chunked(AT_ONCE), LARGEST + 1)
    if len(content) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, len(content))
    source = await asyncio.to_thread(request.app[PAGES].room.files.keep, content)
    return web.json_response({"source": source})


async def _hand_out(request: web.Request) -> web.StreamResponse:
    """A file, to be saved and never to be shown: anybody may have written what is in it."""
    try:
        file = request.app[PAGES].room.files.at(request.match_info["source"])
    except Rejected:
        raise web.HTTPNotFound from None
    return web.FileResponse(
        file, headers={"Content-Disposition": "attachment", "Content-Type": BYTES}
    )
