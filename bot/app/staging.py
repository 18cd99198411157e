"""A bot for talks and for one person at a terminal."""

from dataclasses import replace
from datetime import UTC, datetime

from bot import skills
from bot.app.cast import CAST, welcome_cast
from bot.app.opening import Opened
from bot.app.probing import pretended
from bot.app.rehearsals import Rehearsals, in_memory
from bot.app.signing import signer
from bot.app.ways_out import setup, webinars
from bot.assistant import Assistant, House
from bot.assistant.doors import Door
from bot.assistant.files import Files, NoFiles
from bot.channels.terminal.console import Console
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.clock import StillClock
from bot.model.conversation import Sender
from bot.model.rehearsal import REHEARSAL
from bot.services.flow.channel import CHANNEL as TEAMS_CHANNEL
from bot.settings import Settings
from storage import KeptStore, MemoryStore


async def stage(
    settings: Settings,
    start: datetime,
    store: KeptStore | MemoryStore | None = None,
    files: Files | None = None,
) -> DirectStage:
    """A stage for talks: the cast of local mode around a bot in memory, its clock standing.

    ``files`` are those that are dropped in the talk.
    """
    store = store or MemoryStore()
    await welcome_cast(store, CHANNEL)
    names = {sender.address: first for first, sender in CAST.items()}
    ears = Ears(CHANNEL, names)
    looking = pretended()
    doors: dict[str, Door] = {CHANNEL: ears, "mail": ears, TEAMS_CHANNEL: ears}
    doors[looking.name] = looking
    time = StillClock(start.astimezone(UTC))
    doors[REHEARSAL] = Rehearsals(in_memory(settings, store), time)
    # There is no wiki on a stage: its talks show what a team without a bot password is given.
    known = setup(settings)
    known = replace(known, wiki=replace(known.wiki, writes=False))
    house = House(
        store=store,
        time=time,
        setup=known,
        skills=skills.load(),
        doors=doors,
        link=signer(settings, b"a stage"),
        webinars=webinars(settings),
        files=files or NoFiles(),
    )
    return DirectStage(Assistant(house), ears, CAST)


def console(house: Opened, address: str, run: str) -> Console:
    """A terminal for one person; only somebody the bot may answer in this mode."""
    sender = next((each for each in CAST.values() if each.address == address), None)
    return Console(house.assistant, sender or Sender(address), run)
