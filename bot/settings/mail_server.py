"""Which mail server, how to speak with it and how fast: what CIRCUIT_SMTP_URL says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.errors import Misconfigured
from bot.settings.values import LOOPBACK

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Limit(NamedTuple):
    """A number behind the ``?``: how it is read, from where to where it may go, what it means."""

    read: type[int] | type[float]
    least: float
    most: float
    words: str


LIMITS: Mapping[str, Limit] = {
    "rate": Limit(float, 0.001, 1000, "messages a second, such as ?rate=0.5"),
    "connections": Limit(int, 1, 100, "a number from 1 to 100, such as ?connections=4"),
    "daily": Limit(int, 1, 10**9, "the most messages in 24 hours, such as ?daily=10000"),
    "size": Limit(int, 10_000, 10**9, "the bytes of the largest message, such as ?size=10000000"),
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. ``rate`` is the most letters a second, ``size`` the largest one in bytes.

    ``daily`` is the most letters in 24 hours, 0 if nobody has said so.
    """

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    rate: float = 20.0
    connections: int = 4
    daily: int = 0
    size: int = 10**9

    @classmethod
    def of(cls, url: str) -> Self:
        """The server that a URL of mail names. Raises Misconfigured for what cannot be meant."""
        for fault in faults(url):
            raise Misconfigured(fault)
        split = urlsplit(url)
        limits: dict[str, Any] = {
            name: LIMITS[name].read(number) for name, number in parse_qsl(split.query)
        }
        return cls(
            scheme=split.scheme,
            host=split.hostname or "127.0.0.1",
            port=split.port or PORTS[split.scheme],
            user=unquote(split.username) if split.username else None,
            password=unquote(split.password) if split.password else None,
            **limits,
        )


def faults(url: str) -> Iterator[str]:
    """What cannot be meant in a URL of mail, in words that show none of it."""
    split = urlsplit(url)
    if split.scheme == "smtp" and split.password and split.hostname not in LOOPBACK:
        yield (
            "CIRCUIT_SMTP_URL would send a password in the clear: "
            "use smtp+starttls:// or smtps:// instead of smtp://."
        )
    for name, number in parse_qsl(split.query, keep_blank_values=True):
        limit = LIMITS.get(name)
        if limit is None:
            yield f"CIRCUIT_SMTP_URL: only {', '.join(LIMITS)} may stand behind the ?."
        elif not _within(limit, number):
            yield f"CIRCUIT_SMTP_URL: {name} must be {limit.words}."


def _within(limit: Limit, number: str) -> bool:
    try:
        return limit.least <= limit.read(number) <= limit.most
    except ValueError:
        return False
