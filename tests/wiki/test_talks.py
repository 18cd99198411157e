"""Conversations about pages of the wiki, with a wiki that people edit and that may be down."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse

from .stage import staged, steps_of

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path) -> None:
    start, steps = steps_of(parse(talk.read_text("utf-8")))

    async def differs() -> str:
        return await play(steps, await staged(start))

    assert asyncio.run(differs()) == ""
