"""What the doctor finds of Miro."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings
from bot.commands import boards

from .service import TOKEN, refusal, served

PLAIN = settings.read({}, Path("none"))


def found(token: str, status: int = 0) -> str:
    """The finding for a stand-in that answers this status, or as it should."""

    async def scene() -> str:
        async with served() as miro:
            miro.goes_wrong = [("GET", refusal(status, "No"))] if status else []
            chosen = replace(PLAIN, miro_token=token, miro_url=miro.url)
            said = str(await boards.boards(chosen))
            assert miro.boards == [], "the doctor makes no board"
            return said.replace(miro.url, "URL")

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("token", "status", "said"),
    [
        (TOKEN, 0, "ok       Miro URL"),
        (
            "other",
            0,
            "MISSING  Miro URL: it does not know the token; make a new one and set CIRCUIT_MIRO_TOKEN",
        ),
        (TOKEN, 403, "MISSING  Miro URL: the token needs the scopes boards:read and boards:write"),
        (TOKEN, 400, "MISSING  Miro URL: it says: No"),
        (
            TOKEN,
            503,
            "MISSING  Miro URL: Miro does not answer: 503; check the proxy and the network",
        ),
    ],
)
def test_miro_is_asked_whether_it_lets_us_in(token: str, status: int, said: str) -> None:
    assert found(token, status) == said


def test_without_a_token_nothing_is_asked() -> None:
    said = "ok       boards of Miro are made by hand; set CIRCUIT_MIRO_TOKEN to have them made"
    assert found("") == said
