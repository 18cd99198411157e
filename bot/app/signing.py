"""Signed links: made, and held against their signature."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

from bot.settings import Settings

VERSION = "1"
"""What tokens begin with: of this kind, so that others may follow."""


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


def tokens(secret: bytes) -> tuple[Callable[[str], str], Callable[[str], str | None]]:
    """How an address becomes a token that only we can read, and how it is read again.

    The same address always has the same token, encrypted and signed in one (AES-SIV, RFC 5297): a
    letter that leaves twice is the same letter. A token that is not ours is read as None.
    """
    # The package takes long to import; most commands make no token.
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    cipher = AESSIV(hmac.new(secret, b"unsubscribe", hashlib.sha512).digest())

    def write(address: str) -> str:
        sealed = cipher.encrypt(address.lower().encode(), [b"address"])
        # Letters and digits alone: no system that letters pass through takes them for marks.
        return VERSION + base64.b32encode(sealed).rstrip(b"=").decode().lower()

    def read(token: str) -> str | None:
        given = token.removeprefix(VERSION).upper()
        try:
            sealed = base64.b32decode(given + "=" * (-len(given) % 8))
            address = cipher.decrypt(sealed, [b"address"]).decode()
        except (ValueError, InvalidTag):
            return None
        return address if write(address) == token else None

    return write, read


def sealer(secret: bytes) -> Callable[[str], str]:
    """The function that makes the seal of an address: nobody can read it from that, not even we."""
    key = hmac.new(secret, b"erased", hashlib.sha256).digest()
    return lambda address: f"seal-{hmac.new(key, address.lower().encode(), 'sha256').hexdigest()}"
