"""Conversations about pages of the wiki, with a wiki that people edit and that may be down."""

import asyncio
from pathlib import Path

import pytest

from bot import app, settings
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse

from .stage import staged, steps_of

PASTED = sorted((Path(__file__).parent / "pasted").glob("*.talk"))
TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path) -> None:
    start, steps = steps_of(parse(talk.read_text("utf-8")))

    async def differs() -> str:
        return await play(steps, await staged(start))

    assert asyncio.run(differs()) == ""


@pytest.mark.parametrize("talk", PASTED, ids=lambda talk: talk.stem)
def test_without_a_wiki_the_team_is_given_what_to_paste(talk: Path) -> None:
    start, steps = steps_of(parse(talk.read_text("utf-8")))

    async def differs() -> str:
        return await play(steps, await app.stage(settings.read({}), start))

    assert asyncio.run(differs()) == ""
