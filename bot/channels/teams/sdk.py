"""The only module that imports Microsoft's SDK: is a request the platform's, and who are we to it.

Of botbuilder 4.17.1 it takes the checking of tokens and the getting of ours; requests themselves
are plain JSON over aiohttp, in and out (docs/decisions/0008). The SDK fetches keys and tokens with
blocking calls, so both happen in a thread. It is imported when it is first needed.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bot.clock import Clock
from bot.errors import TryLater

log = logging.getLogger(__name__)
CHANNEL_ID = "msteams"
MOST_KEPT = 1000
TOKEN_LIFE = 300.0
KEYS_AGAIN = 300.0


class Unauthorised(Exception):
    """The request does not come from the platform."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How the bot is registered with Microsoft; without a password it is a managed identity."""

    app_id: str
    password: str = ""
    tenant_id: str = ""
    metadata_url: str = ""


class Authority:
    """Checks the tokens of requests, once each until they expire, and gives ours."""

    def __init__(self, registration: Registration) -> None:
        """Nothing is fetched yet."""
        self.registration = registration
        self._verified: dict[tuple[str, str], float] = {}
        self._checking = asyncio.Lock()
        self._keys_dropped = float("-inf")
        self._token, self._token_until = "", 0.0

    async def check(self, header: str, service_url: str) -> None:
        """Return if the token in the header is the platform's, for us and for this address.

        Raises Unauthorised for any other token, TryLater if the platform's keys cannot be had.
        """
        if self._fresh(header, service_url):
            return
        async with self._checking:
            if not self._fresh(header, service_url):
                await self._verify(header, service_url)

    def _fresh(self, header: str, service_url: str) -> bool:
        return self._verified.get((header, service_url), 0.0) > time.monotonic()

    async def _verify(self, header: str, service_url: str) -> None:
        expires = await asyncio.to_thread(self._expiry, header, service_url)
        if len(self._verified) >= MOST_KEPT:
            self._verified.clear()
        left = expires - Clock().now().timestamp()
        self._verified[header, service_url] = time.monotonic() + left

    def _expiry(self, header: str, service_url: str) -> float:
        """When the token of a genuine request expires, in seconds since 1970."""
        import requests

        try:
            return self._once(header, service_url)
        except IndexError:
            # The SDK raises this for a key it does not know, before it looks for new keys.
            if not self._drop_keys():
                raise Unauthorised from None
        except requests.RequestException as problem:
            raise TryLater("the platform's signing keys cannot be had") from problem
        try:
            return self._once(header, service_url)
        except (IndexError, requests.RequestException) as problem:
            raise Unauthorised from problem

    def _once(self, header: str, service_url: str) -> float:
        import jwt
        import requests
        from botframework.connector.auth import ChannelValidation, SimpleCredentialProvider

        if self.registration.metadata_url:
            ChannelValidation.open_id_metadata_endpoint = self.registration.metadata_url
        provider = SimpleCredentialProvider(self.registration.app_id, "")
        validated = ChannelValidation.authenticate_channel_token_with_service_url(
            header, provider, service_url, CHANNEL_ID
        )
        try:
            identity = asyncio.run(validated)
            return float(identity.claims["exp"])
        except (IndexError, requests.RequestException):
            raise
        except PermissionError as problem:
            raise Unauthorised from problem
        except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Unauthorised from problem
        except Exception as problem:
            # The SDK raises bare exceptions for a key that is not endorsed and for a bad algorithm.
            if type(problem) is not Exception:
                raise
            raise Unauthorised from problem

    def _drop_keys(self) -> bool:
        """Whether the keys were forgotten, to be fetched anew; at most every five minutes."""
        from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

        if time.monotonic() - self._keys_dropped < KEYS_AGAIN:
            return False
        self._keys_dropped = time.monotonic()
        JwtTokenExtractor.metadataCache.clear()
        return True

    async def token(self) -> str:
        """Our token for the platform; empty where tests stand in for it.

        Raises TryLater if it cannot be had.
        """
        if self.registration.metadata_url or not self.registration.app_id:
            return ""
        if self._token_until < time.monotonic():
            self._token = await asyncio.to_thread(self._fetched)
            self._token_until = time.monotonic() + TOKEN_LIFE
        return self._token

    def forget_token(self) -> None:
        """Ask for a new token the next time."""
        self._token_until = 0.0

    def _fetched(self) -> str:
        try:
            return str(asyncio.run(credentials(self.registration)).get_access_token())
        except Exception as problem:  # The SDK raises bare and foreign kinds.
            raise TryLater(f"Microsoft gave no token: {type(problem).__name__}") from problem


async def credentials(registration: Registration) -> Any:
    """The SDK's credentials: single tenant, multi-tenant, or a managed identity."""
    from botbuilder.integration.aiohttp import ConfigurationServiceClientCredentialFactory
    from botframework.connector.auth import AuthenticationConstants

    prefix = AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX
    scope = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
    factory = ConfigurationServiceClientCredentialFactory(_configuration(registration))
    return await factory.create_credentials(
        registration.app_id, scope, prefix, validate_authority=True
    )


def _configuration(registration: Registration) -> SimpleNamespace:
    """What the SDK reads; a managed identity is asked for a tenant that it does not use."""
    known = {"APP_ID": registration.app_id, "APP_TENANTID": registration.tenant_id or "none"}
    if not registration.password:
        return SimpleNamespace(APP_TYPE="UserAssignedMSI", **known)
    kind = "SingleTenant" if registration.tenant_id else "MultiTenant"
    return SimpleNamespace(APP_TYPE=kind, APP_PASSWORD=registration.password, **known)
