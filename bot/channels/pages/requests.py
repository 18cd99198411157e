"""Checks on what a browser sends: whose page it is, and whether the body is what it should be."""

import json
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

LARGEST = 256 * 1024
DEEPEST = 20
OWN = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@web.middleware
async def guarded(request: web.Request, handler: Any) -> web.StreamResponse:
    """The answer with the headers that keep a page to itself."""
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPException as problem:
        problem.headers.update(HEADERS)
        raise
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


@web.middleware
async def own_only(request: web.Request, handler: Any) -> web.StreamResponse:
    """The answer, if the page asked for is our own and so is the page that asks."""
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    origin = request.headers.get("Origin")
    if host not in OWN or (origin and urlsplit(origin).netloc != request.headers.get("Host")):
        raise web.HTTPForbidden(text="This page answers only on this machine.")
    response: web.StreamResponse = await handler(request)
    return response


async def body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; 400 for anything hostile or malformed, 413 if too large."""
    raw = await request.read()
    try:
        text = raw.decode("utf-8")
        _refuse_depth(text)
        found = json.loads(
            text, object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_int=_short_int
        )
        text.encode("utf-16", "strict")
    except (ValueError, RecursionError) as problem:
        raise web.HTTPBadRequest(text="The request cannot be read.") from problem
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text="The request cannot be read.")
    return found


def word(found: dict[str, Any], name: str, *, most: int = 20_000) -> str:
    """A text of a request; 400 if it is not one, is too long, or cannot be written."""
    value = found.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise web.HTTPBadRequest(text="The request cannot be read.")
    return value.encode("utf-8", "replace").decode("utf-8")


def _depth(text: str) -> int:
    """How deeply brackets are nested, at the most; without recursion."""
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEEPEST:
                return deepest
        elif character in "]}":
            depth -= 1
    return deepest


def _refuse_depth(text: str) -> None:
    if _depth(text) > DEEPEST:
        raise ValueError("nested too deeply")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _short_int(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError("a number is too long")
    return int(digits)
