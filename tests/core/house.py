"""The assistant with all its skills, a clock that stands, and doors that keep what leaves."""

import asyncio
import gc
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import skills
from bot.assistant import Assistant, House
from bot.assistant.doors import Again, Door
from bot.clock import StillClock
from bot.model.conversation import Incoming, Press, Sender
from bot.model.outbox import Invite, Letter, Message, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact, Place, Team
from bot.model.record import Record
from bot.model.session import OTTAWA, Session
from bot.model.setup import Setup
from bot.model.words import Both
from bot.skills import Skills
from storage import MemoryStore, Store, open_store

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA = Sender("ana@example.org", "Ana Roy")
BEN = Sender("ben@example.org", "Ben Singh")
SAM = Sender("sam@example.org", "Sam Lee")
TOM = Sender("tom@example.org", "Tom Baker")
SPACE = Place("chat", "space")
TEAM = Team(spaces=(SPACE,))
SESSION = Session(
    id="1",
    title=Both("biometrics", "la biométrie"),
    starts=datetime(2027, 2, 25, 18, 0, tzinfo=UTC),
    wall="2027-02-25T13:00",
    created=NOW,
)


class Kept:
    """A way out that keeps what leaves by it, and fails where it is told to."""

    rate = 1e6

    def __init__(self, name: str, again: Again) -> None:
        """Its name, and its rule for what was cut short."""
        self.name = name
        self.again = again
        self.left: list[Sending] = []
        self.problems: defaultdict[str, list[Exception]] = defaultdict(list)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Keep it, or raise the next problem of its room."""
        await asyncio.sleep(0)
        if self.problems[sending.to]:
            raise self.problems[sending.to].pop(0)
        self.left.append(sending)
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""


class Home:
    """The assistant in its house, and the people around it."""

    def __init__(
        self, store: Store | None = None, loaded: Skills | None = None, *doors: Door
    ) -> None:
        """A store in memory, all skills and two doors that keep, unless others are given."""
        self.store = store or MemoryStore()
        self.clock = StillClock(NOW)
        self.chat, self.mail = Kept("chat", "soon"), Kept("mail", "resend")
        organisers = frozenset({ANA.address, BEN.address})
        setup = Setup(organisers=organisers, local=True, mail_from="team@example.org")
        named = {each.name: each for each in doors or (self.chat, self.mail)}
        self.house = House(self.store, self.clock, setup, loaded or skills.load(), named)
        self.assistant = Assistant(self.house)
        self._ids = count(1)

    async def file(self, *records: Record) -> None:
        """File records as they are."""
        await self.store.run(Outcome(saves=records).regardless)

    async def meet(self, *people: Sender) -> None:
        """Make people known, and reachable in chat."""
        for each in people:
            place = Place("chat", each.address)
            await self.file(Contact(address=each.address, name=each.name, places=(place,)))

    def heard(self, who: Sender, text: str = "", **fields: Any) -> Incoming:
        """Something said in private, with an id of its own."""
        given: dict[str, Any] = {
            "id": str(next(self._ids)),
            "place": Place("chat", who.address),
            "sender": who,
            "private": True,
            "at": self.clock.now(),
            "text": text,
        }
        return Incoming(**given | fields)

    async def say(self, who: Sender, text: str) -> Answer:
        """The answer to words said in private, once all that follows has left."""
        answer = await self.assistant.hear(self.heard(who, text))
        await self.assistant.outbox.drain()
        return answer

    async def press(self, who: Sender, shown: Answer, button: str, **fields: str) -> Answer:
        """The answer to a button of a card, once all that follows has left."""
        pressed = self.pressed(who, shown, button, **fields)
        answer = await self.assistant.hear(pressed)
        await self.assistant.outbox.drain()
        return answer

    def pressed(self, who: Sender, shown: Answer, button: str, **fields: str) -> Incoming:
        """A button of a card that was shown, pressed with these fields."""
        assert shown.card is not None
        ref = shown.card["actions"][0]["data"]["card"]
        return self.heard(who, press=Press(ref, button, fields))

    async def tick_at(self, *moments: datetime) -> None:
        """Set the clock to each moment, forward or back, and ask what is due then."""
        for moment in moments:
            self.clock.move(moment)
            await self.assistant.tick()
            await self.assistant.outbox.drain()

    async def half_hours(self, until: datetime) -> None:
        """Let time pass, asking every half hour what is due."""
        while self.clock.now() < until:
            await self.tick_at(self.clock.now() + timedelta(minutes=30))

    def session(self, number: int = 1) -> Session:
        """The session with this number."""
        found = self.store.view().get(Session, str(number))
        assert found is not None
        return found

    def told(self, room: str) -> list[str]:
        """The words that left for a room of the chat."""
        there = [each.content for each in self.chat.left if each.to == room]
        return [content.text for content in there if isinstance(content, Message)]

    def invites(self) -> list[Invite]:
        """The calendar entries that left by mail."""
        letters = [each.content for each in self.mail.left if isinstance(each.content, Letter)]
        return [letter.invite for letter in letters if letter.invite]

    def sending(self, key: str) -> Sending:
        """The sending with this key."""
        found = self.store.view().get(Sending, key)
        assert found is not None
        return found


@asynccontextmanager
async def on_disk(folder: Path) -> AsyncIterator[Store]:
    """A store in a folder; opening it freezes what is loaded, which is undone at the end."""
    store = await open_store(folder)
    try:
        yield store
    finally:
        await store.close()
        gc.unfreeze()


def at(day: str, hour: str = "09:30") -> datetime:
    """That moment in Ottawa."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(OTTAWA)).astimezone(UTC)


async def asked(day: str, hour: str = "09:00", **session: object) -> Home:
    """Sam is asked to speak at session 1 at that moment."""
    home = Home()
    await home.file(TEAM, replace(SESSION, **session))  # type: ignore[arg-type]
    await home.meet(ANA, SAM)
    home.clock.move(at(day, hour))
    await home.say(ANA, "invite sam@example.org to session 1")
    home.chat.left.clear()
    return home
