"""What anyone may open: a card behind a signed link, and the calendar entry of a session."""

import hashlib
import html
import secrets

from aiohttp import web

from bot import texts
from bot.channels.pages import PAGES
from bot.channels.pages.files import file
from bot.channels.pages.form import form
from bot.channels.pages.requests import unreadable
from bot.model.conversation import Card, Incoming, Press, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.words import LANGUAGES, Language, Phrase

STYLE = "/static/link.css"
FORM = "application/x-www-form-urlencoded"
NAMES = (("en", "English"), ("fr", "Français"))


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/s/{token:[^/]+}", _show)
    app.router.add_post("/s/{token:[^/]+}", _press)
    app.router.add_get("/about", _about)
    app.router.add_get("/calendar/{session}.ics", _calendar)
    app.router.add_get(STYLE, _style)


async def _show(request: web.Request) -> web.Response:
    pages, card = request.app[PAGES], _card(request)
    languages = _theirs(request, card.ref)
    answer = pages.assistant.present(card.ref, languages)
    if not answer:
        raise _gone(web.HTTPGone)
    return _page(answer, languages)


async def _about(_: web.Request) -> web.Response:
    """What the bot is and what it keeps, for those who install it or wonder."""
    return _page(Answer(texts.render_in(Phrase("page.about"), LANGUAGES)), LANGUAGES)


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
    return _page(answer or pages.assistant.present(card.ref, languages), languages)


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
    if request.content_type != FORM:
        raise unreadable()
    try:
        sent = await request.post()
    except (ValueError, LookupError) as problem:
        raise unreadable() from problem
    fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    if not fields.get("token") or "button" not in fields:
        raise unreadable()
    return fields


def _theirs(request: web.Request, ref: str) -> tuple[Language, ...]:
    """The language asked for, or the person's, or the browser's, or both."""
    asked = request.query.get("lang")
    known = request.app[PAGES].assistant.languages_of_card(ref)
    browsers = request.headers.get("Accept-Language", "")[:2].lower()
    for language in (asked, *(known if len(known) == 1 else ()), browsers):
        if language in LANGUAGES:
            return (language,)
    return LANGUAGES


def _page(answer: Answer, languages: tuple[Language, ...]) -> web.Response:
    inside = "".join(f"<p>{html.escape(line)}</p>" for line in answer.text.splitlines() if line)
    if answer.card:
        token = secrets.token_urlsafe(12)
        labels = {"buttons": _word("link_buttons", languages)}
        inside += f'<form method="post">{form(answer.card, token, labels)}</form>'
    return web.Response(text=_written(inside, languages), content_type="text/html")


def _gone(status: type[web.HTTPException]) -> web.HTTPException:
    words = f"<p>{html.escape(_word('link_gone', LANGUAGES))}</p>"
    return status(text=_written(words, LANGUAGES), content_type="text/html")


def _written(inside: str, languages: tuple[Language, ...]) -> str:
    title = html.escape(_word("link_title", languages))
    switch = " · ".join(f'<a href="?lang={code}" lang="{code}">{name}</a>' for code, name in NAMES)
    return (
        f'<!DOCTYPE html><html lang="{languages[0]}-CA"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title>'
        f'<link rel="stylesheet" href="{STYLE}"></head><body><header><strong>Circuit</strong>'
        f'<nav aria-label="{html.escape(_word("link_language", languages))}">{switch}</nav>'
        f"</header><main>{inside}</main></body></html>"
    )


def _word(name: str, languages: tuple[Language, ...]) -> str:
    return texts.render_in(Phrase(f"page.{name}"), languages)


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
    return file("link.css", "text/css")
