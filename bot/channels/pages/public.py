"""The public pages: one for each session, to read and register on; no account, no script."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web
from yarl import URL

from bot.channels.pages import PAGES
from bot.channels.pages.leading import form_elsewhere
from bot.channels.pages.pace import Pace
from bot.channels.pages.requests import unreadable
from bot.channels.pages.session_page import Sent
from bot.channels.pages.visiting import (
    AMISS,
    CLOSED,
    busy,
    form_ref,
    incoming_of,
    known_session,
    page,
    sent_from_here,
    too_many,
    visit_of,
)
from bot.model.conversation import Press

REGISTRATIONS = 300
"""The most that are taken in a second."""
LONGEST_FIELD = 4_000
REGISTER, NO_ADDRESS = "register", "mail.not_an_address"
REGISTERING: web.AppKey[Pace] = web.AppKey("registering", Pace)


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app[REGISTERING] = Pace(REGISTRATIONS)
    session = "/s/{number:[0-9]+}"
    app.router.add_get(session, _show)
    app.router.add_post(session, _register)
    app.router.add_get("/r/{number}", _lead)


async def _show(request: web.Request) -> web.Response:
    return page(request, Sent())


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
        return busy(request, given)
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
