"""Composition: the only file that knows every real thing."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot import skills
from bot.assistant import Assistant, House, Time
from bot.assistant.doors import Door
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import SPACE
from bot.clock import StillClock
from bot.model.conversation import Sender
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place, Team
from bot.model.setup import Setup
from bot.model.words import Language
from bot.settings import Settings
from storage import MemoryStore, Store

PEOPLE: tuple[tuple[str, str, Language | None], ...] = (
    ("Ana", "Ana Roy", None),
    ("Ben", "Ben Singh", None),
    ("Sam", "Sam Lee", None),
    ("Chantal", "Chantal Gagnon", "fr"),
    ("Tom", "Tom Baker", None),
    ("Dana", "Dana Wells", None),
)
CAST: Mapping[str, Sender] = {
    first: Sender(f"{first.lower()}@example.org", name) for first, name, _ in PEOPLE
}


def setup(settings: Settings) -> Setup:
    """What skills may know of the settings."""
    return Setup(
        organisers=settings.organisers,
        domains=settings.domains,
        local=settings.local,
        public_url=settings.public_url,
        mail_from=settings.mail_from,
    )


def signer(settings: Settings, secret: bytes) -> Callable[[str], str]:
    """The function that makes the signed link to a card."""
    return lambda ref: f"{settings.public_url}/s/{ref}.{signature(secret, ref)}"


def signature(secret: bytes, ref: str) -> str:
    """The signature of a card's reference."""
    return hmac.new(secret, ref.encode(), hashlib.sha256).hexdigest()[:32]


def verifier(secret: bytes) -> Callable[[str], str | None]:
    """The function that gives the reference of a signed link, or None if it is not ours."""

    def verify(token: str) -> str | None:
        ref, _, given = token.partition(".")
        genuine = hmac.compare_digest(given.encode(), signature(secret, ref).encode())
        return ref if genuine else None

    return verify


async def welcome_cast(store: Store, channel: str) -> None:
    """Make the people of local mode known and reachable on a channel, and their space declared."""
    for first, name, language in PEOPLE:
        address = CAST[first].address
        known = store.view().get(Contact, address) or Contact(address=address)
        place = Place(channel, address)
        others = tuple(each for each in known.places if each != place)
        met = replace(
            known, name=name, language=known.language or language, places=(place, *others)
        )
        await store.run(lambda _, met=met: Outcome(saves=(met,)))
    team = store.view().get(Team, "team") or Team()
    space = Place(channel, SPACE)
    if space not in team.spaces:
        spaces = replace(team, spaces=(*team.spaces, space))
        await store.run(lambda _: Outcome(saves=(spaces,)))


async def stage(settings: Settings, start: datetime, store: Store | None = None) -> DirectStage:
    """A stage for talks: the cast of local mode around a bot in memory, its clock standing."""
    store = store or MemoryStore()
    await welcome_cast(store, CHANNEL)
    names = {sender.address: first for first, sender in CAST.items()}
    ears = Ears(CHANNEL, names)
    doors: dict[str, Door] = {CHANNEL: ears, "mail": ears}
    house = House(
        store=store,
        time=StillClock(start.astimezone(UTC)),
        setup=setup(settings),
        skills=skills.load(),
        doors=doors,
        link=signer(settings, b"a stage"),
    )
    return DirectStage(Assistant(house), ears, CAST)




@dataclass(frozen=True, slots=True)
class Opened:
    """A bot in its house, and what the commands around it need."""

    settings: Settings
    assistant: Assistant
    pages: Pages
    broken: asyncio.Event
    records: int
    listeners: list[Callable[[Sending], None]]

    @contextmanager
    def listening(self, listener: Callable[[Sending], None]) -> Iterator[None]:
        """While this lasts, the listener hears of every sending that left."""
        self.listeners.append(listener)
        try:
            yield
        finally:
            self.listeners.remove(listener)


@dataclass
class Overheard:
    """A door, and those who hear of what left by it."""

    door: Door
    listeners: list[Callable[[Sending], None]]

    def __post_init__(self) -> None:
        """Be like the door."""
        self.name, self.rate, self.again = self.door.name, self.door.rate, self.door.again

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What the door gave back."""
        receipt = await self.door.send(sending)
        for listener in self.listeners:
            listener(sending)
        return receipt

    async def close(self) -> None:
        """Let go of the door."""
        await self.door.close()
