"""A session's life played ahead, on a copy: doors only record, and the clock is made up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot import skills
from bot.app.probing import pretended
from bot.app.signing import sealer, signer
from bot.app.ways_out import setup
from bot.assistant import Assistant, House
from bot.assistant.doors import Again, Door
from bot.clock import StillClock
from bot.errors import Misconfigured
from bot.model.outbox import Letter, Message, Sending
from bot.model.people import Place, Team
from bot.model.session import Session
from bot.model.setup import Pace
from bot.settings import Settings
from storage import Store, open_store

AFTER = timedelta(days=2)
"""So long after the session its life is played on."""
DOORS = ("mail", "webex", "teams", "page", "terminal")
SECRET = b"a rehearsal"
"""Links of a rehearsal are signed with a secret of its own, and open nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that would go out: when, by which door, to whom, and its words.

    ``both`` says that it is for a space, and so in both languages.
    """

    at: datetime
    door: str
    to: str
    subject: str
    words: str
    both: bool = False


@dataclass
class Recorder:
    """A door behind which nothing is: what leaves by it is noted with its time."""

    name: str
    clock: StillClock
    said: list[Said]
    about: str
    spaces: tuple[Place, ...] = ()
    rate: float = 1e6
    again: Again = "soon"
    others: list[str] = field(default_factory=list)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Note it, if it is about the session."""
        if sending.about == self.about:
            subject, words = _words(sending)
            both = Place(self.name, sending.to) in self.spaces
            self.said.append(Said(self.clock.now(), self.name, sending.to, subject, words, both))
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""


def _words(sending: Sending) -> tuple[str, str]:
    content = sending.content
    if isinstance(content, Letter):
        return content.subject, content.body
    if isinstance(content, Message):
        return content.text.partition("\n")[0], content.text
    return "", ""


async def rehearsed(chosen: Settings, copy: Path, number: str, start: datetime) -> list[Said]:
    """All that would go out about a session from now on, in its order; ``copy`` is a store.

    Raises Misconfigured if there is no such session, or if it is over.
    """
    store = await open_store(copy)
    try:
        return await played_ahead(chosen, store, number, start)
    finally:
        await store.close()


async def played_ahead(chosen: Settings, copy: Store, number: str, start: datetime) -> list[Said]:
    """The same, of a store that is open; it holds afterwards what is left of the rehearsal."""
    session = copy.view().get(Session, number)
    if session is None or session.upcoming is None or session.ends <= start:
        raise Misconfigured(f"There is no session {number} to come that could be rehearsed.")
    clock, said = StillClock(start), list[Said]()
    about = f"session/{number}"
    spaces = (copy.view().get(Team, "team") or Team()).spaces
    doors: dict[str, Door] = {name: Recorder(name, clock, said, about, spaces) for name in DOORS}
    looking = pretended()
    known = setup(chosen)
    house = House(
        store=copy,
        time=clock,
        setup=replace(known, ways={"mail": Pace()}, webinars=False, posts_to_teams=False,
                      model=False, boards=False, wiki=replace(known.wiki, writes=False)),
        skills=skills.load(),
        doors={**doors, looking.name: looking},
        link=signer(chosen, SECRET),
        sealed=sealer(SECRET),
    )  # fmt: skip
    assistant = Assistant(house)
    await assistant.move_clock(session.ends + AFTER)
    return said
