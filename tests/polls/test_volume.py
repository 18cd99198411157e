"""30,000 votes on the web and in Teams, some twice, some changed, a kill in the middle: exact."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from .crowd import POLL, Bot, closed, counted, expected, held, opened, results

pytestmark = pytest.mark.slow
VOTERS = 30_000 if os.environ.get("CIRCUIT_PROVE") else 3_000


def test_the_count_is_exact_across_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(opened(data))
    bot = Bot(data)
    bot.start()
    try:
        asyncio.run(held(bot, VOTERS, VOTERS // 2))
        assert results(bot) == said("open", [None, None, None])
        asyncio.run(closed(bot))
        counted(bot)
        assert results(bot) == said("closed", expected(VOTERS))
    finally:
        bot.kill()
    kept = b"".join(each.read_bytes() for each in data.iterdir() if each.is_file())
    assert [mark for mark in (b"k" * 64, b'"voter"', b'"chosen"') if mark in kept] == []


def said(state: str, votes: Sequence[int | None]) -> dict[str, Any]:
    """What is printed of the poll in a state."""
    options = [
        {"en": each.en, "fr": each.fr, "votes": many}
        for each, many in zip(POLL.options, votes, strict=True)
    ]
    return {"poll": 1, "state": state, "options": options, "voters": VOTERS}
