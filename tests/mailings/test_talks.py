"""Conversations about other ways out than mail, and about mail that comes in."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse

from .stage import staged

pytestmark = pytest.mark.slow

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path) -> None:
    first, *steps = parse(talk.read_text("utf-8"))
    assert first.now is not None, "a talk begins with Now:"
    start = first.now

    async def differs() -> str:
        async with staged(start) as stage:
            return await play(steps, stage)

    assert asyncio.run(differs()) == ""
