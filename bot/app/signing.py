"""Signed links: made, and held against their signature."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from bot.settings import Settings


def signer(settings: Settings, secret: bytes) -> Callable[[str], str]:
    """The function that makes the signed link to a card."""
    return lambda ref: f"{settings.public_url}/s/{ref}.{signature(secret, ref)}"


def signature(secret: bytes, ref: str) -> str:
    """The signature of a card's reference."""
    return hmac.new(secret, ref.encode(), hashlib.sha256).hexdigest()[:32]


def verifier(secret: bytes) -> Callable[[str], str | None]:
    """The function that gives the reference of a signed link, or None if it is not ours."""

    def verify(token: str) -> str | None:
        ref, _, given = token.partition(".")
        genuine = hmac.compare_digest(given.encode(), signature(secret, ref).encode())
        return ref if genuine else None

    return verify


def secret_of(chosen: Settings) -> bytes:
    """The secret that signs links; local mode makes one and keeps it."""
    if chosen.secret:
        return chosen.secret.encode()
    file = chosen.data / "secret"
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32), "utf-8")
    return file.read_bytes()
