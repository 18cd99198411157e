"""A poll on the web: ``/p/<code>`` to vote on, ``/present/<code>`` for the shared screen."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from bot import texts
from bot.channels.pages import PAGES, frame, poll_drawing
from bot.channels.pages.device import BY_LINK, Voter, keep, voter_of
from bot.channels.pages.feed import Feed
from bot.channels.pages.files import file
from bot.channels.pages.frame import Languages
from bot.channels.pages.pace import Pace
from bot.channels.pages.poll_drawing import Drawings, Seen
from bot.channels.pages.poll_feed import said
from bot.channels.pages.reader import languages_of
from bot.channels.pages.requests import FORM, is_ours, unreadable
from bot.model.conversation import Incoming, Press, Sender
from bot.model.people import PUBLIC, Place
from bot.model.poll import Poll, PollState
from bot.model.words import LANGUAGES, Phrase
from bot.polling.reading import LONGEST_WORDS

VOTES = 4_000
"""The most that are taken in a second."""
VOTING: web.AppKey[Pace] = web.AppKey("voting", Pace)
FEED: web.AppKey[Feed] = web.AppKey("feed", Feed)
DRAWINGS: web.AppKey[Drawings] = web.AppKey("drawings", Drawings)
MOST_FIELDS, LONGEST_FIELD = 40, 4_000
WORDS = "in_words"
AMISS, BUSY = 422, 429


def add_to(app: web.Application) -> None:
    """Add the routes."""
    pages = app[PAGES]
    app[VOTING] = Pace(VOTES)
    app[DRAWINGS] = Drawings(pages)
    app[FEED] = Feed(lambda poll: said(pages.context.view, poll))
    code = "{code:[A-Za-z]{5}}"
    app.router.add_get(f"/p/{code}", _show)
    app.router.add_post(f"/p/{code}", _vote)
    app.router.add_get(f"/p/{code}/events", _follow)
    app.router.add_get(f"/p/{code}/picture.png", _picture)
    app.router.add_get(f"/p/{code}/code.svg", _qr)
    app.router.add_get(f"/present/{code}", _present)
    app.router.add_get("/static/poll.js", _script)
    app.router.add_get("/static/poll.css", _style)


def _poll(request: web.Request) -> Poll:
    """The poll with the code; raises 404 where there is none that people may know of."""
    view = request.app[PAGES].context.view
    found = view.find(Poll, "code", request.match_info["code"].upper())
    if not found or not found[0].posted:
        raise web.HTTPNotFound(
            text=poll_drawing.nothing(languages_of(request)), content_type=frame.KIND
        )
    return found[0]


async def _show(request: web.Request) -> web.Response:
    return _page(request, _poll(request), voter_of(request), Seen())


def _page(
    request: web.Request, poll: Poll, voter: Voter, seen: Seen, status: int = 200
) -> web.Response:
    query = {name: request.query[name] for name in (BY_LINK, "lang") if name in request.query}
    known = replace(seen, by_link=BY_LINK in query and voter.known)
    drawn = request.app[DRAWINGS].page(poll, languages_of(request), known, query)
    response = web.Response(text=drawn, content_type=frame.KIND, status=status)
    keep(request, response, voter)
    return response


async def _vote(request: web.Request) -> web.Response:
    """The page, with what came of the vote; sent twice, it counts once."""
    poll = _poll(request)
    if not is_ours(request, request.app[PAGES].context.setup.public_url):
        raise web.HTTPForbidden(text=poll_drawing.nothing(languages_of(request)))
    fields = await _fields(request)
    voter = voter_of(request)
    if request.app[VOTING].exceeded(asyncio.get_running_loop().time()):
        return _busy(request, poll, voter)
    if not voter.account:
        word = frame.word("poll_page.no_cookies", languages_of(request))
        return _page(request, poll, voter, Seen(problem=word), AMISS)
    if long := _too_long(fields, languages_of(request)):
        return _page(request, poll, voter, Seen(problem=long), AMISS)
    answer = await request.app[PAGES].assistant.hear(_incoming(request, poll, voter, fields))
    refused = bool(answer.facts.get("refused"))
    seen = Seen(problem=answer.text) if refused else Seen(answer=answer.text)
    return _page(request, _poll(request), voter, seen, AMISS if refused else 200)


def _busy(request: web.Request, poll: Poll, voter: Voter) -> web.Response:
    word = frame.word("public.busy", languages_of(request))
    response = _page(request, poll, voter, Seen(problem=word), BUSY)
    response.headers["Retry-After"] = "2"
    return response


async def _fields(request: web.Request) -> Mapping[str, str]:
    """The fields of the form, several of one name put together; 400 for what is no form of ours."""
    if request.content_type != FORM:
        raise unreadable()
    try:
        sent = await request.post()
    except (ValueError, LookupError) as problem:
        raise unreadable() from problem
    if len(sent) > MOST_FIELDS or not all(isinstance(each, str) for each in sent.values()):
        raise unreadable()
    fields = {name: ",".join(map(str, sent.getall(name))) for name in sent}
    known = fields.keys() <= {"token", "button", "in_choices", WORDS}
    short = all(len(value) <= LONGEST_FIELD for name, value in fields.items() if name != WORDS)
    if not known or not short:
        raise unreadable()
    return fields


def _too_long(fields: Mapping[str, str], languages: Languages) -> str:
    """Why the words of an answer are too long to be read at all; empty if they are not."""
    count = len(fields.get(WORDS, ""))
    if count <= LONGEST_FIELD:
        return ""
    long = Phrase("polls.words_long", {"count": count, "most": LONGEST_WORDS})
    return texts.render_in(long, languages)


def _incoming(
    request: web.Request, poll: Poll, voter: Voter, fields: Mapping[str, str]
) -> Incoming:
    button, card = fields.get("button", ""), request.app[PAGES].assistant.card(poll.card)
    if card is None or button not in card.buttons:
        raise unreadable()
    languages = languages_of(request)
    identity = repr((poll.id, voter.account, sorted(fields.items())))
    entries = {name: fields[name] for name in ("in_choices", WORDS) if name in fields}
    return Incoming(
        id=hashlib.sha256(identity.encode()).hexdigest(),
        place=Place(PUBLIC, poll.code),
        sender=Sender(""),
        private=True,
        at=request.app[PAGES].now,
        press=Press(poll.card, button, entries),
        reachable=False,
        reads=languages[0] if len(languages) == 1 else None,
        account=voter.account,
    )


async def _follow(request: web.Request) -> web.StreamResponse:
    """How the poll stands, each time it changes, for as long as somebody looks."""
    return await request.app[FEED].follow(request, _poll(request).id)


async def _picture(request: web.Request) -> web.Response:
    poll = _poll(request)
    if poll.state is not PollState.CLOSED and not poll.live:
        raise web.HTTPNotFound
    drawn = await request.app[PAGES].picture(f"poll/{poll.id}", languages_of(request))
    if drawn is None:
        raise web.HTTPNotFound
    return web.Response(body=drawn, content_type="image/png")


async def _qr(request: web.Request) -> web.Response:
    """The address of the poll as a code for cameras."""
    drawn = poll_drawing.camera_code(request.app[PAGES].context, _poll(request))
    return web.Response(body=drawn, content_type="image/svg+xml")


async def _present(request: web.Request) -> web.Response:
    drawn = poll_drawing.present(request.app[PAGES], _poll(request), LANGUAGES)
    return web.Response(text=drawn, content_type=frame.KIND)


async def _script(_: web.Request) -> web.Response:
    return file("poll.js", "text/javascript")


async def _style(_: web.Request) -> web.Response:
    return file("poll.css", "text/css")
