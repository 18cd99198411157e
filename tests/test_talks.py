"""Every conversation in tests/talks goes word for word as it is written."""

import asyncio
from pathlib import Path

import pytest

from bot import app, settings
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import Step, parse

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


async def played(steps: list[Step]) -> str:
    """What differs from the talk, in words."""
    assert steps[0].now is not None, "a talk begins with Now:"
    stage = await app.stage(settings.read({}), steps[0].now)
    return await play(steps[1:], stage)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path) -> None:
    """What leaves the bot is what stands in the talk, and nothing more."""
    assert asyncio.run(played(parse(talk.read_text("utf-8")))) == ""
