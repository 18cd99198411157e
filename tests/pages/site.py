"""The real application, listening on loopback over a folder of its own, its clock standing."""

import json
import re
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession

from bot import app, settings
from bot.channels.pages import application
from bot.clock import StillClock
from bot.model.conversation import Card
from bot.model.outbox import Letter, Sending
from bot.model.record import View
from bot.model.speaking import Speaking, speaking_key
from tests import loopback

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
LINK = re.compile(r"/s/[0-9a-f]{16}\.[0-9a-f]{32}")
SESSION = "create session February 25, 2027 at 1 pm about biometrics"
ADDRESSES = {first: sender.address for first, sender in app.CAST.items()}


@dataclass(frozen=True)
class Said:
    """An answer of the server: its status and its text."""

    status: int
    text: str


@dataclass
class Site:
    """A served bot, and the ways a browser reaches it."""

    house: app.Opened
    http: ClientSession
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def view(self) -> View:
        """The present state of the store."""
        return self.house.assistant.house.store.view()

    async def get(self, path: str, **options: Any) -> Said:
        """What a page says."""
        async with self.http.get(path, **options) as response:
            return await _said(response)

    async def post(self, path: str, **options: Any) -> Said:
        """What is said to something posted."""
        async with self.http.post(path, **options) as response:
            return await _said(response)

    async def say(self, who: str, text: str, **changes: str) -> Said:
        """What is said to a message of a person, in private unless the room is given."""
        found = {"as": ADDRESSES[who], "room": "private", "id": self._id(), "text": text}
        return await self.post("/local/message", json=found | changes)

    async def press(self, who: str, card: str, button: str, **changes: Any) -> Said:
        """What is said to a pressed button."""
        found = {"as": ADDRESSES[who], "room": "private", "id": self._id(), "fields": {}}
        return await self.post(
            "/local/press", json=found | {"card": card, "button": button} | changes
        )

    async def delivered(self) -> None:
        """Let everything that waits leave."""
        await self.house.assistant.settle()

    async def state(self) -> dict[str, Any]:
        """What the page shows beside the talk."""
        async with self.http.get("/local/state") as response:
            found: dict[str, Any] = await response.json()
            return found

    async def history(self, since: int = 0) -> list[dict[str, Any]]:
        """The entries after a number, as the page gets them when it connects."""
        entries = []
        async with self.http.get("/local/stream", params={"since": str(since)}) as stream:
            async for event in events(stream):
                if event["kind"] == "changed":
                    break
                entries.append(event["entry"])
        return entries

    async def invite(self, person: str, session: int = 1) -> None:
        """Have somebody invited to a new session."""
        await self.say("Ana", SESSION.replace("25", str(24 + session)))
        await self.say("Ana", "la biométrie")
        await self.say("Ana", f"invite {person} to session {session}")

    async def invited(self, person: str = "lee.chan@example.com", session: int = 1) -> str:
        """The path of the signed link in the letter to somebody invited to a new session."""
        await self.invite(person, session)
        await self.delivered()
        letters = [
            each.content.body
            for each in self.view.find(Sending, "about", f"session/{session}")
            if isinstance(each.content, Letter) and each.to == person
        ]
        found = LINK.search(letters[-1])
        assert found is not None
        return found[0]

    async def asked(self, session: int = 1) -> str:
        """The card that Sam, invited to a new session, finds in his room."""
        await self.invite(ADDRESSES["Sam"], session)
        await self.delivered()
        return self.part("Sam", session).card

    def part(self, who: str, session: int = 1) -> Speaking:
        """The part of somebody in a session."""
        found = self.view.get(Speaking, speaking_key(str(session), ADDRESSES.get(who, who)))
        assert found is not None
        return found

    def outlive(self, ref: str) -> None:
        """Let the clock stand a second after a card's last."""
        card = self.view.get(Card, ref)
        assert card is not None
        self.house.assistant.house.time.move(card.until + timedelta(seconds=1))

    def sendings(self) -> list[tuple[str, str, str]]:
        """Everything about session 1 that leaves the bot: the door, to whom, how it stands."""
        found = self.view.find(Sending, "about", "session/1")
        return [(each.door, each.to, each.state.value) for each in found]

    def _id(self) -> str:
        return f"message-{next(self.ids)}"


@asynccontextmanager
async def served(
    folder: Path,
    start: datetime = NOW,
    members: Collection[str] = app.MEMBERS,
    **changes: Any,
) -> AsyncIterator[Site]:
    """The bot of local mode on a folder, served on a free port; ``members`` are in the space."""
    chosen = settings.read({"CIRCUIT_DATA": str(folder)}, folder / "circuit.env")
    async with app.opened(replace(chosen, **changes), StillClock(start)) as house:
        pages = app.pages(house)
        people = [replace(each, member=each.first in members) for each in pages.people]
        served = application(replace(pages, people=people))
        async with loopback.served(served) as address, ClientSession(address) as http:
            yield Site(house, http)


async def events(stream: ClientResponse) -> AsyncIterator[Mapping[str, Any]]:
    """What a stream of server-sent events tells, one by one, as long as there is something."""
    async for line in stream.content:
        if line.startswith(b"data: "):
            event = json.loads(line.removeprefix(b"data: "))
            assert event["kind"] != "beat", "nothing more is told"
            yield event


async def _said(response: ClientResponse) -> Said:
    return Said(response.status, await response.text())
