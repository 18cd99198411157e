"""Checks on what a browser sends: whose page it is, and whether the body is what it should be."""

import json
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.model.words import LANGUAGES, Phrase
from bot.texts import render_in
from storage import StoreAway

FORM = "application/x-www-form-urlencoded"
LARGEST = 256 * 1024
JSON = "application/json"
OWN = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def guard(_: web.Request, response: web.StreamResponse) -> None:
    """Give every answer the headers that keep a page to itself."""
    response.headers.update(HEADERS)


@web.middleware
async def own_only(request: web.Request, handler: Any) -> web.StreamResponse:
    """The answer, if the page asked for is our own and so is the page that asks."""
    if not _own(request.headers.get("Host", ""), request.headers.get("Origin")):
        raise web.HTTPForbidden(text="This page answers only on this machine.")
    response: web.StreamResponse = await handler(request)
    return response


@web.middleware
async def put_off(request: web.Request, handler: Any) -> web.StreamResponse:
    """The answer; words, and when to come back, if nothing can be kept now."""
    try:
        response: web.StreamResponse = await handler(request)
    except StoreAway:
        words = render_in(Phrase("turn.away"), LANGUAGES)
        raise web.HTTPServiceUnavailable(text=words, headers={"Retry-After": "60"}) from None
    return response


def _own(host: str, origin: str | None) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in OWN and origin in (None, f"http://{host}")
    except ValueError:
        return False


def is_ours(request: web.Request, public_url: str) -> bool:
    """Whether a page of ours sent this, as far as browsers say where a post comes from.

    ``public_url`` is the address people reach the bot at; behind a proxy it is not the one asked
    for here. Browsers give the origin with every post (Fetch standard, section 3.2).
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return origin == _origin(public_url) or urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def fields_of(request: web.Request) -> dict[str, str]:
    """The fields of a form; 400 for what no form of ours would send, 413 if too large."""
    if request.content_type != FORM:
        raise unreadable()
    try:
        found = await request.post()
    except (ValueError, LookupError) as problem:
        raise unreadable() from problem
    return {name: value for name, value in found.items() if isinstance(value, str)}


async def body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; 400 for anything hostile or malformed, 413 if too large."""
    found = await json_of(request)
    if request.content_type != JSON or not isinstance(found, dict):
        raise unreadable()
    return found


async def json_of(request: web.Request) -> Any:
    """The JSON of a request; 400 for anything hostile or malformed, 413 if too large."""
    raw = await request.read()
    try:
        return _read(raw.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise unreadable() from problem


def unreadable() -> web.HTTPBadRequest:
    """What a request is answered that no page of ours would send."""
    return web.HTTPBadRequest(text="The request cannot be read.")


def word(found: dict[str, Any], name: str, *, most: int = 20_000) -> str:
    """A text of a request; 400 if it is missing, too long or something else."""
    value = found.get(name)
    if not isinstance(value, str) or len(value) > most:
        raise unreadable()
    return value


def _read(text: str) -> Any:
    """The JSON; raises ValueError or RecursionError if it is hostile."""
    found = json.loads(
        text, object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_int=_short_int
    )
    # An escaped half of a surrogate pair can be read, and never be written.
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


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
