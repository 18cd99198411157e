"""Every conversation in tests/talks goes word for word as it is written, wherever it is held.

Each is played in memory and on one other stage, in turn; ``make prove`` plays each on all of them.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bot import app, settings
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import Step, parse

from .pages.site import served
from .pages.stage import PageStage
from .postgres import Server
from .teams import stage as teams
from .typed_stage import seated
from .webex import stage as webex
from .webex.cloud import Cloud

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))
PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
Played = Callable[[list[Step], Path], Awaitable[str]]


def those_of(stage: int) -> Sequence[Path]:
    """The talks played on this one of the five stages beside memory."""
    return TALKS if PROVE else TALKS[stage::5]


async def in_memory(steps: list[Step], _: Path) -> str:
    """What differs from the talk, in words."""
    assert steps[0].now is not None, "a talk begins with Now:"
    return await play(steps[1:], await app.stage(settings.read({}), steps[0].now))


async def at_terminals(steps: list[Step], _: Path) -> str:
    """What differs from the talk if its people each type at a terminal."""
    assert steps[0].now is not None, "a talk begins with Now:"
    return await play(steps[1:], seated(await app.stage(settings.read({}), steps[0].now)))


async def on_the_page(steps: list[Step], folder: Path) -> str:
    """What differs from the talk if it is played through the page."""
    assert steps[0].now is not None, "a talk begins with Now:"
    async with served(folder, steps[0].now, members=app.CAST) as site:
        return await play(steps[1:], PageStage(site))


async def in_teams(steps: list[Step], folder: Path) -> str:
    """What differs from the talk if it is held in Teams."""
    assert steps[0].now is not None, "a talk begins with Now:"
    async with teams.served(folder, steps[0].now) as served_:
        return await play(steps[1:], teams.TeamsStage(served_))


async def in_webex(steps: list[Step], folder: Path) -> str:
    """What differs from the talk if it is held in Webex, or what broke Webex's contract."""
    assert steps[0].now is not None, "a talk begins with Now:"
    with Cloud() as cloud:
        async with webex.connected(folder, cloud, steps[0].now) as connected:
            differs = await play(steps[1:], webex.WebexStage(connected))
        return differs or "\n".join(cloud.contract.violations)


ELSEWHERE = [
    pytest.param(talk, played, id=f"{talk.stem}-{played.__name__}", marks=pytest.mark.slow)
    for stage, played in enumerate((at_terminals, on_the_page, in_teams, in_webex))
    for talk in those_of(stage)
]
IN_MEMORY = [pytest.param(talk, in_memory, id=talk.stem) for talk in TALKS]


@pytest.mark.parametrize(("talk", "played"), [*IN_MEMORY, *ELSEWHERE])
def test_the_talk_goes_as_written(talk: Path, played: Played, tmp_path: Path) -> None:
    """What leaves the bot is what stands in the talk, and nothing more."""
    steps = parse(talk.read_text("utf-8"))

    async def differs() -> str:
        return await played(steps, tmp_path)

    assert asyncio.run(differs()) == ""


@pytest.mark.slow
@pytest.mark.parametrize("talk", those_of(4), ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written_with_postgresql(talk: Path, postgres: Server) -> None:
    """It is the same bot, wherever its records are."""
    steps = parse(talk.read_text("utf-8"))
    start = steps[0].now
    assert start is not None, "a talk begins with Now:"

    async def differs() -> str:
        store = await postgres.opened()
        try:
            return await play(steps[1:], await app.stage(settings.read({}), start, store))
        finally:
            await store.close()

    assert asyncio.run(differs()) == ""
