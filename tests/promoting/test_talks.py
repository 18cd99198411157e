"""Conversations about a post to a channel of Teams: approved, pressed, there; or refused, or lost."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse
from tests.flow.test_channel import listening
from tests.wiki.stage import steps_of

from .stage import staged

pytestmark = pytest.mark.slow

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path) -> None:
    start, steps = steps_of(parse(talk.read_text("utf-8")))

    async def differs() -> str:
        async with listening() as webhook:
            stage = await staged(start, webhook)
            try:
                return await play(steps, stage)
            finally:
                await stage.close()

    assert asyncio.run(differs()) == ""
