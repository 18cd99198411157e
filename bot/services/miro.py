"""Boards in Miro, each made once: a door for errands of the skill ``tools``.

``POST /boards`` gives 201 with the board and its ``viewLink``; ``GET /boards?sort=last_created``
gives ``{"data": [board, …]}``, the newest first, at most 50 (Miro REST API v2, scopes
``boards:read`` and ``boards:write``). Miro knows no key by which a second call is the first one
again, so a board bears a marker in its description and is looked for before it is made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)

from bot.assistant.doors import Again, retry_after
from bot.assistant.tries import UNCERTAIN
from bot.clock import Clock
from bot.errors import Refusal, Rejected, TryLater
from bot.model.outbox import Errand, Sending
from bot.model.tools import BOARDS

PATIENCE = ClientTimeout(total=30.0, sock_connect=5.0)
NEWEST = {"sort": "last_created", "limit": "50"}
SETTLES = 60.0
"""Seconds that a board, made perhaps, is given to show in the list."""
LONGEST_ANSWER = 200
Json = Mapping[str, Any]


class MiroBoards:
    """A door for errands that make a board; what comes back is its link."""

    name = BOARDS
    rate = 1.0
    again: Again = "resend"

    def __init__(self, url: str, token: str, patience: ClientTimeout = PATIENCE) -> None:
        """``url`` without a stroke at its end."""
        self._url, self._patience = f"{url}/boards", patience
        self._headers = {"Authorization": f"Bearer {token}"}
        self._session: ClientSession | None = None

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The ``link`` of the board, or the name of the ``problem`` with what Miro ``said``.

        Raises TryLater where it was surely not made, TimeoutError where it may have been.
        """
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            there = await self._there(str(errand.facts["marker"]))
            if sending.problem == UNCERTAIN and not there:
                raise TryLater("the board is not to be seen yet", after=SETTLES)
            made = there or await self._called("POST", json=_body(errand.facts))
        except Refusal as refusal:
            return {"problem": refusal.key, "said": str(refusal.facts["said"])}
        return {"link": str(made.get("viewLink") or "")}

    async def newest(self) -> Sequence[Json]:
        """The boards made last; raises Refusal where the token does not let us see them."""
        found = await self._called("GET", params=NEWEST)
        data = found.get("data")
        listed = data if isinstance(data, list) else []
        return [each for each in listed if isinstance(each, Mapping)]

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    async def _there(self, marker: str) -> Json:
        """The board with this marker; empty if there is none."""
        found = (each for each in await self.newest() if marker in _words(each))
        return next(found, {})

    async def _called(self, method: str, **options: Any) -> Json:
        if self._session is None:
            self._session = ClientSession(
                timeout=self._patience, headers=self._headers, trust_env=True
            )
        try:
            async with self._session.request(
                method, self._url, allow_redirects=False, **options
            ) as response:
                return await _answered(response)
        except (ClientConnectorError, ConnectionTimeoutError) as problem:
            raise TryLater(f"Miro cannot be reached: {type(problem).__name__}") from None
        except (ClientError, TimeoutError) as problem:
            raise _lost(method, type(problem).__name__) from None


def _body(facts: Json) -> Json:
    """A board that whoever has the link may write on, or only look at."""
    access = "view" if facts["view_only"] else "edit"
    return {
        "name": facts["name"],
        "description": facts["marker"],
        "policy": {"sharingPolicy": {"access": access}},
    }


def _words(board: Json) -> list[str]:
    """The words of its description: a marker is one of them, not the beginning of one."""
    return str(board.get("description", "")).split()


def _lost(method: str, why: str) -> Exception:
    """What it means that a call was not answered: what only asks has changed nothing."""
    if method == "GET":
        return TryLater(f"Miro does not answer: {why}")
    return TimeoutError(f"Miro is lost: {why}")


async def _answered(response: ClientResponse) -> Json:
    status = response.status
    found = await _object(response)
    if status in (200, 201) and found:
        return found
    if status == 429:
        after = retry_after(response.headers.get("Retry-After"), Clock().now())
        raise TryLater("Miro answered 429", after=after)
    if status >= 500 or status < 400:
        raise _lost(response.method, str(status))
    raise Refusal({401: "miro_token", 403: "miro_scope"}.get(status, "miro_not"), said=_said(found))


async def _object(response: ClientResponse) -> Json:
    try:
        found = await response.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _said(found: Json) -> str:
    """What Miro says of an error, on one line."""
    return " ".join(str(found.get("message", "")).split())[:LONGEST_ANSWER]
