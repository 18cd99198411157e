"""The box on a session's page: asking the bot, putting a question to the speakers, wanting one."""

import hashlib
import json
from dataclasses import replace

from aiohttp import web

from bot.access.opening import is_need
from bot.channels.pages import PAGES
from bot.channels.pages.device import voter_of
from bot.channels.pages.pace import Pace
from bot.channels.pages.requests import unreadable
from bot.channels.pages.session_page import Sent
from bot.channels.pages.visiting import (
    AMISS,
    CLOSED,
    busy,
    incoming_of,
    known_session,
    page,
    sent_from_here,
    too_many,
    word,
)
from bot.model.conversation import Press
from bot.model.outcome import Answer
from bot.model.question import ASK, BOX, LONGEST, WANT, WANTED
from bot.model.session import Stage

QUESTIONS, WANTS = 20, 1_000
"""The most of each that are taken in a second: a question of the worst kind takes 40 ms to read."""
LONGEST_FIELD = 4_000
SPEAKERS = "speakers"
ASKING: web.AppKey[Pace] = web.AppKey("asking", Pace)
WANTING: web.AppKey[Pace] = web.AppKey("wanting", Pace)


def add_to(app: web.Application) -> None:
    """Add the routes."""
    app[ASKING], app[WANTING] = Pace(QUESTIONS), Pace(WANTS)
    session = "/s/{number:[0-9]+}"
    app.router.add_get(f"{session}/ask", _back)
    app.router.add_post(f"{session}/ask", _ask)
    app.router.add_get(f"{session}/want", _back)
    app.router.add_post(f"{session}/want", _want)


async def _back(request: web.Request) -> web.Response:
    """The way back to the page, for whoever reads again what was answered."""
    raise web.HTTPFound(request.rel_url.parent.with_query(request.query))


async def _ask(request: web.Request) -> web.Response:
    """The page, with the answer to a question; kept if it is for the speakers, or a need."""
    known, fields = known_session(request), await sent_from_here(request)
    if fields.keys() - {"to"} != {"words"} or len(fields["words"]) > LONGEST_FIELD:
        raise unreadable()
    if fields.get("to", SPEAKERS) != SPEAKERS:
        raise unreadable()
    words = fields["words"].replace("\r\n", "\n").strip()
    asked = Sent("put" if "to" in fields else "ask", {"words": words})
    if too_many(request, ASKING):
        return busy(request, asked)
    over = asked.form == "put" and not known.takes_questions
    if known.stage is Stage.CANCELLED or over:
        return page(request, Sent(), CLOSED)
    if not words or len(words) > LONGEST:
        problem = word(request, "ask_long" if words else "ask_empty")
        return page(request, replace(asked, problem=problem), AMISS)
    if is_need(words, request.app[PAGES].now):
        return await _need(request, asked)
    if asked.form == "put":
        return await _put(request, asked)
    incoming = replace(incoming_of(request, "question"), text=words)
    answer = request.app[PAGES].assistant.answer(incoming)
    return page(request, replace(asked, answer=answer.text))


async def _need(request: web.Request, asked: Sent) -> web.Response:
    """The page, with what follows from what somebody needs, in whichever box they wrote it."""
    account, words = voter_of(request).account, asked.values["words"]
    identity = json.dumps(["need", words, account, request.match_info["number"]])
    incoming = incoming_of(request, hashlib.sha256(identity.encode()).hexdigest())
    heard = replace(incoming, text=words, account=account)
    return _shown(request, asked, await request.app[PAGES].assistant.hear(heard))


async def _put(request: web.Request, asked: Sent) -> web.Response:
    """The page, with what came of a question to the speakers; the same one twice is kept once."""
    number = request.match_info["number"]
    press = Press(f"{BOX}{number}", ASK, {"in_words": asked.values["words"]})
    answer = await _pressed(request, press)
    return _shown(request, asked, answer)


async def _want(request: web.Request) -> web.Response:
    """The page, with one more who would like the answer to a question."""
    known, fields = known_session(request), await sent_from_here(request)
    number = fields.get("question", "")
    if fields.keys() != {"question"} or not number.isdecimal() or len(number) > 9:
        raise unreadable()
    wants = Sent("want", {"question": number})
    if too_many(request, WANTING):
        return busy(request, wants)
    shown = {each.id for each, _ in known.questions}
    if not known.takes_questions or number not in shown:
        return page(request, Sent(), CLOSED)
    answer = await _pressed(request, Press(f"{WANTED}{number}", WANT, {}))
    return _shown(request, wants, answer)


async def _pressed(request: web.Request, press: Press) -> Answer:
    account = voter_of(request).account
    identity = json.dumps([press.card, dict(press.fields), account])
    incoming = incoming_of(request, hashlib.sha256(identity.encode()).hexdigest())
    heard = replace(incoming, press=press, account=account)
    return await request.app[PAGES].assistant.hear(heard)


def _shown(request: web.Request, sent: Sent, answer: Answer) -> web.Response:
    if answer.facts.get("refused"):
        return page(request, replace(sent, problem=answer.text), AMISS)
    return page(request, replace(sent, answer=answer.text))
