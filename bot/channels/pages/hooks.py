"""``POST /hooks/forms``: responses to a form, one or several, as a flow posts them.

``{"form_id": …, "response_id": …, "responder": …, "submitted": …, "answers": {key: answer}}``, as
the action ``Get response details`` of Power Automate gives them. The flow may post the same again
as often as it likes; it hears what became of it the first time.

``POST /hooks/evaluation/<session>`` takes responses to the evaluation of that session the same way.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.channels.pages import PAGES
from bot.channels.pages.requests import JSON, json_of, unreadable
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.people import Place

PATH = "/hooks/forms"
EVALUATION = "/hooks/evaluation/{session:[0-9]{1,9}}"
CHANNEL = "form"
SKILL = "forms"
AFTERWARDS = "evaluation"
MOST_AT_ONCE = 200
MOST_ANSWERS = 300
"""Microsoft Forms takes 200 questions."""
LONGEST_ID = 200
LONGEST_ANSWER = 10_000
STATUS = {"new": 201, "waiting": 201, "held": 202}
GIVEN = (("responder", "responder"), ("submitted", "submitDate"))
"""What the flow says beside the answers, and how it is called among them."""


def add_to(app: web.Application) -> None:
    """Add the route."""
    app.router.add_post(PATH, _called)
    app.router.add_post(EVALUATION, _called)


async def _called(request: web.Request) -> web.Response:
    _must_know_the_token(request)
    if request.content_type != JSON:
        raise web.HTTPUnsupportedMediaType(text=f"Post {JSON}.")
    found = await json_of(request)
    several = isinstance(found, list)
    responses = [_response(each) for each in (found if several else [found])]
    if not 0 < len(responses) <= MOST_AT_ONCE:
        raise unreadable()
    results = [await _taken(request, each) for each in responses]
    if several:
        return web.json_response(results)
    return web.json_response(results[0], status=STATUS.get(results[0]["result"], 200))


def _must_know_the_token(request: web.Request) -> None:
    """Return if whoever posts knows our token; on this machine alone there may be none."""
    token = request.app[PAGES].hook_token
    given = request.headers.get("Authorization", "")
    if token and not hmac.compare_digest(_bytes(given), _bytes(f"Bearer {token}")):
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _response(found: Any) -> dict[str, Any]:
    """What the skill hears; 400 for what no flow would post."""
    if not isinstance(found, dict) or not isinstance(found.get("answers"), dict):
        raise unreadable()
    beside = {ours: found[theirs] for theirs, ours in GIVEN if found.get(theirs) is not None}
    answers = {**beside, **found["answers"]}
    if len(answers) > MOST_ANSWERS or any(len(key) > LONGEST_ID for key in answers):
        raise unreadable()
    return {
        "form_id": _id(found, "form_id"),
        "response_id": _id(found, "response_id"),
        "answers": {key: _text(value) for key, value in answers.items()},
    }


def _id(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    text = str(value) if type(value) in (str, int) else ""
    if not text.strip() or len(text) > LONGEST_ID or not text.isprintable():
        raise unreadable()
    return text.strip()


def _text(value: Any) -> str:
    """An answer as a text; several choices are a list in JSON."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:LONGEST_ANSWER]


async def _taken(request: web.Request, facts: Mapping[str, Any]) -> Mapping[str, str]:
    """What became of a response, by its number."""
    pages, session = request.app[PAGES], request.match_info.get("session", "")
    id_ = f"{facts['form_id']}/{facts['response_id']}"
    delivery = Delivery(SKILL, facts)
    if session:
        id_, delivery = f"{session}/{id_}", Delivery(AFTERWARDS, {**facts, "session": session})
    incoming = Incoming(
        id=id_,
        place=Place(CHANNEL, id_),
        sender=Sender(""),
        private=False,
        at=pages.now,
        delivery=delivery,
    )
    answer = await pages.assistant.hear(incoming)
    return {"response_id": facts["response_id"], **answer.facts}
