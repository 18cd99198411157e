"""Signing keys as the Bot Connector publishes them, and the tokens it signs."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.clock import Clock
from tests import loopback

ISSUER = "https://api.botframework.com"
APP_ID = "22222222-2222-4222-8222-222222222222"


def real_second() -> int:
    """The present second of the machine: tokens live in real time."""
    return int(Clock().now().timestamp())


@cache
def _key(_number: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Keys:
    """The key in use, where it is published, and how often that was looked at."""

    current: int = 1
    endorsements: list[str] = field(default_factory=lambda: ["msteams"])
    url: str = ""
    fetched: int = 0
    away: bool = False

    def token(self, service_url: str, *, key: int = 0, kid: int = 0, **changes: Any) -> str:
        """The header of a request for our bot; ``changes`` are claims that are other than right."""
        now = real_second()
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": now - 10,
            "exp": now + 600,
        } | changes
        signed = jwt.encode(
            claims,
            _key(key or self.current),
            algorithm="RS256",
            headers={"kid": f"key-{kid or key or self.current}"},
        )
        return f"Bearer {signed}"

    def application(self) -> web.Application:
        """The metadata and the keys it leads to."""
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._keys)
        return app

    async def _metadata(self, _: web.Request) -> web.Response:
        if self.away:
            return web.Response(status=503)
        self.fetched += 1
        return web.json_response({"issuer": ISSUER, "jwks_uri": self.url.replace("openid", "keys")})

    async def _keys(self, _: web.Request) -> web.Response:
        public = json.loads(RSAAlgorithm.to_jwk(_key(self.current).public_key()))
        named = {"kid": f"key-{self.current}", "endorsements": self.endorsements}
        return web.json_response({"keys": [public | named]})


@asynccontextmanager
async def published() -> AsyncIterator[Keys]:
    """Keys on a server on loopback."""
    keys = Keys()
    async with loopback.served(keys.application()) as address:
        keys.url = f"{address}/openid"
        yield keys
