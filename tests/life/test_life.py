"""One session from idea to report, word for word: the files are dropped as hosts download them."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.terminal.stage import play

from .stage import stage, steps_of

TALKS = sorted(Path(__file__).parent.glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_the_life_of_a_session_goes_as_written(talk: Path, tmp_path: Path) -> None:
    steps, dropped = steps_of(talk.read_text("utf-8"))
    assert len(dropped) == 4

    async def played() -> str:
        assert steps[0].now is not None
        return await play(steps[1:], await stage(tmp_path, steps[0].now, dropped))

    assert asyncio.run(played()) == ""
