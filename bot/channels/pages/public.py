"""The public pages: one for each session, to read, register and ask on; no account, no script."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web
from yarl import URL

from bot.channels.pages import PAGES, frame
from bot.channels.pages.leading import form_elsewhere
from bot.channels.pages.pace import Pace
from bot.channels.pages.requests import unreadable
from bot.channels.pages.session_page import Sent
from bot.channels.pages.visiting import (
    form_ref,
    incoming_of,
    known_session,
    page,
    sent_from_here,
    too_many,
    visit_of,
)
from bot.model.conversation import Press
from bot.model.session import Stage

REGISTRATIONS, QUESTIONS = 300, 20
"""The most of each that are taken in a second: a question of the worst kind takes 40 ms to read."""
LONGEST_FIELD, LONGEST_QUESTION = 4_000, 500
REGISTER, NO_ADDRESS = "register", "mail.not_an_address"
REGISTERING: web.AppKey[Pace] = web.AppKey("registering", Pace)
ASKING: web.AppKey[Pace] = web.AppKey("asking", Pace)
AMISS, CLOSED, BUSY = 422, 409, 429
WAIT = {"Retry-After": "5"}
"""Seconds until whoever comes at the busiest moment may try again."""


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app[REGISTERING], app[ASKING] = Pace(REGISTRATIONS), Pace(QUESTIONS)
    session = "/s/{number:[0-9]+}"
    app.router.add_get(session, _show)
    app.router.add_post(session, _register)
    app.router.add_get(f"{session}/ask", _back)
    app.router.add_post(f"{session}/ask", _ask)
    app.router.add_get("/r/{number}", _lead)


async def _show(request: web.Request) -> web.Response:
    return page(request, Sent())


async def _back(request: web.Request) -> web.Response:
    """The way back to the page, for whoever reads again what was answered."""
    raise web.HTTPFound(request.rel_url.parent.with_query(request.query))


async def _lead(request: web.Request) -> web.Response:
    """The way to the form, whichever it is today, so that what is published never has to change."""
    known, visit = known_session(request), visit_of(request)
    ours = f"/s/{known.session.id}{visit.on}#register"
    raise web.HTTPFound(URL(form_elsewhere(known, visit) or ours, encoded=True))


async def _register(request: web.Request) -> web.Response:
    """The page, with what came of the form; sent twice, it has its effect once."""
    known, fields = known_session(request), await sent_from_here(request)
    press = _press(request, form_ref(known), fields)
    given = Sent("register", press.fields)
    origin = {"in_origin": visit_of(request).origin}
    if too_many(request, REGISTERING):
        return _busy(request, given)
    if not known.takes_people:
        return page(request, Sent(), CLOSED)
    identity = json.dumps([press.card, sorted(fields.items())])
    incoming = incoming_of(request, hashlib.sha256(identity.encode()).hexdigest())
    brought = replace(press, fields={**press.fields, **origin})
    answer = await request.app[PAGES].assistant.hear(replace(incoming, press=brought))
    refused = answer.facts.get("refused")
    if not refused:
        return page(request, replace(given, answer=answer.text))
    field = "in_address" if refused == NO_ADDRESS else ""
    return page(request, replace(given, problem=answer.text, field=field), AMISS)


def _press(request: web.Request, ref: str, fields: Mapping[str, str]) -> Press:
    """What the form says; raises 400 if it is not the one that was shown."""
    card = request.app[PAGES].assistant.card(ref)
    offered = {f"in_{name}" for name in card.inputs} if card else set()
    entries = {name: value for name, value in fields.items() if name not in ("token", "button")}
    ours = bool(fields.get("token")) and fields.get("button") == REGISTER
    short = all(len(value) <= LONGEST_FIELD for value in fields.values())
    if not ours or not short or not entries.keys() <= offered:
        raise unreadable()
    return Press(ref, REGISTER, entries)


async def _ask(request: web.Request) -> web.Response:
    """The page, with the answer to a question; nothing of either is kept."""
    known, fields = known_session(request), await sent_from_here(request)
    if fields.keys() != {"words"} or len(fields["words"]) > LONGEST_FIELD:
        raise unreadable()
    words = fields["words"].replace("\r\n", "\n").strip()
    asked = Sent("ask", {"words": words})
    if too_many(request, ASKING):
        return _busy(request, asked)
    if known.stage is Stage.CANCELLED:
        return page(request, Sent(), CLOSED)
    if not words or len(words) > LONGEST_QUESTION:
        problem = _word(request, "ask_long" if words else "ask_empty")
        return page(request, replace(asked, problem=problem), AMISS)
    incoming = replace(incoming_of(request, "question"), text=words)
    answer = request.app[PAGES].assistant.answer(incoming)
    return page(request, replace(asked, answer=answer.text))


def _busy(request: web.Request, sent: Sent) -> web.Response:
    response = page(request, replace(sent, problem=_word(request, "busy")), BUSY)
    response.headers.update(WAIT)
    return response


def _word(request: web.Request, name: str) -> str:
    return frame.word(f"public.{name}", visit_of(request).languages)
