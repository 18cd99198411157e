"""Webex's Meetings API over aiohttp (webex-openapi-specs of 2026-05, webex-meeting.json).

Its scopes are those of a host's integration or of a service app; a bot's token has none of them.
"""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)

from bot.assistant.doors import retry_after
from bot.clock import Clock
from bot.errors import Gone, Refusal, Rejected, TryLater
from bot.services.webinars.site import Scopes
from bot.services.webinars.token import Token

PATIENCE = ClientTimeout(total=60.0, sock_connect=5.0)
LONGEST_ANSWER = 200
NOT_TAKEN = frozenset({408, 423, 429, 500, 503})
PERHAPS_TAKEN = frozenset({502, 504})
NEXT = re.compile(r'<([^>]+)>;\s*rel="?next"?')
ADDRESS = re.compile(r"\S+@\S+")
READING_POSTS = ("/registrants/query",)
Json = Mapping[str, Any]


class MeetingsApi:
    """Calls Webex with a host's token, never anything else; one session for all calls."""

    def __init__(self, url: str, token: Token, scopes: Scopes) -> None:
        """``url`` without a stroke at its end."""
        self._url, self._token, self._scopes = url, token, scopes
        self._session: ClientSession | None = None

    async def get(self, path: str, **query: str) -> Json:
        """What is at a path; raises Refusal, TryLater, Gone or Rejected."""
        return (await self._call("GET", f"{self._url}/{path}", params=query))[0]

    async def pages(self, path: str, **query: str) -> AsyncIterator[list[Json]]:
        """A list, page by page."""
        url, params = f"{self._url}/{path}", query
        while url:
            found, links = await self._call("GET", url, params=params)
            yield items(found)
            link = NEXT.search(links)
            url, params = link[1] if link else "", {}
            if url and not url.startswith(f"{self._url}/"):
                raise Rejected("the next page is not at Webex")

    async def post(self, path: str, body: Json, **query: str) -> Json:
        """What was made; raises as ``get``, and TimeoutError if it may have been made."""
        return (await self._call("POST", f"{self._url}/{path}", json=body, params=query))[0]

    async def patch(self, path: str, body: Json) -> Json:
        """What it is now; raises as ``post`` does."""
        return (await self._call("PATCH", f"{self._url}/{path}", json=body))[0]

    async def put(self, path: str, body: Json) -> Json:
        """What it is now; raises as ``post`` does."""
        return (await self._call("PUT", f"{self._url}/{path}", json=body))[0]

    async def delete(self, path: str, **query: str) -> None:
        """Take something away; raises as ``post`` does."""
        await self._call("DELETE", f"{self._url}/{path}", params=query)

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, url: str, **options: Any) -> tuple[Json, str]:
        """What was answered, and its links; asked once more where another token was to be had."""
        access = await self._token.access()
        try:
            return await self._asked(method, url, access, options)
        except _NotLetIn:
            if not await self._token.renew(access):
                raise Refusal("webinar.token_gone") from None
        try:
            return await self._asked(method, url, await self._token.access(), options)
        except _NotLetIn:
            raise Refusal("webinar.token_gone") from None

    async def _asked(
        self, method: str, url: str, access: str, options: Mapping[str, Any]
    ) -> tuple[Json, str]:
        headers = {"Authorization": f"Bearer {access}"}
        try:
            async with self._open().request(
                method, url, headers=headers, allow_redirects=False, **options
            ) as response:
                found = await _answered(response, self._scopes)
                return found, response.headers.get("Link", "")
        except (ClientConnectorError, ConnectionTimeoutError) as problem:
            raise TryLater(f"Webex cannot be reached: {type(problem).__name__}") from None
        except (ClientError, TimeoutError) as problem:
            if method == "GET":
                raise TryLater(f"Webex does not answer: {type(problem).__name__}") from None
            raise TimeoutError(f"Webex is lost: {type(problem).__name__}") from None

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=PATIENCE, trust_env=True)
        return self._session


class _NotLetIn(Exception):
    """Webex does not know the token."""


async def _answered(response: ClientResponse, scopes: Scopes) -> Json:
    status = response.status
    if status == 204:
        return {}
    found = await _object(response)
    if status < 300:
        return found
    if status == 401:
        raise _NotLetIn
    if status == 403:
        raise Refusal("webinar.not_allowed", scope=_scope(response, scopes), said=said(found))
    if status in PERHAPS_TAKEN and response.method != "GET":
        raise TimeoutError(f"Webex answered {status}")
    if status in NOT_TAKEN | PERHAPS_TAKEN:
        after = retry_after(response.headers.get("Retry-After"), Clock().now())
        raise TryLater(f"Webex answered {status}", after=after)
    if status in (404, 410):
        raise Gone(f"Webex answered {status}")
    raise Rejected(said(found) or f"Webex answered {status}")


async def _object(response: ClientResponse) -> Json:
    try:
        found = await response.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _scope(response: ClientResponse, scopes: Scopes) -> str:
    """The scope that a call needs."""
    reads = response.method == "GET" or response.url.path.endswith(READING_POSTS)
    return scopes.reads if reads else scopes.writes


def said(found: Json) -> str:
    """What Webex says of an error, on one line, without addresses and without its number for it."""
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    words = first.get("description") if isinstance(first, Mapping) else ""
    plain = " ".join(str(words or found.get("message", "")).split())
    return ADDRESS.sub("…", plain)[:LONGEST_ANSWER]


def items(found: Json) -> list[Json]:
    """The objects of a list."""
    listed = found.get("items")
    return (
        [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    )


def part(id_: str) -> str:
    """An id as it stands in a path, where dots alone would lead elsewhere."""
    if not id_.strip("."):
        raise Rejected("no id of Webex")
    return quote(id_, safe="")
