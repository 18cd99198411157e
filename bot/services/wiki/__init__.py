"""The wiki as a door: what is to be done there comes as errands, what came of it goes back.

A receipt tells the skill what was found, as JSON under ``found``; what needs a person is told as
``refused``, the key of a text, with its facts. What left and was not confirmed may leave again: the
page is read first, and written only over what was read.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson

from bot.assistant.doors import Again
from bot.errors import Refusal, Rejected, TryLater
from bot.model.outbox import Errand, Sending
from bot.model.wiki import WIKI, Late
from bot.services.wiki.publishing import Facts, Order, Pages, look, publish

PATIENCE = 120.0
"""Seconds that an errand may take in all: a few calls, and logging in again."""


class WikiDoor:
    """Brings a page up to date, or looks how it stands; one thing after the other.

    ``to`` of a sending is the name of the page, so that one change of it follows the other.
    """

    name = WIKI
    rate = 2.0
    again: Again = "resend"

    def __init__(self, pages: Pages, patience: float = PATIENCE) -> None:
        """The wiki, and how many seconds an errand may take."""
        self._pages, self._patience = pages, patience
        self._thread = ThreadPoolExecutor(1, "wiki")
        self._verbs: Mapping[str, Callable[[str, Facts], Facts]] = {
            "publish": self._publish,
            "look": self._look,
        }

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What was found. Raises TryLater where the wiki takes nothing at the moment."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            found = await self._done(self._verbs[errand.verb], sending.to, errand.facts)
        except Refusal as refusal:
            found = {"refused": refusal.key, "facts": refusal.facts}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Let go of connections; what is under way is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._pages.close()

    async def _done(self, verb: Callable[..., Facts], *given: Any) -> Facts:
        """What comes of it in the thread; one that hangs is left behind, with its connections."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, verb, *given)
        try:
            return await asyncio.wait_for(running, self._patience)
        except TimeoutError:
            self._thread.shutdown(wait=False)
            self._pages.close()
            self._thread = ThreadPoolExecutor(1, "wiki")
            raise TryLater(Late.AWAY) from None

    def _publish(self, title: str, facts: Facts) -> Facts:
        return publish(self._pages, Order(title=title, **facts))

    def _look(self, _: str, facts: Facts) -> Facts:
        seen = [look(self._pages, str(title), str(block)) for title, block in facts["pages"]]
        return {"pages": seen}
