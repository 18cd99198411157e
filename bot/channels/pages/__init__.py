"""The page: everything on one's own machine to try the bot, and the signed links for the world."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.assistant import Assistant
from bot.assistant.doors import Again
from bot.channels.pages.history import Entry, History
from bot.errors import Rejected
from bot.model.conversation import Sender
from bot.model.outbox import Message, Sending

CHANNEL = "page"
SPACE = "space"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to be on the local page; ``member`` of the team's space or not."""

    sender: Sender
    first: str
    role: str
    member: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages need; the local ones only if ``people`` is not empty."""

    assistant: Assistant
    room: "Room"
    people: Sequence[Someone]
    verify: Callable[[str], str | None]
    calendar: Callable[[str], bytes | None]
    mails: Callable[[], list[Mapping[str, Any]]]
    due: Callable[[], list[Mapping[str, Any]]]
    packages: Path

    @property
    def now(self) -> datetime:
        """The product's time."""
        return self.assistant.house.time.now()


@dataclass
class Room:
    """The rooms of the page as a door: what is sent there is kept and shown at once."""

    history: History
    time: Callable[[], datetime]
    name: str = CHANNEL
    rate: float = 200.0
    again: Again = "soon"
    watchers: set[asyncio.Queue[Mapping[str, Any]]] = field(default_factory=set)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The number of the entry."""
        content = sending.content
        if not isinstance(content, Message):
            raise Rejected("not a message")
        entry = self.say(sending.to, content.text, content.card, content.replaces)
        return {"entry": str(entry.number)}

    async def close(self) -> None:
        """Nothing to let go of."""

    def say(self, room: str, text: str, card: Mapping[str, Any] | None, replaces: str) -> Entry:
        """Keep and show what the bot says in a room."""
        return self._show(
            room=room, who="", name="Circuit", text=text, card=card, replaces=replaces
        )

    def hear(self, room: str, sender: Sender, text: str) -> Entry:
        """Keep and show what a person says in a room."""
        return self._show(room=room, who=sender.address, name=sender.name, text=text)

    def tell(self, kind: str, **facts: Any) -> None:
        """Let everybody who looks know that something changed."""
        for watcher in self.watchers:
            watcher.put_nowait({"kind": kind, **facts})

    def _show(self, **fields: Any) -> Entry:
        entry = self.history.add(at=self.time().isoformat(), **fields)
        self.tell("entry", entry=asdict(entry))
        return entry


def application(pages: Pages) -> web.Application:
    """The application: health, signed links, calendars; the local page if it is local."""
    from bot.channels.pages import link, local
    from bot.channels.pages.requests import LARGEST, guarded, own_only

    app = web.Application(
        middlewares=[guarded, own_only] if pages.people else [guarded], client_max_size=LARGEST
    )
    app[PAGES] = pages
    app.router.add_get("/healthz", _healthy)
    link.add_to(app)
    if pages.people:
        local.add_to(app)
    return app


PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)


async def _healthy(_: web.Request) -> web.Response:
    return web.json_response({"ready": True})
