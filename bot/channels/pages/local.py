"""The local page: be any of the people, see what leaves, move the clock."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import texts
from bot.channels.pages import CHANNEL, PAGES, SPACE, Pages, Room, Someone
from bot.channels.pages.dropping import LIMITS, files_of
from bot.channels.pages.files import file
from bot.channels.pages.requests import body, unreadable, word
from bot.model.conversation import Attachment, Incoming, Press
from bot.model.people import Place
from bot.model.session import OTTAWA

SCRIPTS = {
    "adaptivecards.min.js": Path("adaptivecards/dist/adaptivecards.min.js"),
    "markdown-it.min.js": Path("markdown-it/dist/markdown-it.min.js"),
}
FARTHEST = timedelta(days=400)
BEAT = 15.0


def add_to(app: web.Application) -> None:
    """Add the routes."""
    router = app.router
    router.add_get("/", _index)
    router.add_get("/static/{name}", _static)
    router.add_get("/local/state", _state)
    router.add_get("/local/stream", _stream)
    router.add_post("/local/message", _message)
    router.add_post("/local/press", _press)
    router.add_post("/local/clock", _clock)


async def _index(_: web.Request) -> web.Response:
    return file("page.html", "text/html")


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name in SCRIPTS:
        script = request.app[PAGES].packages / SCRIPTS[name]
        if script.is_file():
            return web.FileResponse(script)
        raise web.HTTPNotFound(text="Run: make setup")
    kinds = {"page.js": "text/javascript", "files.js": "text/javascript", "page.css": "text/css"}
    if name not in kinds:
        raise web.HTTPNotFound
    return file(name, kinds[name])


async def _state(request: web.Request) -> web.Response:
    pages = request.app[PAGES]
    people = [
        {"address": each.sender.address, "name": each.sender.name, "first": each.first,
         "role": each.role, "member": each.member}
        for each in pages.people
    ]  # fmt: skip
    words = {
        name: {"en": entry["en"], "fr": entry["fr"]}
        for name, entry in texts.entries("page").items()
    }
    return _json({"people": people, "words": words, **LIMITS, **_present(pages)})


def _present(pages: Pages) -> dict[str, Any]:
    return {
        "now": pages.now.isoformat(),
        "mails": pages.mails(),
        "due": pages.due(),
        "posts": pages.posts(),
        "channel": pages.channel(),
        "wiki": pages.wiki(),
    }


def _json(found: Mapping[str, Any]) -> web.Response:
    return web.json_response(found, dumps=lambda each: json.dumps(each, default=str))


async def _stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events: what was said since the last one seen, then all that follows."""
    room, last = request.app[PAGES].room, _last_seen(request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    woken = asyncio.Event()
    room.watchers.add(woken)
    try:
        await _follow(room, woken, response, last)
    except ConnectionError:
        return response
    finally:
        room.watchers.discard(woken)


def _last_seen(request: web.Request) -> int:
    since = request.headers.get("Last-Event-ID") or request.query.get("since", "0")
    return int(since) if since.isdecimal() and len(since) < 19 else 0


async def _follow(
    room: Room, woken: asyncio.Event, response: web.StreamResponse, last: int
) -> NoReturn:
    """Write every entry after the last, and once for all changes since the connection before."""
    changes = -1
    while True:
        woken.clear()
        for entry in room.history.since(last):
            last = entry.number
            head = f"id: {last}\n".encode()
            await response.write(head + _event({"kind": "entry", "entry": asdict(entry)}))
        if changes != room.changes:
            changes = room.changes
            await response.write(_event({"kind": "changed"}))
        if not await _woken(woken):
            await response.write(_event({"kind": "beat"}))


async def _woken(woken: asyncio.Event) -> bool:
    try:
        return await asyncio.wait_for(woken.wait(), BEAT)
    except TimeoutError:
        return False


def _event(facts: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(facts, default=str)}\n\n".encode()


async def _message(request: web.Request) -> web.Response:
    pages, found = request.app[PAGES], await body(request)
    incoming = _incoming(pages, found, text=word(found, "text"), files=files_of(pages, found))
    if incoming.text.strip() or incoming.files:
        pages.room.hear(incoming)
    return await _answered(pages, incoming)


async def _press(request: web.Request) -> web.Response:
    pages, found = request.app[PAGES], await body(request)
    raw = found.get("fields")
    if not isinstance(raw, dict):
        raise unreadable()
    fields = {name: word(raw, name) for name in raw}
    press = Press(word(found, "card"), word(found, "button"), fields)
    return await _answered(pages, _incoming(pages, found, press=press))


def _who(pages: Pages, found: dict[str, Any]) -> Someone:
    address = word(found, "as")
    for someone in pages.people:
        if someone.sender.address == address:
            return someone
    raise web.HTTPBadRequest(text="Nobody of that address is here.")


def _where(pages: Pages, found: dict[str, Any]) -> Place:
    someone = _who(pages, found)
    if word(found, "room") != SPACE:
        return Place(CHANNEL, someone.sender.address)
    if not someone.member:
        raise web.HTTPForbidden(text="This person is not in the space.")
    return Place(CHANNEL, SPACE)


def _incoming(
    pages: Pages,
    found: dict[str, Any],
    *,
    text: str = "",
    press: Press | None = None,
    files: tuple[Attachment, ...] = (),
) -> Incoming:
    place, sender = _where(pages, found), _who(pages, found).sender
    return Incoming(
        id=f"{sender.address}/{_id(found)}",
        place=place,
        sender=sender,
        private=place.room != SPACE,
        at=pages.now,
        text=text,
        press=press,
        files=files,
    )


def _id(found: dict[str, Any]) -> str:
    """What the page calls this message, each time it sends it."""
    given = word(found, "id", most=100)
    if not given:
        raise unreadable()
    return given


async def _answered(pages: Pages, incoming: Incoming) -> web.Response:
    """The answer, kept in its room."""
    answer = await pages.assistant.hear(incoming)
    if answer:
        pages.room.say(incoming.place.room, answer, incoming.id)
    return _json({"text": answer.text, **_present(pages)})


async def _clock(request: web.Request) -> web.Response:
    """Move the clock forward by minutes, or to a local time; through every due moment."""
    pages, found = request.app[PAGES], await body(request)
    to = _target(pages, found)
    if to is None or not timedelta() <= to - pages.now <= FARTHEST:
        raise web.HTTPBadRequest(text="The clock only moves forward, by 400 days at the most.")
    await pages.assistant.move_clock(to)
    pages.room.changed()
    return _json(_present(pages))


def _target(pages: Pages, found: dict[str, Any]) -> datetime | None:
    minutes = found.get("minutes")
    if type(minutes) is int and 0 < minutes <= FARTHEST.days * 1440:
        return pages.now + timedelta(minutes=minutes)
    try:
        read = datetime.fromisoformat(word(found, "to"))
        at = read if read.tzinfo else read.replace(tzinfo=ZoneInfo(OTTAWA))
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
