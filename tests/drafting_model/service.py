"""A stand-in for a drafting model: it answers as OpenAI's chat completions do, or badly."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests import loopback

KEY = "sk-quiet-river-42"
ENGLISH = (
    "Departments begin to use faces and fingerprints, and people ask what becomes of their data.\n\n"
    "Come to a mini discussion, and leave with 3 questions to ask before you begin a project.\n\n"
    "Speaking: ((speakers))."
)
FRENCH = (
    "Les ministères commencent à se servir des visages et des empreintes, et les gens se demandent"
    " ce que deviennent leurs données.\n\nVenez à une mini-discussion et repartez avec 3 questions"
    " à poser avant de commencer un projet.\n\nAu micro\u00a0: ((speakers))."
)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def completion(content: object, ended: str = "stop") -> web.Response:
    """An answer as the published interface has it."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": ended}
    return web.json_response({"object": "chat.completion", "choices": [choice]})


def draft(english: str = ENGLISH, french: str = FRENCH) -> str:
    """Both texts as a model is asked to answer them."""
    return json.dumps({"en": english, "fr": french})


def saying(content: object, ended: str = "stop") -> Answer:
    """The model says this."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return completion(content, ended)

    return answer


def answering(status: int, text: str = "", **headers: str) -> Answer:
    """The service answers this, whatever it is asked."""

    async def answer(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, headers=named)

    return answer


async def silent(_: web.Request) -> web.StreamResponse:
    """The service takes longer than anybody waits."""
    await asyncio.Event().wait()
    raise AssertionError("nobody waits so long")


async def endless(request: web.Request) -> web.StreamResponse:
    """The service goes on and on, as long as it is listened to."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b'{"choices": "' + b"x" * 65_536)


@dataclass
class Model:
    """The stand-in: what it was asked, and what it answers; the last answer stays."""

    answers: list[Answer] = field(default_factory=lambda: [saying(draft())])
    asked: list[Any] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    models: Any = field(default_factory=lambda: {"data": [{"id": "first"}, {"id": "second"}]})
    url: str = ""

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """What is answered to a request for a draft."""
        self.asked.append(await request.json())
        self.keys.append((request.headers.get("Authorization", ""), request.query_string))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await answer(request)

    async def listed(self, _: web.Request) -> web.StreamResponse:
        """The models there are."""
        return web.json_response(self.models)


@asynccontextmanager
async def served(*answers: Answer) -> AsyncIterator[Model]:
    """The stand-in on a free port of loopback."""
    model = Model(list(answers)) if answers else Model()
    application = web.Application()
    application.router.add_post("/v1/chat/completions", model.complete)
    application.router.add_get("/v1/models", model.listed)
    async with loopback.served(application) as address:
        model.url = f"{address}/v1"
        yield model
