"""What anyone may open: a card behind a signed link, and the calendar entry of a session."""

import hashlib
import html
import secrets

from aiohttp import web

from bot import texts
from bot.channels.pages import PAGES, Pages
from bot.channels.pages.files import file
from bot.channels.pages.form import form
from bot.model.conversation import Card, Incoming, Press, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.words import LANGUAGES, Language, Phrase

STYLE = "/static/link.css"
NAMES = (("en", "English"), ("fr", "Français"))


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/s/{token}", _show)
    app.router.add_post("/s/{token}", _press)
    app.router.add_get("/calendar/{session}.ics", _calendar)
    app.router.add_get(STYLE, _style)


async def _show(request: web.Request) -> web.Response:
    pages = request.app[PAGES]
    ref, languages = pages.verify(request.match_info["token"]), _languages(request)
    answer = pages.assistant.present(ref, _theirs(pages, ref, languages)) if ref else Answer()
    if not answer:
        return _gone()
    return _page(answer, _theirs(pages, ref or "", languages))


async def _press(request: web.Request) -> web.Response:
    pages = request.app[PAGES]
    ref = pages.verify(request.match_info["token"])
    card = pages.assistant.house.store.view().get(Card, ref) if ref else None
    if card is None:
        return _gone()
    sent = await request.post()
    fields = {
        name: str(value)
        for name, value in sent.items()
        if name not in ("token", "button") and isinstance(value, str)
    }
    press = Press(card.ref, str(sent.get("button", "")), fields)
    incoming = Incoming(
        id=hashlib.sha256(f"{card.ref}/{sent.get('token', '')}".encode()).hexdigest(),
        place=Place("link", card.ref),
        sender=Sender(card.person),
        private=True,
        at=pages.now,
        press=press,
        reachable=False,
    )
    answer = await pages.assistant.hear(incoming)
    return _page(answer, _theirs(pages, card.ref, _languages(request)))


def _languages(request: web.Request) -> tuple[Language, ...]:
    asked = request.query.get("lang")
    return ("en",) if asked == "en" else ("fr",) if asked == "fr" else ()


def _theirs(pages: Pages, ref: str, asked: tuple[Language, ...]) -> tuple[Language, ...]:
    """The languages asked for, or those of the person, or both."""
    return asked or pages.assistant.languages_of_card(ref)


def _page(answer: Answer, languages: tuple[Language, ...], status: int = 200) -> web.Response:
    inside = "".join(f"<p>{html.escape(line)}</p>" for line in answer.text.splitlines() if line)
    if answer.card:
        token = secrets.token_urlsafe(12)
        labels = {"buttons": _word("link_buttons", languages)}
        inside += f'<form method="post">{form(answer.card, token, labels)}</form>'
    return _written(inside, languages, status)


def _gone() -> web.Response:
    return _written(f"<p>{html.escape(_word('link_gone', LANGUAGES))}</p>", LANGUAGES, 404)


def _written(inside: str, languages: tuple[Language, ...], status: int) -> web.Response:
    title = html.escape(_word("link_title", languages))
    switch = " · ".join(f'<a href="?lang={code}" lang="{code}">{name}</a>' for code, name in NAMES)
    page = (
        f'<!DOCTYPE html><html lang="{languages[0]}-CA"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title>'
        f'<link rel="stylesheet" href="{STYLE}"></head><body><header><strong>Circuit</strong>'
        f'<nav aria-label="{html.escape(_word("link_language", languages))}">{switch}</nav>'
        f"</header><main>{inside}</main></body></html>"
    )
    return web.Response(text=page, content_type="text/html", status=status)


def _word(name: str, languages: tuple[Language, ...]) -> str:
    return texts.render_in(Phrase(f"page.{name}"), languages)


async def _calendar(request: web.Request) -> web.Response:
    entry = request.app[PAGES].calendar(request.match_info["session"])
    if entry is None:
        return _gone()
    disposition = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return web.Response(body=entry, content_type="text/calendar", headers=disposition)


async def _style(_: web.Request) -> web.Response:
    return file("link.css", "text/css")
