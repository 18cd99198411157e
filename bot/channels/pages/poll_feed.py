"""Polls as they change, told to all who look at once: one look at the store for everybody."""

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.model.poll import Poll
from bot.polling import counting

if TYPE_CHECKING:
    from bot.channels.pages import Pages

BETWEEN = 1.0
"""Seconds between two looks at a poll that somebody follows."""
BEAT = 20
"""Looks without a change after which a sign of life is sent."""
HEAD = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Feed:
    """Those who look, by poll."""

    def __init__(self, pages: "Pages") -> None:
        """Nobody looks yet."""
        self._pages = pages
        self._watchers: dict[str, dict[web.StreamResponse, asyncio.Event]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def follow(self, request: web.Request, poll: str) -> web.StreamResponse:
        """The stream, until whoever looks goes away or the poll is over."""
        response = web.StreamResponse(headers=HEAD)
        await response.prepare(request)
        await response.write(self._said(poll))
        gone = asyncio.Event()
        self._watchers.setdefault(poll, {})[response] = gone
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            await gone.wait()
        finally:
            self._watchers[poll].pop(response, None)
        return response

    async def _look(self) -> None:
        """Tell every change, for as long as somebody looks."""
        told: dict[str, bytes] = {}
        quiet = 0
        while any(self._watchers.values()):
            await asyncio.sleep(BETWEEN)
            quiet += 1
            for poll in [*self._watchers]:
                said = self._said(poll)
                if said != told.get(poll) or quiet >= BEAT:
                    told[poll] = said
                    await self._tell(poll, said)
            quiet = 0 if quiet >= BEAT else quiet

    async def _tell(self, poll: str, said: bytes) -> None:
        """Write to all; whoever does not take it is not waited for."""
        for number, (response, gone) in enumerate([*self._watchers.get(poll, {}).items()]):
            try:
                await asyncio.wait_for(response.write(said), BETWEEN)
            except (ConnectionError, TimeoutError, RuntimeError):
                gone.set()
            if number % 100 == 99:
                await asyncio.sleep(0)

    def _said(self, number: str) -> bytes:
        view = self._pages.context.view
        poll = view.get(Poll, number)
        assert poll is not None, "a poll is never removed"
        count = counting.shown(view, poll)
        facts = {
            "state": poll.state.value,
            "voters": counting.voters(view, poll),
            "votes": list(count.votes) if count else None,
        }
        return f"data: {json.dumps(facts)}\n\n".encode()
