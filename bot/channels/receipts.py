"""``POST /hooks/notify``: GC Notify tells what became of a letter, or asks whether we are there.

Shapes: callbacks.md of cds-snc/notification-documentation, 2026-08-21. It wants an answer within a
second and gives up after 25 failures in five minutes; it tries again only after a 5xx or a 429.
"""

import hmac
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

from bot.assistant.receipts import End, Receipt, Receipts

PATH = "/hooks/notify"
LONGEST = 1_000
ENDS: Mapping[str, End] = {
    "delivered": "delivered",
    "permanent-failure": "bounced",
    "temporary-failure": "failed",
    "technical-failure": "failed",
    "virus-scan-failed": "failed",
}
"""What is the end of a letter; other statuses are on the way to one."""


class Callbacks:
    """Takes what GC Notify posts, if it knows our token."""

    def __init__(self, receipts: Receipts, token: str) -> None:
        """``token`` is known to GC Notify and to us alone."""
        self._receipts, self._bearer = receipts, f"Bearer {token}".encode()

    def add_to(self, app: web.Application) -> None:
        """Take what GC Notify posts."""
        app.router.add_post(PATH, self._called)

    async def _called(self, request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._bearer):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        receipt = _receipt(await request.read())
        if receipt is not None:
            await self._receipts.take(receipt)
        return web.Response(status=204)


def _receipt(raw: bytes) -> Receipt | None:
    """The report; None for a letter that is still on its way, and for a question after us.

    Raises HTTPBadRequest for what is none.
    """
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as problem:
        raise _unreadable() from problem
    if not isinstance(found, dict):
        raise _unreadable()
    end = ENDS.get(_text(found, "status"))
    reference, to = _text(found, "reference"), _text(found, "to")
    return Receipt(reference, to, end) if end and reference and to else None


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise _unreadable()
    return value


def _unreadable() -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text="This is no call of GC Notify.")
