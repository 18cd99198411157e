"""The real bot in a folder, with a host's token for Webex on loopback, its clock standing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any, ParamSpec

from bot import app, settings
from bot.app.cast import CAST
from bot.channels.pages import CHANNEL
from bot.clock import StillClock
from bot.model.conversation import Incoming, Press
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.record import Record
from bot.model.registration import Registration, registration_key
from bot.model.session import Session
from bot.model.webinar import Webinar
from bot.posts import MAIL
from bot.settings import Settings
from tests.core.house import NOW
from tests.mailings.house import ANNOUNCED

from .service import LINK, TOKEN, Service

OPEN = replace(ANNOUNCED, id="1", join=LINK)
IDS = count(1)
P = ParamSpec("P")


def awaited(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """The test, run to its end."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@dataclass
class Stage:
    """The bot, and what left it."""

    house: app.Opened
    service: Service
    clock: StillClock
    left: list[Sending]

    async def file(self, *records: Record) -> None:
        """File records as they are."""
        await self.house.assistant.house.store.run(Outcome(saves=records).regardless)

    async def say(self, text: str, *, space: bool = False) -> str:
        """The answer to Ana's words, in private or in a space, once all that follows has left."""
        return await self._heard(text=text, private=not space)

    async def press(self, card: str, button: str, **fields: str) -> str:
        """The answer to a button that Ana pressed in private."""
        return await self._heard(press=Press(card, button, fields), private=True)

    async def _heard(self, *, private: bool, **heard: Any) -> str:
        ana = CAST["Ana"]
        incoming = Incoming(
            id=f"said/{next(IDS)}",
            place=Place(CHANNEL, ana.address if private else "space"),
            sender=ana,
            private=private,
            at=self.clock.now(),
            **heard,
        )
        answer = await self.house.assistant.hear(incoming)
        await self.house.assistant.settle()
        return answer.text

    async def at(self, moment: datetime) -> None:
        """Let it be this moment, and ask what is due."""
        self.clock.move(moment)
        await self.house.assistant.tick()
        await self.house.assistant.settle()

    @property
    def told(self) -> list[str]:
        """The messages that left since the last look, with their room."""
        found = [
            f"{each.to}: {each.content.text}"
            for each in self.left
            if isinstance(each.content, Message)
        ]
        self.left.clear()
        return found

    @property
    def mailed(self) -> list[str]:
        """Those who were written to, in order."""
        return [each.to for each in self.left if each.door == MAIL]

    def registration(self, address: str) -> Registration | None:
        """Somebody's registration."""
        return self.house.assistant.house.store.view().get(
            Registration, registration_key("1", address)
        )

    def session(self) -> Session:
        """The session as it is now."""
        found = self.house.assistant.house.store.view().get(Session, "1")
        assert found is not None
        return found

    def webinar(self) -> Webinar | None:
        """What is known of its webinar."""
        return self.house.assistant.house.store.view().get(Webinar, "1")


def chosen(folder: Path, service: Service, **changes: str) -> Settings:
    """Settings of local mode with a token for this service."""
    plain = settings.read({}, Path("none"))
    given = {"webinar_token": TOKEN, "webex_api_url": service.url}
    return replace(plain, data=folder, **{**given, **changes})  # type: ignore[arg-type]


@asynccontextmanager
async def staged(
    folder: Path, service: Service, *, begun: bool = False, **changes: str
) -> AsyncIterator[Stage]:
    """An announced session whose link is that of the webinar m1; or what is ``begun`` already."""
    clock, left = StillClock(NOW), list[Sending]()
    async with app.opened(chosen(folder, service, **changes), clock) as house:
        with house.listening(left.append):
            stage = Stage(house, service, clock, left)
            if begun:
                await house.assistant.outbox.recover()
            else:
                await stage.file(OPEN)
            yield stage
