"""What anyone may open: a card behind a signed link, and the calendar entry of a session."""

import hashlib
import re
import secrets
from pathlib import PurePosixPath

from aiohttp import web
from markupsafe import Markup

from bot.channels.pages import PAGES, frame
from bot.channels.pages.files import file
from bot.channels.pages.form import form
from bot.channels.pages.frame import Languages
from bot.channels.pages.reader import languages_of
from bot.channels.pages.requests import fields_of, unreadable
from bot.errors import Rejected
from bot.model.conversation import Card, Incoming, Press, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.words import LANGUAGES
from bot.promoting.handing import FILE, file_of
from bot.registering.counting import PICTURE

TABLES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
}


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/s/{token:[^/]+}", _show)
    app.router.add_post("/s/{token:[^/]+}", _press)
    app.router.add_get("/about", _about)
    app.router.add_get("/calendar/{session}.ics", _calendar)
    app.router.add_get("/static/public.css", _style)


async def _show(request: web.Request) -> web.Response:
    """The card or the picture that a signed link leads to."""
    ref = request.app[PAGES].verify(request.match_info["token"])
    if ref is not None and ref.startswith(PICTURE):
        return await _picture(request, ref.removeprefix(PICTURE))
    if ref is not None and ref.startswith(FILE):
        return _file(request, ref)
    pages, card = request.app[PAGES], _card(request)
    languages = _theirs(request, card.ref)
    answer = pages.assistant.present(card.ref, languages)
    if not answer:
        raise _gone(web.HTTPGone)
    return _page(request, answer, languages)


async def _picture(request: web.Request, session: str) -> web.Response:
    drawn = await request.app[PAGES].picture(session, languages_of(request))
    if drawn is None:
        raise _gone(web.HTTPNotFound)
    return web.Response(body=drawn, content_type="image/png")


def _file(request: web.Request, ref: str) -> web.Response:
    """A file of a post that may be put out."""
    found = file_of(request.app[PAGES].context, ref)
    if found is None:
        raise _gone(web.HTTPGone)
    disposition = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return web.Response(
        body=found.text.encode(), content_type=found.media, charset="utf-8", headers=disposition
    )


async def _about(request: web.Request) -> web.Response:
    """What the bot is and what it keeps, for those who install it or wonder."""
    languages = languages_of(request)
    lines = frame.word("page.about", languages).split("\n")
    written = frame.page("about", languages, "", lines=lines)
    return web.Response(text=written, content_type=frame.KIND)


async def _press(request: web.Request) -> web.Response:
    pages, card = request.app[PAGES], _card(request)
    fields = await _filled_in(request)
    token, button = fields.pop("token"), fields.pop("button")
    incoming = Incoming(
        id=hashlib.sha256(f"{card.ref}/{token}".encode()).hexdigest(),
        place=Place("link", card.ref),
        sender=Sender(card.person),
        private=True,
        at=pages.now,
        press=Press(card.ref, button, fields),
        reachable=False,
    )
    languages = _theirs(request, card.ref)
    answer = await pages.assistant.hear(incoming)
    if file := answer.facts.get("workbook"):
        return await _workbook(request, PurePosixPath(file))
    shown = answer or pages.assistant.present(card.ref, languages)
    return _page(request, shown, languages)


async def _workbook(request: web.Request, file: PurePosixPath) -> web.Response:
    """A table, called ``poll/2.csv`` for instance; 503 where it cannot be made."""
    try:
        content = await request.app[PAGES].workbook(file)
    except Rejected:
        raise _said(web.HTTPServiceUnavailable, "page.no_workbook") from None
    disposition = {"Content-Disposition": f'attachment; filename="{file.parent}-{file.name}"'}
    return web.Response(body=content, content_type=TABLES[file.suffix], headers=disposition)


def _card(request: web.Request) -> Card:
    """The card a signed link leads to; raises 404 if the link is not ours, 410 if it is over."""
    pages = request.app[PAGES]
    ref = pages.verify(request.match_info["token"])
    if ref is None:
        raise _gone(web.HTTPNotFound)
    card = pages.assistant.card(ref)
    if card is None or card.until < pages.now:
        raise _gone(web.HTTPGone)
    return card


async def _filled_in(request: web.Request) -> dict[str, str]:
    """The fields of the form; raises 400 if it is not one of ours."""
    fields = await fields_of(request)
    if not fields.get("token") or "button" not in fields:
        raise unreadable()
    return fields


def _theirs(request: web.Request, ref: str) -> Languages:
    """The language asked for, or the person's, or the browser's, or both."""
    known = request.app[PAGES].assistant.languages_of_card(ref)
    return languages_of(request, *(known if len(known) == 1 else ()))


def _page(request: web.Request, answer: Answer, languages: Languages) -> web.Response:
    inside = Markup()
    if answer.card:
        labels = {"buttons": frame.word("page.link_buttons", languages)}
        inside = form(answer.card, secrets.token_urlsafe(12), labels)
    ours = re.escape(request.app[PAGES].context.setup.public_url)
    said = _leading(answer.text, ours)
    written = _written(said, inside, languages)
    return web.Response(text=written, content_type=frame.KIND)


def _leading(words: str, ours: str) -> Markup:
    """The words; the addresses of our own pages in them lead there, no others do."""
    parts = re.split(rf"({ours}/\S+)", words)
    link = Markup('<a href="{0}">{0}</a>')
    return Markup().join(link.format(each) if n % 2 else each for n, each in enumerate(parts))


def _gone(status: type[web.HTTPException]) -> web.HTTPException:
    return _said(status, "page.link_gone")


def _said(status: type[web.HTTPException], key: str) -> web.HTTPException:
    words = frame.word(key, LANGUAGES)
    return status(text=_written(words, Markup(), LANGUAGES), content_type=frame.KIND)


def _written(words: str, inside: Markup, languages: Languages) -> str:
    lines = [line for line in words.splitlines() if line]
    return frame.page("card", languages, "", lines=lines, form=inside)


async def _calendar(request: web.Request) -> web.Response:
    session = request.match_info["session"]
    entry = request.app[PAGES].calendar(session)
    if entry is None:
        raise _gone(web.HTTPNotFound)
    disposition = {"Content-Disposition": f'attachment; filename="session-{session}.ics"'}
    return web.Response(
        body=entry, content_type="text/calendar", charset="utf-8", headers=disposition
    )


async def _style(_: web.Request) -> web.Response:
    return file("public.css", "text/css")
