"""The bot in memory, spoken to by people whose address the platform vouches for."""

import asyncio
from datetime import UTC, datetime

from bot import skills
from bot.assistant import Assistant, House
from bot.channels.terminal.stage import Ears
from bot.clock import StillClock
from bot.model.conversation import Incoming, Press, Sender
from bot.model.outcome import Outcome
from bot.model.people import PUBLIC, Noted, Place, Team
from bot.model.record import Record
from bot.model.session import Session
from bot.model.setup import Setup
from bot.model.speaking import Speaking
from bot.model.theme import Theme
from bot.model.words import Both
from storage import MemoryStore

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA, BEN = "ana@example.org", "ben@example.org"
PEOPLE = {
    "organiser": Sender(ANA, "Ana Roy"),
    "speaker": Sender("sam@elsewhere.example", "Sam Lee"),
    "participant": Sender("tom@example.org", "Tom Baker"),
    "stranger": Sender("eve@another.example", "Eve Hall"),
    "visitor": Sender(""),
}


class Door:
    """The bot in memory with one of everything, and who may come in."""

    def __init__(self) -> None:
        """One session with a speaker, one theme, two organisers of whom one was added in chat."""
        self.store = MemoryStore()
        setup = Setup(organisers=frozenset({ANA}), domains=frozenset({"example.org"}))
        ears = Ears("page", {})
        doors = {"page": ears, "mail": ears}
        house = House(self.store, StillClock(NOW), setup, skills.load(), doors)
        self.assistant = Assistant(house)
        title = Both("Open data", "Données ouvertes")
        speaker = PEOPLE["speaker"]
        self.file(
            Session(
                id="1",
                title=title,
                starts=datetime(2027, 2, 25, 18, tzinfo=UTC),
                wall="2027-02-25T13:00",
                created=NOW,
            ),
            Speaking(session="1", address=speaker.address, asked=NOW, asked_by=ANA),
            Theme(id="1", title=title, added=NOW),
            Team(organisers=(BEN,)),
        )

    def file(self, *records: Record) -> None:
        """Keep records as they are."""
        asyncio.run(self.store.run(Outcome(saves=records).regardless))

    def hear(self, who: Sender, text: str = "", press: Press | None = None) -> str:
        """The answer to words or to a press, in private; visitors are on the page of session 1."""
        incoming = Incoming(
            id=f"{who.address}/{text}",
            place=Place("page", who.address) if who.address else Place(PUBLIC, "1"),
            sender=who,
            private=True,
            at=NOW,
            text=text,
            press=press,
        )
        return asyncio.run(self.assistant.hear(incoming)).text

    @property
    def refused(self) -> list[str]:
        """Whose requests were refused, as an audit finds them."""
        noted = self.store.view().between(Noted, "at", None, None)
        return [each.who for each in noted if each.what.startswith("refused ")]
