"""A bot in memory with one session, and people who press the buttons of its cards."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot import skills
from bot.assistant import Assistant, House
from bot.channels.terminal.stage import Ears
from bot.channels.terminal.talk import SPACE, Line
from bot.clock import StillClock
from bot.context import Context, Turn
from bot.model.conversation import Incoming, Press, Sender
from bot.model.outbox import Letter, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact, Place, Role, Team
from bot.model.session import Session
from bot.model.setup import Setup
from bot.model.speaking import Part, Speaking, speaking_key
from bot.model.words import Both
from bot.skills import speaker_invite
from storage import MemoryStore

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA = Sender("ana@example.org", "Ana Roy")
SAM = Sender("sam@example.org", "Sam Lee")
TOM = Sender("tom@example.org", "Tom Baker")
SPACES = (Place("page", SPACE),)
SESSION = Session(
    id="1",
    title=Both("biometrics", "la biométrie"),
    starts=datetime(2027, 2, 25, 18, 0, tzinfo=UTC),
    wall="2027-02-25T13:00",
    created=NOW,
)


class Scene:
    """The bot, what left it, and a count of what it heard."""

    def __init__(self, team: Team | None = None) -> None:
        """A team with one space, unless another one is given."""
        self.clock = StillClock(NOW)
        self.ears = Ears("page", {})
        self.letters: list[Letter] = []
        self.store = MemoryStore()
        self.team = team or Team(spaces=SPACES)
        self.setup = Setup(
            organisers=frozenset({ANA.address}), local=True, mail_from="team@example.org"
        )
        doors = {"page": self.ears, "mail": self.ears}
        house = House(self.store, self.clock, self.setup, skills.load(), doors)
        self.assistant = Assistant(house)
        self._ids = count(1)

    async def set_up(self, *sessions: Session) -> "Scene":
        """The sessions filed, and Ana and Sam met in chat."""
        people = [
            Contact(address=each.address, name=each.name, places=(Place("page", each.address),))
            for each in (ANA, SAM)
        ]
        await self.save(*people, self.team, *(sessions or (SESSION,)))
        return self

    async def save(self, *records: Any) -> None:
        """File records as they are."""
        await self.store.run(Outcome(saves=records).regardless)

    async def run(self, decide: Any) -> Outcome:
        """What a function of a context decides, filed and sent."""
        seed = f"test/{next(self._ids)}"
        outcome = await self.store.run(
            lambda view: decide(Context(view, self.clock.now(), self.setup, seed))
        )
        await self.assistant.settle()
        return outcome

    async def invite(self, person: str, session: str = "1", part: Part = Part.SPEAKER) -> Answer:
        """Ana invites a person."""

        def decide(context: Context) -> Outcome:
            incoming = self._incoming(ANA)
            slots = {"person": person, "session": session, "part": part.value}
            turn = Turn(incoming, context, Role.ORGANISER, ("en",), "speaker.invite", slots)
            return speaker_invite.handle(turn)

        return (await self.run(decide)).answer

    async def press(self, who: Sender, button: str, ref: str = "", **fields: str) -> Answer:
        """A person presses a button: of their own part in session 1, unless ``ref`` names a card."""
        pressed = Press(ref or self.part(who.address).card, button, fields)
        answer = await self.assistant.hear(replace(self._incoming(who), press=pressed))
        await self.assistant.settle()
        return answer

    async def press_in_space(self, who: Sender, button: str, ref: str) -> Answer:
        """A person presses a button of a card in the team's space."""
        incoming = replace(self._incoming(who), place=SPACES[0], private=False)
        answer = await self.assistant.hear(replace(incoming, press=Press(ref, button, {})))
        await self.assistant.settle()
        return answer

    async def until(self, now: datetime) -> None:
        """Let time pass, minute by minute."""
        await self.assistant.move_clock(now)

    def part(self, address: str = SAM.address, session: str = "1") -> Speaking:
        """A person's part in a session."""
        found = self.store.view().get(Speaking, speaking_key(session, address))
        assert found is not None
        return found

    def heard(self) -> list[Line]:
        """What left the bot since the last call."""
        lines, self.ears.lines = self.ears.lines, []
        return lines

    def last_card(self, room: str = SPACE) -> str:
        """The reference of the last card that was shown in a room."""
        shown = [card for where, card in self.ears.cards if where == room]
        return str(shown[-1]["actions"][0]["data"]["card"])

    def sendings(self) -> list[Sending]:
        """Everything about session 1 in the outbox, oldest first."""
        return list(self.store.view().find(Sending, "about", "session/1"))

    def _incoming(self, who: Sender) -> Incoming:
        return Incoming(
            id=f"heard/{next(self._ids)}",
            place=Place("page", who.address),
            sender=who,
            private=True,
            at=self.clock.now(),
        )


def to(lines: list[Line], address: str) -> list[str]:
    """What one of them heard."""
    return [line.text for line in lines if line.to == address]
