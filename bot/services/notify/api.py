"""GC Notify's API, version 2, over aiohttp.

Shapes: openapi/v2-notifications-api-en.yaml of cds-snc/notification-api, 72e3ae1e0c09, 2026-08-07.
Limits: cds-snc/notification-documentation, limits.md and send.md, 2026-08-21. Its errors are in
English only: ``{"errors": [{"error": …, "message": …}], "status_code": …}``.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Protocol

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)

from bot.errors import DailyLimit, Rejected, TryLater

PATIENCE = ClientTimeout(total=90.0, sock_connect=10.0)
"""GC Notify checks every row before it answers; it advises 15 seconds at the least."""
A_MINUTE = 60.0
LONGEST_ANSWER = 300
PERHAPS_TAKEN = frozenset({502, 504})
REMAINING = re.compile(r"You only have (\d+) remaining messages before you reach your daily limit")
ROW = re.compile(r"Row (\d+) - ")
TEMPLATE = re.compile(r"^(Template not found|Template has been deleted|Missing column headers)")
TRIAL = re.compile(r"service is in trial mode|team and safelist API key|team-only API key")
ADDRESS = re.compile(r"\S+@\S+")
Json = Mapping[str, Any]


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


class BadRows(Rejected):
    """Some rows cannot be sent to; ``rows`` are their numbers, the first person's being 0."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.rows = frozenset(int(number) for number in ROW.findall(problem))


class NotifyApi:
    """Calls GC Notify with the key of our service; each call over a connection of its own.

    A connection that was kept may be closed by the other side at the moment it is used, and nobody
    then knows whether a call was taken.
    """

    def __init__(self, url: str, key: str, time: Time) -> None:
        """``url`` without a stroke at its end; ``key`` as GC Notify gave it, whole."""
        self._url, self._time = url, time
        self._headers = {"Authorization": f"ApiKey-v1 {key}", "Content-Type": "application/json"}
        self._session: ClientSession | None = None

    async def get(self, path: str) -> Json:
        """What is at a path. Raises TryLater or Rejected."""
        try:
            return await self._call("GET", path, b"")
        except TimeoutError:
            raise TryLater("GC Notify does not answer") from None

    async def post(self, path: str, body: bytes) -> Json:
        """What was made of a body in JSON.

        Raises TryLater or DailyLimit if nothing was, Rejected or BadRows if it never will be,
        TimeoutError if it may have been.
        """
        return await self._call("POST", path, body)

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, path: str, body: bytes) -> Json:
        try:
            async with self._open().request(
                method,
                f"{self._url}/{path}",
                data=BytesIO(body) if body else None,
                allow_redirects=False,
            ) as response:
                return await self._answered(response)
        except (ClientConnectorError, ConnectionTimeoutError) as problem:
            raise TryLater(f"GC Notify cannot be reached: {type(problem).__name__}") from None
        except ClientError as problem:
            raise TimeoutError(f"GC Notify is lost: {type(problem).__name__}") from None

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(force_close=True),
                timeout=PATIENCE,
                headers=self._headers,
                trust_env=True,
            )
        return self._session

    async def _answered(self, response: ClientResponse) -> Json:
        raw = await response.read()
        if response.status < 300:
            return _object(raw)
        if response.status in PERHAPS_TAKEN:
            raise TimeoutError(f"GC Notify answered {response.status}")
        raise self._refusal(response.status, _object(raw))

    def _refusal(self, status: int, found: Json) -> Exception:
        """What an answer other than yes means."""
        error, words = _said(found)
        if status == 429:
            return self._limited(error, words)
        if status == 400:
            return self._refused(words)
        if status in (401, 403, 404):
            return TryLater(f"GC Notify does not let us in: {words}", hindrance="not_let_in")
        if status == 413:
            return Rejected("GC Notify finds it too large")
        return TryLater(f"GC Notify answered {status}")

    def _limited(self, error: str, words: str) -> Exception:
        """Too many calls in a minute, or too many messages today or this year."""
        if error == "RateLimitError":
            return TryLater("GC Notify asks us to slow down", after=A_MINUTE)
        if "annual" in words:
            return Rejected(words)
        return DailyLimit(words, after=self._until_midnight())

    def _refused(self, words: str) -> Exception:
        """What is wrong with a request, or with our service."""
        remaining = REMAINING.search(words)
        if remaining:
            left = int(remaining[1])
            return DailyLimit(words, after=self._until_midnight(), left=left)
        if TEMPLATE.search(words):
            return TryLater(words, hindrance="no_template")
        if TRIAL.search(words):
            return TryLater(words, hindrance="on_trial")
        return BadRows(words) if ROW.search(words) else Rejected(words)

    def _until_midnight(self) -> float:
        """Seconds until the daily limits begin anew, at midnight UTC."""
        now = self._time.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return (midnight - now).total_seconds()


def _object(raw: bytes) -> Json:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(found: Json) -> tuple[str, str]:
    """The kind of the first error and its words, without addresses."""
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else found
    first = first if isinstance(first, dict) else {}
    words = ADDRESS.sub("…", " ".join(str(first.get("message", "")).split()))
    return str(first.get("error", "")), words[:LONGEST_ANSWER]
