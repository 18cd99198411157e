"""A stand-in for Miro's boards: it makes and lists them as the REST API v2 does, or refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests import loopback

TOKEN = "quiet-river-42"
FIELDS = {"name", "description", "policy"}
LONGEST = {"name": 60, "description": 300}
ACCESS = ("private", "view", "edit", "comment")


@dataclass
class Miro:
    """The stand-in: its boards, what it was asked, and what goes wrong next, in order."""

    boards: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    goes_wrong: list[Any] = field(default_factory=list)
    hidden: bool = False
    url: str = ""

    async def make(self, request: web.Request) -> web.StreamResponse:
        """A new board; refused where a field is not as the API has it."""
        body = await request.json()
        self.asked.append(("POST", body))
        wrong = self._wrong("POST")
        if isinstance(wrong, web.Response):
            return wrong
        unfit = body.keys() - FIELDS or [
            name for name, most in LONGEST.items() if not 0 < len(body[name]) <= most
        ]
        if unfit or body["policy"]["sharingPolicy"]["access"] not in ACCESS:
            return refusal(400, "Invalid parameters")
        number = len(self.boards) + 1
        link = f"https://miro.com/app/board/b{number}=/"
        board = {"id": f"b{number}=", "type": "board", "viewLink": link, **body}
        self.boards.insert(0, board)
        if wrong == "silence":
            await asyncio.sleep(60)
        return web.json_response(board, status=201)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """The newest boards."""
        self.asked.append(("GET", dict(request.query)))
        wrong = self._wrong("GET")
        if isinstance(wrong, web.Response):
            return wrong
        shown = [] if self.hidden else self.boards[: int(request.query["limit"])]
        return web.json_response({"data": shown, "total": len(self.boards)})

    def _wrong(self, method: str) -> Any:
        if self.goes_wrong and self.goes_wrong[0][0] == method:
            return self.goes_wrong.pop(0)[1]
        return None

    def made(self) -> list[Any]:
        """What was asked to be made."""
        return [body for method, body in self.asked if method == "POST"]


def refusal(status: int, message: str, **headers: str) -> web.Response:
    """An error as Miro writes it."""
    body = {"type": "error", "status": status, "message": message}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.json_response(body, status=status, headers=named)


@web.middleware
async def _let_in(request: web.Request, handler: Any) -> web.StreamResponse:
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        return refusal(401, "Access token expired or not provided")
    answer: web.StreamResponse = await handler(request)
    return answer


@asynccontextmanager
async def served() -> AsyncIterator[Miro]:
    """The stand-in on a free port of loopback."""
    miro = Miro()
    application = web.Application(middlewares=[_let_in])
    application.router.add_post("/v2/boards", miro.make)
    application.router.add_get("/v2/boards", miro.listed)
    async with loopback.served(application) as address:
        miro.url = f"{address}/v2"
        yield miro
