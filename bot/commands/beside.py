"""A command carried out by the bot that runs, or else with the bot alone on the data folder."""

import uuid
from collections.abc import Awaitable, Callable

from bot import app, control
from bot.commands.passing import Passing, nothing
from bot.commands.start import must_hold_a_store
from bot.control import Call
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.settings import Settings

WHO = "command line"
Carried = Callable[[app.Opened, Call], Awaitable[int]]


async def carried_out(
    chosen: Settings, name: str, call: Call, command: Carried, passing: Passing = nothing
) -> int:
    """The exit code of a command; what it says is the same either way."""
    with passing(chosen.data, call) as there:
        answered = await control.ask(chosen.data, name, there)
    if answered is not None:
        return answered
    must_hold_a_store(chosen)
    async with app.opened(chosen) as house:
        return await command(house, call)


async def note(house: app.Opened, what: str, about: str) -> None:
    """Keep for an audit that somebody did this at the command line."""
    home = house.assistant.house
    noted = Noted(id=uuid.uuid4().hex, at=home.time.now(), who=WHO, what=what, about=about)
    await home.store.run(Outcome(saves=(noted,)).regardless)
