"""A flow's trigger on loopback: it takes what its schema names, and answers what it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from jsonschema_rs import Draft6Validator

from tests import loopback

PATH = "/workflows/abc/triggers/manual/paths/invoke"
QUERY = "api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=Zm9vYmFyYmF6cXV4LXNlY3JldA"
BOTH = {
    "type": "object",
    "properties": {"en": {"type": "string"}, "fr": {"type": "string"}},
    "required": ["en", "fr"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "kind": {"enum": ["reminder", "correction"]},
        "session": {
            "type": "object",
            "properties": {"id": {"type": "string"}, "title": BOTH},
            "required": ["id", "title"],
            "additionalProperties": False,
        },
        "subject": BOTH,
        "html": BOTH,
        "to": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 500},
        "bcc_batch": {"type": "integer", "minimum": 1},
    },
    "required": ["id", "kind", "session", "subject", "html", "to", "bcc_batch"],
    "additionalProperties": False,
}
"""What docs/power-automate.md has the flow take."""


@dataclass
class Trigger:
    """What was posted, and what the next calls are answered."""

    url: str = ""
    answers: list[web.Response | str] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def called(self, request: web.Request) -> web.Response:
        """202 at once, unless it is told otherwise."""
        found = await request.json()
        Draft6Validator(SCHEMA).validate(found)
        self.queries.append(request.raw_path.partition("?")[2])
        answer = self.answers.pop(0) if self.answers else web.Response(status=202)
        if isinstance(answer, web.Response) and answer.status != 202:
            return answer
        self.posted.append(found)
        self.taken.set()
        if answer == "gone":
            assert request.transport is not None
            request.transport.abort()
        if answer == "silence":
            await self.ending.wait()
        return answer if isinstance(answer, web.Response) else web.Response(status=202)


@asynccontextmanager
async def listening() -> AsyncIterator[Trigger]:
    """A trigger that listens."""
    trigger = Trigger()
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post(PATH, trigger.called)
    async with loopback.served(app) as address:
        trigger.url = f"{address}{PATH}?{QUERY}"
        try:
            yield trigger
        finally:
            trigger.ending.set()
