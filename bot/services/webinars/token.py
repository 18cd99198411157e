"""The token by which Webex lets us at a host's webinars, renewed before it expires.

An access token lives for 14 days, a refresh token for 90 from its last use
(developer.webex.com, “Integrations” and “Service Apps”: POST /v1/access_token). The renewed ones
are kept in the data folder, for the bot alone to read; they stand in no log, error or record.
"""

import asyncio
import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import Clock
from bot.errors import Refusal, TryLater

PATIENCE = ClientTimeout(total=20.0, sock_connect=5.0)
EARLY = timedelta(days=2)
"""How long before it expires a token is renewed."""
FILE = "webinar-token.json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is renewed with: the integration's or service app's id and secret, the token."""

    client: str
    secret: str = field(repr=False)
    token: str = field(repr=False)

    @classmethod
    def of(cls, setting: str) -> "Grant | None":
        """The grant in a setting, ``id:secret:token``; None where nothing is set."""
        client, secret, token = setting.split(":") if setting else ("", "", "")
        return cls(client, secret, token) if token else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tokens that were renewed; ``access`` holds until then."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    until: datetime


class Token:
    """The token as it is now."""

    def __init__(self, url: str, access: str, grant: Grant | None, folder: Path) -> None:
        """``access`` and ``grant`` as they were set; what is renewed is kept in the folder."""
        self._url, self._access, self._grant = f"{url}/access_token", access, grant
        self._file = folder / FILE
        self._kept = self._read() if grant else None
        self._renewing = asyncio.Lock()

    async def access(self) -> str:
        """The access token, renewed if it soon expires and can be.

        One that is not expired yet is used where renewing fails for the moment.
        """
        kept = self._kept
        if kept is not None and kept.until - Clock().now() < EARLY:
            try:
                await self.renew(kept.access)
            except TryLater:
                if kept.until <= Clock().now():
                    raise
        return self._kept.access if self._kept else self._access

    async def renew(self, refused: str) -> bool:
        """Whether there is another token than the one that Webex refused.

        Raises TryLater where Webex cannot be asked, Refusal where it renews no more.
        """
        if self._grant is None:
            return False
        async with self._renewing:
            # Somebody else on this machine, such as the doctor, may have renewed it meanwhile.
            self._kept = self._read() or self._kept
            current = self._kept.access if self._kept else self._access
            if current == refused:
                refresh = self._kept.refresh if self._kept else self._grant.token
                self._keep(await self._asked(self._grant, refresh))
        return True

    async def _asked(self, grant: Grant, refresh: str) -> _Kept:
        form = {
            "grant_type": "refresh_token",
            "client_id": grant.client,
            "client_secret": grant.secret,
            "refresh_token": refresh,
        }
        try:
            async with (
                ClientSession(timeout=PATIENCE, trust_env=True) as session,
                session.post(self._url, data=form, allow_redirects=False) as response,
            ):
                if response.status in (400, 401, 403):
                    raise Refusal("webinar.token_gone")
                if response.status >= 300:
                    raise TryLater(f"Webex renewed no token: {response.status}")
                return _kept(await response.json(content_type=None), refresh)
        except (ClientError, TimeoutError, ValueError) as problem:
            raise TryLater(f"Webex renewed no token: {type(problem).__name__}") from None

    def _keep(self, kept: _Kept) -> None:
        """Keep the tokens; where that cannot be written, they serve as long as the bot runs."""
        self._kept = kept
        try:
            self._write(kept)
        except OSError as problem:
            log.warning("a renewed token could not be kept: %s", problem.strerror)

    def _write(self, kept: _Kept) -> None:
        """Written beside, made durable, and put in place whole."""
        row = {
            "of": self._mark,
            "access": kept.access,
            "refresh": kept.refresh,
            "until": kept.until.isoformat(),
        }
        beside = self._file.with_suffix(".new")
        beside.unlink(missing_ok=True)
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(orjson.dumps(row))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)

    def _read(self) -> _Kept | None:
        """What was kept for the grant that is set; None for that of another one."""
        try:
            row = orjson.loads(self._file.read_bytes())
            until = datetime.fromisoformat(row["until"])
            kept = _Kept(str(row["access"]), str(row["refresh"]), until)
            return kept if row["of"] == self._mark else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def _mark(self) -> str:
        """What tells the settings from others, and nothing of what they are."""
        grant = self._grant
        named = f"{grant.client}:{grant.token}" if grant else ""
        return hashlib.sha256(f"{named}:{self._access}".encode()).hexdigest()[:16]


def _kept(answer: Mapping[str, Any], refresh: str) -> _Kept:
    """The tokens in an answer; raises ValueError where there are none."""
    try:
        until = Clock().now() + timedelta(seconds=float(answer["expires_in"]))
        return _Kept(str(answer["access_token"]), str(answer.get("refresh_token", refresh)), until)
    except (KeyError, TypeError) as problem:
        raise ValueError("no tokens") from problem
