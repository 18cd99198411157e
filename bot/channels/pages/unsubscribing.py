"""``/u/<token>``: its owner receives nothing more that they did not ask for.

A post there acts at once, whether a mail program makes it (RFC 8058) or the button of the page. To
open the page changes nothing: programs that look at links before people do would press for them.
"""

import asyncio
import secrets

from aiohttp import web

from bot.channels.pages import PAGES, frame
from bot.channels.pages.pace import Pace
from bot.channels.pages.reader import languages_of
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.people import PUBLIC, Place
from bot.suppression import reasons

SKILL = "unsubscribe"
MOST = 300
"""Posts that are taken in a second."""
POSTS: web.AppKey[Pace] = web.AppKey("unsubscribing", Pace)


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app[POSTS] = Pace(MOST)
    page = "/u/{token:[^/]+}"
    app.router.add_get(page, _show)
    app.router.add_post(page, _leave)
    app.router.add_get(f"{page}/undo", _back)
    app.router.add_post(f"{page}/undo", _return)


async def _show(request: web.Request) -> web.Response:
    return _page(request, _owner(request), "")


async def _back(request: web.Request) -> web.Response:
    """The way back to the page, for whoever reads again what was answered."""
    raise web.HTTPFound(request.rel_url.parent.with_query(request.query))


async def _leave(request: web.Request) -> web.Response:
    return await _done(request, "leave")


async def _return(request: web.Request) -> web.Response:
    return await _done(request, "return")


async def _done(request: web.Request, wish: str) -> web.Response:
    """The page once the wish is kept; posted again, it changes nothing."""
    owner = _owner(request)
    if request.app[POSTS].exceeded(asyncio.get_running_loop().time()):
        raise web.HTTPTooManyRequests(headers={"Retry-After": "5"})
    incoming = Incoming(
        id=secrets.token_hex(16),
        place=Place(PUBLIC, SKILL),
        sender=Sender(""),
        private=True,
        at=request.app[PAGES].now,
        delivery=Delivery(SKILL, {"address": owner, "wish": wish}),
        reachable=False,
    )
    await request.app[PAGES].assistant.hear(incoming)
    return _page(request, owner, wish)


def _owner(request: web.Request) -> str:
    """Whose page it is; raises 404 if the token is not ours."""
    owner = request.app[PAGES].addressee(request.match_info["token"])
    if owner is None:
        gone = _drawn(request, languages_of(request), "unknown")
        raise web.HTTPNotFound(text=gone, content_type=frame.KIND)
    return owner


def _page(request: web.Request, owner: str, wish: str) -> web.Response:
    """The page as it stands; ``wish`` is what was done just now."""
    context = request.app[PAGES].context
    spoken = context.contact(owner).speaks
    languages = languages_of(request, *([spoken] if spoken else []))
    found = reasons(context, owner)
    otherwise = "returned" if wish == "return" else "asks"
    state = next((why for why in ("erased", "unsubscribed") if why in found), otherwise)
    return web.Response(text=_drawn(request, languages, state), content_type=frame.KIND)


def _drawn(request: web.Request, languages: frame.Languages, state: str) -> str:
    """The page in one of its states; what was done just now takes the focus."""
    path = f"/u/{request.match_info['token']}"
    again = f"?lang={languages[0]}" if len(languages) == 1 else ""
    facts = {"team": request.app[PAGES].context.team.name, "again": again}
    focus = request.method == "POST"
    return frame.page("unsubscribe", languages, path, state=state, focus=focus, **facts)
