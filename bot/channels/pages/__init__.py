"""The page: everything on one's own machine to try the bot, and the signed links for the world."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from aiohttp import web

from bot.assistant import Assistant
from bot.assistant.doors import Again, Forgotten
from bot.channels.pages.history import Entry, History
from bot.channels.pages.shared import SharedFiles
from bot.context import Context
from bot.errors import Rejected
from bot.model.conversation import Incoming, Sender
from bot.model.outbox import Message, Sending
from bot.model.outcome import Answer
from bot.model.people import PUBLIC
from bot.model.words import Language

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
    """What the pages need; the local ones only if ``people`` is not empty.

    ``verify`` gives the card of a signed link, ``addressee`` the address that a token stands for.
    ``workbook`` gives a table by its name, such as ``poll/2.csv``; raises Rejected.
    ``standing`` says how the store, the outbox and each channel stand. ``figures`` are for whoever
    knows ``figures_token``, which only a page of this machine alone does without.
    ``hook_token`` opens the way in for flows; without one only this machine's own may use it.
    """

    assistant: Assistant
    room: "Room"
    people: Sequence[Someone]
    verify: Callable[[str], str | None]
    addressee: Callable[[str], str | None]
    calendar: Callable[[str], bytes | None]
    picture: Callable[[str, tuple[Language, ...]], Awaitable[bytes | None]]
    mails: Callable[[], list[Mapping[str, Any]]]
    due: Callable[[], list[Mapping[str, Any]]]
    channel: Callable[[], list[Mapping[str, Any]]]
    wiki: Callable[[], list[Mapping[str, Any]]]
    packages: Path
    workbook: Callable[[PurePosixPath], Awaitable[bytes]]
    posts: Callable[[], list[Mapping[str, Any]]]
    standing: Callable[[], Mapping[str, str]]
    figures: Callable[[], bytes] | None = None
    figures_token: str = ""
    hook_token: str = ""

    @property
    def now(self) -> datetime:
        """The product's time."""
        return self.assistant.house.time.now()

    @property
    def context(self) -> Context:
        """What there is to read at this moment."""
        house = self.assistant.house
        view, signs = house.store.view(), (house.link, house.token, house.sealed)
        return Context(view, self.now, house.setup, PUBLIC, *signs)


@dataclass
class Room:
    """The rooms of the page as a door: what is sent there is kept and shown at once.

    Those who look follow the history, and the count of ``changes`` of all else that the page shows.
    """

    history: History
    files: SharedFiles
    time: Callable[[], datetime]
    name: str = CHANNEL
    rate: float = 200.0
    again: Again = "resend"
    changes: int = 0
    watchers: set[asyncio.Event] = field(default_factory=set)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The number of the entry."""
        content = sending.content
        if not isinstance(content, Message):
            raise Rejected("not a message")
        entry = self.say(sending.to, content, sending.key)
        return {"entry": str(entry.number)}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def forget(self, person: Forgotten) -> None:
        """Keep nothing of what was said with this person, or of them."""
        self.history.forget(person.address, person.unnamed)
        self.files.clear()
        self.changed()

    def say(self, room: str, said: Answer | Message, of: str) -> Entry:
        """Keep and show what the bot says in a room, once for each message or sending."""
        card, replaces = said.card, said.replaces
        files = [self.files.handed_out(said.file)] if said.file else []
        facts = {"text": said.text, "card": card, "replaces": replaces, "files": files}
        return self._show(room=room, who="", name="Circuit", of=of, **facts)

    def hear(self, incoming: Incoming) -> Entry:
        """Keep and show what a person says in a room, once for each message."""
        sender = incoming.sender
        return self._show(
            room=incoming.place.room,
            who=sender.address,
            name=sender.name,
            text=incoming.text,
            of=incoming.id,
            files=[self.files.shown(each.name, each.source) for each in incoming.files],
        )

    def changed(self) -> None:
        """Let everybody who looks know that mail, what is due or the clock changed."""
        self.changes += 1
        self._wake()

    def _show(self, **fields: Any) -> Entry:
        entry = self.history.add(at=self.time().isoformat(), **fields)
        self._wake()
        return entry

    def _wake(self) -> None:
        for watcher in self.watchers:
            watcher.set()


def application(pages: Pages) -> web.Application:
    """The application: health, public pages, signed links, flows; the local page if it is local."""
    from bot.channels.pages import (
        asking,
        dropping,
        health,
        hooks,
        link,
        local,
        poll_page,
        public,
        question_view,
        unsubscribing,
    )
    from bot.channels.pages.requests import LARGEST, guard, own_only, put_off

    middlewares = [own_only, put_off] if pages.people else [put_off]
    app = web.Application(middlewares=middlewares, client_max_size=LARGEST)
    app.on_response_prepare.append(guard)
    app[PAGES] = pages
    health.add_to(app)
    public.add_to(app)
    asking.add_to(app)
    poll_page.add_to(app)
    question_view.add_to(app)
    link.add_to(app)
    unsubscribing.add_to(app)
    if pages.people or pages.hook_token:
        hooks.add_to(app)
    if pages.people:
        local.add_to(app)
        dropping.add_to(app)
    return app


PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)
