"""Somebody on a public page: what they are shown, and how what they send is taken in."""

import asyncio
import secrets
from dataclasses import replace

from aiohttp import web
from markupsafe import Markup

from bot.channels.pages import PAGES, frame, session_page
from bot.channels.pages.device import keep, voter_of
from bot.channels.pages.frame import Languages
from bot.channels.pages.leading import form_elsewhere
from bot.channels.pages.pace import Pace
from bot.channels.pages.reader import languages_of
from bot.channels.pages.requests import fields_of, is_ours
from bot.channels.pages.session_page import Sent, Visit
from bot.model.conversation import Incoming, Sender
from bot.model.origin import FROM, Origin, origin_of, tag
from bot.model.people import PUBLIC, Place
from bot.model.registration import CARD
from bot.registering.public import PublicSession, coming, public_session

AMISS, CLOSED, BUSY = 422, 409, 429
WAIT = {"Retry-After": "5"}
"""Seconds until whoever comes at the busiest moment may try again."""


def known_session(request: web.Request) -> PublicSession:
    """The session of the page; raises 404 if there is none that is announced."""
    pages = request.app[PAGES]
    known = public_session(pages.context, request.match_info["number"])
    if known is None:
        raise _nothing(request, web.HTTPNotFound, "nowhere")
    return known


def visit_of(request: web.Request) -> Visit:
    """How they read the page, and what stands on every such page."""
    context = request.app[PAGES].context
    origin = came_from(request)
    return Visit(
        languages=_read_in(request),
        team=context.team.name,
        coming=coming(context, besides=request.match_info["number"]),
        origin=tag(origin) if origin else "",
    )


def came_from(request: web.Request) -> Origin | None:
    """The link that led here, if it says which it is."""
    return origin_of(request.query.get(FROM, ""))


def _read_in(request: web.Request) -> Languages:
    """The languages of the page: those asked for, or else that of the text that led here."""
    origin = came_from(request)
    return languages_of(request, *((origin.language,) if origin else ()))


async def sent_from_here(request: web.Request) -> dict[str, str]:
    """The fields of the form; raises 403 if another page sent them."""
    if not is_ours(request, request.app[PAGES].context.setup.public_url):
        raise _nothing(request, web.HTTPForbidden, "foreign")
    return await fields_of(request)


def incoming_of(request: web.Request, identity: str) -> Incoming:
    """Something from somebody on the page, for whom nobody vouches."""
    languages = _read_in(request)
    return Incoming(
        id=identity,
        place=Place(PUBLIC, request.match_info["number"]),
        sender=Sender(""),
        private=True,
        at=request.app[PAGES].now,
        reachable=False,
        reads=languages[0] if len(languages) == 1 else None,
    )


def too_many(request: web.Request, kind: web.AppKey[Pace]) -> bool:
    """Whether more of this kind came in the last second than are taken."""
    return request.app[kind].exceeded(asyncio.get_running_loop().time())


def page(request: web.Request, sent: Sent, status: int = 200) -> web.Response:
    """The page as it is now; the form is ours unless the team uses another, or it is over."""
    known, visit = known_session(request), visit_of(request)
    assistant = request.app[PAGES].assistant
    ours = known.takes_people and (sent.form == "register" or not form_elsewhere(known, visit))
    card = assistant.present(form_ref(known), visit.languages).card if ours else None
    token = secrets.token_urlsafe(12)
    inside = session_page.entries(visit, card, sent, token) if card else Markup()
    written = session_page.drawn(visit, known, sent, inside)
    response = web.Response(text=written, content_type=frame.KIND, status=status)
    if known.questions and known.takes_questions:
        keep(request, response, voter_of(request))
    return response


def busy(request: web.Request, sent: Sent) -> web.Response:
    """The page, with what was sent, for whoever comes at the busiest moment."""
    response = page(request, replace(sent, problem=word(request, "busy")), BUSY)
    response.headers.update(WAIT)
    return response


def word(request: web.Request, name: str) -> str:
    """A text of the public pages, in the languages of the reader."""
    return frame.word(f"public.{name}", visit_of(request).languages)


def _nothing(request: web.Request, status: type[web.HTTPException], name: str) -> web.HTTPException:
    return status(text=session_page.notice(visit_of(request), name), content_type=frame.KIND)


def form_ref(known: PublicSession) -> str:
    """The card that is the form for everybody."""
    return f"{CARD}-session-{known.session.id}"
