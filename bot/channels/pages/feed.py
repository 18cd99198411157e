"""What changes while people look, told to all at once: one look at the store for everybody."""

import asyncio
from collections.abc import Callable

from aiohttp import web

BETWEEN = 1.0
"""Seconds between two looks at what somebody follows."""
BEAT = 20
"""Looks without a change after which a sign of life is sent."""
HEAD = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Feed:
    """Those who look, by what they look at."""

    def __init__(self, said: Callable[[str], bytes]) -> None:
        """``said`` gives the event that says how it stands; nobody looks yet."""
        self._said = said
        self._watchers: dict[str, dict[web.StreamResponse, asyncio.Event]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def follow(self, request: web.Request, about: str) -> web.StreamResponse:
        """The stream, until whoever looks goes away."""
        response = web.StreamResponse(headers=HEAD)
        await response.prepare(request)
        await response.write(self._said(about))
        gone = asyncio.Event()
        self._watchers.setdefault(about, {})[response] = gone
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            await gone.wait()
        finally:
            self._watchers[about].pop(response, None)
        return response

    async def _look(self) -> None:
        """Tell every change, for as long as somebody looks."""
        told: dict[str, bytes] = {}
        quiet = 0
        while any(self._watchers.values()):
            await asyncio.sleep(BETWEEN)
            quiet += 1
            for about in [*self._watchers]:
                said = self._said(about)
                if said != told.get(about) or quiet >= BEAT:
                    told[about] = said
                    await self._tell(about, said)
            quiet = 0 if quiet >= BEAT else quiet

    async def _tell(self, about: str, said: bytes) -> None:
        """Write to all; whoever does not take it is not waited for."""
        for number, (response, gone) in enumerate([*self._watchers.get(about, {}).items()]):
            try:
                await asyncio.wait_for(response.write(said), BETWEEN)
            except (ConnectionError, TimeoutError, RuntimeError):
                gone.set()
            if number % 100 == 99:
                await asyncio.sleep(0)
