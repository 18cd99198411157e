"""Conversations of a team whose host has given a token go word for word as they are written."""

import asyncio
from pathlib import Path

import pytest

from bot import app
from bot.channels.terminal.stage import play
from bot.channels.terminal.talk import parse
from tests.beside import specification

from . import contract
from .service import served
from .stage import chosen
from .test_making import empty

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.stem)
def test_the_talk_goes_as_written(talk: Path, tmp_path: Path) -> None:
    specification(contract.NAME)
    first, *steps = parse(talk.read_text("utf-8"))

    async def differs() -> str:
        assert first.now is not None
        async with served(host=empty().host) as service:
            service.host.interprets = "refused" not in talk.stem
            stage = await app.stage(chosen(tmp_path, service), first.now)
            try:
                return await play(steps, stage)
            finally:
                await stage.close()

    assert asyncio.run(differs()) == ""
