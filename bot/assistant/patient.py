"""A store that is waited for, for work that nobody stands by."""

import asyncio
from collections.abc import Callable

from bot.assistant.watched import WatchedStore
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import StoreAway

PAUSE = 0.5


class PatientStore(WatchedStore):
    """A watched store whose turns wait until it answers again, however long it is away.

    What has left by a door must be filed, and would leave once more if that were given up.
    """

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable."""
        while True:
            try:
                return await super().run(turn)
            except StoreAway:
                await asyncio.sleep(PAUSE)
