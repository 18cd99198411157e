"""The public web, by addresses that others give us: nothing within our walls is reached.

Only https. Every address that a name stands for must be a public one, after each redirect anew, and
the connection goes to an address that was looked at. No token, no cookie, no proxy of ours.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
    ThreadedResolver,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.assistant.doors import retry_after
from bot.assistant.files import AT_ONCE, beginning
from bot.clock import Clock
from bot.documents.tables.limits import LARGEST_REPORT
from bot.errors import Rejected, TryLater

SECONDS = 60.0
SECONDS_TO_ANSWER = 15.0
MOST_REDIRECTS, MOST_REDIRECTS_OF_PAGES = 3, 8
ONWARD, FOUND = frozenset({301, 302, 303, 307, 308}), 302
"""A page that leads on and on asks whoever comes to sign in: it is there."""
NOT_NOW = frozenset({408, 423, 429, 500, 502, 503, 504})
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "Circuit"}
CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
"""Where an address of the older kind stands within one of the newer (RFC 6052, 8215, 4291)."""

AZURE = IPv4Address("168.63.129.16")
"""What Azure gives each of its machines to speak with the platform (Microsoft Learn)."""

Address = IPv4Address | IPv6Address
Permits = Callable[[Address], bool]


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, as IANA's registries have it.

    Addresses that lead to another one are taken for what they lead to, or refused.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        leads_on = address.sixtofour or address.teredo
        within = address.is_site_local or any(address in each for each in CARRIES_IPV4)
        if leads_on or within:
            return False
    return address.is_global and not address.is_multicast and address != AZURE


class Guarded(AbstractResolver):
    """Gives the addresses of a name, if all of them are permitted: those are connected to."""

    def __init__(self, names: AbstractResolver, permits: Permits) -> None:
        """``names`` knows what names stand for."""
        self._names, self._permits = names, permits

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses; raises Rejected if one of them is not permitted."""
        found = await self._names.resolve(host, port, family)
        if not all(self._permits(ip_address(each["host"].partition("%")[0])) for each in found):
            raise Rejected("the file is not on the public web")
        return found

    async def close(self) -> None:
        """Let go of what knows the names."""
        await self._names.close()


class PublicWeb:
    """Fetches files from wherever it is told, as far as that is public."""

    def __init__(
        self,
        permits: Permits = is_public,
        names: Callable[[], AbstractResolver] = ThreadedResolver,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """``permits`` says which addresses are public; ``names`` what names stand for.

        ``trust`` is whom a certificate may come from; this machine's authorities, unless given.
        """
        self._permits, self._names, self._trust = permits, names, trust

    async def file(self, address: str) -> bytes:
        """What lies there, as far as it is read: a byte more than the largest.

        Raises TryLater, or Rejected for what is not public, not https, or not there. What is raised
        never tells the address.
        """
        try:
            async with asyncio.timeout(SECONDS), self._opened() as session:
                return await self._followed(session, URL(address))
        except (ClientError, OSError, ValueError) as problem:
            raise _unreached(problem) from None

    async def answers(self, address: str) -> int:
        """The status with which a page answers in the end; what it holds is not read.

        Raises TryLater where nobody answers, or Rejected for what is not public or not https.
        """
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER), self._opened() as session:
                return await self._status(session, URL(address))
        except (ClientError, OSError, ValueError) as problem:
            raise _unreached(problem) from None

    async def _status(self, session: ClientSession, at: URL) -> int:
        for _ in range(MOST_REDIRECTS_OF_PAGES):
            self._must_be_public(at)
            async with session.get(at, allow_redirects=False) as response:
                onward = response.headers.get("Location", "")
                if response.status not in ONWARD or not onward:
                    return response.status
                at = response.url.join(URL(onward))
        return FOUND

    def _opened(self) -> ClientSession:
        resolver = Guarded(self._names(), self._permits)
        connector = TCPConnector(
            resolver=resolver, use_dns_cache=False, ssl=self._trust or True, force_close=True
        )
        return ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            headers=HEADERS,
            trust_env=False,
            auto_decompress=False,
        )

    async def _followed(self, session: ClientSession, at: URL) -> bytes:
        """What is found in the end, after some redirects."""
        for _ in range(MOST_REDIRECTS + 1):
            self._must_be_public(at)
            async with session.get(at, allow_redirects=False) as response:
                if response.status == 200:
                    return await beginning(
                        response.content.iter_chunked(AT_ONCE), LARGEST_REPORT + 1
                    )
                at = _onward(response)
        raise Rejected("the file lies behind too many redirects")

    def _must_be_public(self, at: URL) -> None:
        """Return if this may be asked for; names are looked at when they are resolved."""
        if at.scheme != "https" or not at.host or at.user is not None or at.password is not None:
            raise Rejected("this is no address of a file")
        try:
            literal = ip_address(at.host.partition("%")[0])
        except ValueError:
            return
        if not self._permits(literal):
            raise Rejected("the file is not on the public web")


def _unreached(problem: Exception) -> Rejected | TryLater:
    """Why nothing came, without the address; some of what fails for now is a ValueError too."""
    if isinstance(problem, InvalidURL) or not isinstance(problem, ClientError | OSError):
        return Rejected("this is no address of a file")
    return TryLater(f"the file cannot be fetched: {type(problem).__name__}")


def _onward(response: ClientResponse) -> URL:
    """Where a redirect leads; raises TryLater or Rejected for every other answer."""
    status = response.status
    if status in NOT_NOW:
        after = retry_after(response.headers.get("Retry-After"), Clock().now())
        raise TryLater(f"the file is not to be had: {status}", after=after)
    onward = response.headers.get("Location", "")
    if status not in ONWARD or not onward:
        raise Rejected(f"the file is not to be had: {status}")
    return response.url.join(URL(onward))
