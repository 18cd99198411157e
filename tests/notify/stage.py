"""The real bot in a folder, set up with GC Notify on loopback, its clock standing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import app, settings
from bot.clock import StillClock
from bot.model.mailing import Mailing
from bot.model.outcome import Outcome
from bot.model.record import Record
from tests.commands.shell import free_port
from tests.core.house import NOW, SPACE, TEAM
from tests.mailings.carrier import waiting
from tests.mailings.house import ANNOUNCED, registration

from .service import KEY, Service, served

TOKEN = "a long and quiet river 42"


@dataclass
class Stage:
    """The bot, the service, and where the bot is called."""

    house: app.Opened
    service: Service
    url: str
    clock: StillClock

    @property
    def mailing(self) -> Mailing:
        """The one reminder."""
        found = self.house.assistant.house.store.view().get(Mailing, "1")
        assert found is not None
        return found

    async def file(self, *records: Record) -> None:
        """File records as they are."""
        await self.house.assistant.house.store.run(Outcome(saves=records).regardless)


@asynccontextmanager
async def staged(folder: Path, many: int, **fields: object) -> AsyncIterator[Stage]:
    """A reminder to so many people waits; the spaces of the team are not on this stage."""
    async with served(**fields) as service:
        port = free_port()
        chosen = replace(
            settings.read({}, Path("none")),
            data=folder,
            port=port,
            notify_key=KEY,
            notify_url=service.url,
            hook_token=TOKEN,
        )
        clock = StillClock(NOW)
        async with app.opened(chosen, clock) as house:
            runner = await app.serve_pages(house)
            stage = Stage(house, service, f"http://127.0.0.1:{port}/hooks/notify", clock)
            spaces = tuple(each for each in TEAM.spaces if each != SPACE)
            await stage.file(ANNOUNCED, replace(TEAM, spaces=spaces), waiting(many))
            await stage.file(*(registration(n, language="en") for n in range(many)))
            try:
                yield stage
            finally:
                await runner.cleanup()
