"""The speakers' view of a session's questions, behind a signed link: only what is approved.

``/ask/<token>`` is the page; ``/list`` below it the list alone, ``/events`` says when it changed.
"""

import hashlib
import json

from aiohttp import web

from bot.channels.pages import PAGES, frame
from bot.channels.pages.feed import Feed
from bot.channels.pages.files import file
from bot.channels.pages.reader import languages_of
from bot.model.question import VIEW, AudienceQuestion, QuestionState
from bot.model.record import View
from bot.model.session import Session
from bot.model.words import LANGUAGES
from bot.questions import standing

QUESTIONS: web.AppKey[Feed] = web.AppKey("questions", Feed)
Line = tuple[AudienceQuestion, int]


def add_to(app: web.Application) -> None:
    """Add the routes."""
    pages = app[PAGES]
    app[QUESTIONS] = Feed(lambda session: _stamped(pages.context.view, session))
    view = "/ask/{token:[^/]+}"
    app.router.add_get(view, _show)
    app.router.add_get(f"{view}/list", _list)
    app.router.add_get(f"{view}/events", _follow)
    app.router.add_get("/static/questions.js", _script)


def _session(request: web.Request) -> Session:
    """The session of the link; raises 404 if the link is not ours."""
    pages = request.app[PAGES]
    ref = pages.verify(request.match_info["token"]) or ""
    found = (
        pages.context.view.get(Session, ref.removeprefix(VIEW)) if ref.startswith(VIEW) else None
    )
    if found is None:
        words = frame.word("page.link_gone", LANGUAGES)
        written = frame.page("card", LANGUAGES, "", lines=words.splitlines(), form="")
        raise web.HTTPNotFound(text=written, content_type=frame.KIND)
    return found


def _lines(view: View, session: str) -> list[Line]:
    """What is approved, the most wanted first."""
    approved = standing.those(view, session, QuestionState.APPROVED)
    return [(each, standing.wanted(view, each)) for each in approved]


def _stamped(view: View, session: str) -> bytes:
    """An event that is another one each time the list is."""
    told = [(each.id, each.version, wanted) for each, wanted in _lines(view, session)]
    return f"data: {hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}\n\n".encode()


async def _show(request: web.Request) -> web.Response:
    return _drawn(request, "question_view")


async def _list(request: web.Request) -> web.Response:
    return _drawn(request, "question_list")


def _drawn(request: web.Request, name: str) -> web.Response:
    session, pages = _session(request), request.app[PAGES]
    languages = languages_of(request)
    lines = _lines(pages.context.view, session.id)
    team = pages.context.team.name
    drawn = frame.page(name, languages, request.path, session=session, lines=lines, team=team)
    return web.Response(text=drawn, content_type=frame.KIND)


async def _follow(request: web.Request) -> web.StreamResponse:
    """A sign each time the list changes, for as long as somebody looks."""
    return await request.app[QUESTIONS].follow(request, _session(request).id)


async def _script(_: web.Request) -> web.Response:
    return file("questions.js", "text/javascript")
