"""``circuit work``: send and ask what is due for bots that serve, until told to stop.

Any number of these may run; one of them leads, and no bot does while one of them is there.
"""

import asyncio
import logging

from bot import app, control
from bot.commands.run import at_work, commands, told_to_stop
from bot.commands.start import begin
from bot.errors import Misconfigured
from bot.settings import Settings

log = logging.getLogger(__name__)
NOT_SHARED = (
    "“circuit work” sends for bots on the same PostgreSQL, in production. A bot with a store of "
    "its own does that itself: run “circuit run” alone, or set CIRCUIT_STORE and CIRCUIT_MODE."
)


def main() -> int:
    """The exit code, once it has stopped: 0 if it was told to, 1 if it could not go on."""
    return asyncio.run(_work(begin(logging.INFO)))


async def _work(chosen: Settings) -> int:
    if chosen.local or not chosen.store:
        raise Misconfigured(NOT_SHARED)
    stop = told_to_stop()
    async with app.opened(chosen) as house, control.serving(chosen.data, commands(house)):
        store = house.assistant.house.store
        async with app.present(chosen, store, worker=True) as lead:
            log.info("at work")
            return await at_work(house, lead, stop)
