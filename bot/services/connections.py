"""Connections as a door: each address and system that a session hangs on is tried, all at once.

Nothing is sent, written or signed in to: a page is asked for and not read, the mail server greeted.
A receipt tells the skill the fault of each by its name, empty where there is none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import orjson

from bot.assistant.doors import Again
from bot.errors import Refusal, Rejected, TryLater
from bot.model.connections import CONNECTIONS, Fault
from bot.model.outbox import Errand, Sending

AT_ONCE = 6
SIGNED_IN_ONLY = frozenset({401, 403, 405, 406, 429})
"""A page that lets in only who signs in, or no program, is there (RFC 9110)."""
Probe = Callable[[], Awaitable[None]]
"""Tries a system of ours. Raises Refusal if it does not know us, TryLater if it is away."""


class Web(Protocol):
    """What knows whether a page answers."""

    async def answers(self, address: str) -> int:
        """The status of the page. Raises TryLater, or Rejected where it may not be asked for."""


class Connections:
    """Tries what it is told to; several at a time, each with the patience of its own kind."""

    name = CONNECTIONS
    rate = 1.0
    again: Again = "resend"

    def __init__(self, web: Web, probes: Mapping[str, Probe]) -> None:
        """The web, and how each system of ours is tried; one that is not set up has none."""
        self._web, self._probes = web, probes

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The fault of each connection by its name."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        turns = asyncio.Semaphore(AT_ONCE)
        links: Mapping[str, str] = errand.facts["links"]
        systems = [each for each in errand.facts["systems"] if each in self._probes]
        tried = [
            *(self._in_turn(turns, self._page(link)) for link in links.values()),
            *(self._in_turn(turns, self._system(name)) for name in systems),
        ]
        faults = await asyncio.gather(*tried)
        found = dict(zip([*links, *systems], faults, strict=True))
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _in_turn(self, turns: asyncio.Semaphore, tried: Awaitable[Fault]) -> Fault:
        async with turns:
            return await tried

    async def _page(self, link: str) -> Fault:
        try:
            status = await self._web.answers(link)
        except Rejected:
            return "not_public"
        except TryLater:
            return "silent"
        if status < 400 or status in SIGNED_IN_ONLY:
            return ""
        return "silent" if status >= 500 else "gone"

    async def _system(self, name: str) -> Fault:
        try:
            await self._probes[name]()
        except (Refusal, Rejected):
            return "signed_out"
        except (TryLater, TimeoutError, OSError):
            return "silent"
        return ""
