"""Every conversation in tests/talks goes word for word as it is written, on every channel."""

import asyncio
from pathlib import Path

import pytest

from bot import app, settings
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import Step, parse

from .pages.site import served
from .pages.stage import PageStage
from .teams import stage as teams
from .typed_stage import seated
from .webex import stage as webex
from .webex.cloud import Cloud

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))
every_talk = pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)


async def in_memory(steps: list[Step]) -> str:
    """What differs from the talk, in words."""
    assert steps[0].now is not None, "a talk begins with Now:"
    return await play(steps[1:], await app.stage(settings.read({}), steps[0].now))


async def at_terminals(steps: list[Step]) -> str:
    """What differs from the talk if its people each type at a terminal."""
    assert steps[0].now is not None, "a talk begins with Now:"
    return await play(steps[1:], seated(await app.stage(settings.read({}), steps[0].now)))


async def at_the_page(steps: list[Step], folder: Path) -> str:
    """What differs from the talk if it is played through the page."""
    assert steps[0].now is not None, "a talk begins with Now:"
    async with served(folder, steps[0].now, members=app.CAST) as site:
        return await play(steps[1:], PageStage(site))


async def in_webex(steps: list[Step], folder: Path) -> tuple[str, list[str]]:
    """What differs from the talk if it is held in Webex, and what broke Webex's contract."""
    assert steps[0].now is not None, "a talk begins with Now:"
    with Cloud() as cloud:
        async with webex.connected(folder, cloud, steps[0].now) as connected:
            differs = await play(steps[1:], webex.WebexStage(connected))
        return differs, cloud.contract.violations


async def in_teams(steps: list[Step], folder: Path) -> str:
    """What differs from the talk if it is held in Teams."""
    assert steps[0].now is not None, "a talk begins with Now:"
    async with teams.served(folder, steps[0].now) as served_:
        return await play(steps[1:], teams.TeamsStage(served_))


@every_talk
def test_the_talk_goes_as_written(talk: Path) -> None:
    """What leaves the bot is what stands in the talk, and nothing more."""
    assert asyncio.run(in_memory(parse(talk.read_text("utf-8")))) == ""


@every_talk
def test_the_talk_goes_as_written_on_the_page(talk: Path, tmp_path: Path) -> None:
    assert asyncio.run(at_the_page(parse(talk.read_text("utf-8")), tmp_path)) == ""


@every_talk
def test_the_talk_goes_as_written_at_terminals(talk: Path) -> None:
    assert asyncio.run(at_terminals(parse(talk.read_text("utf-8")))) == ""


@pytest.mark.slow
@every_talk
def test_the_talk_goes_as_written_in_teams(talk: Path, tmp_path: Path) -> None:
    assert asyncio.run(in_teams(parse(talk.read_text("utf-8")), tmp_path)) == ""


@pytest.mark.slow
@every_talk
def test_the_talk_goes_as_written_in_webex(talk: Path, tmp_path: Path) -> None:
    steps = parse(talk.read_text("utf-8"))
    assert asyncio.run(in_webex(steps, tmp_path)) == ("", [])
