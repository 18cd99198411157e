"""What is sent to Miro, what its answers mean, and that a board is made once whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout

from bot import settings
from bot.errors import Misconfigured, Rejected, TryLater
from bot.model.outbox import Errand, Message, Sending
from bot.services.miro import MiroBoards

from .service import TOKEN, Miro, refusal, served

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
MARKER = "https://circuit.example.org/s/1"
ERRAND = Errand("make", {"name": "Ideas", "view_only": False, "marker": MARKER})
ASKS = Sending(key="boards/1/1", door="boards", to="1", content=ERRAND, created=NOW)
DOUBTED = replace(ASKS, problem="uncertain")
LINK = "https://miro.com/app/board/b1=/"
BODY = {
    "name": "Ideas",
    "description": MARKER,
    "policy": {"sharingPolicy": {"access": "edit"}},
}


def played(scene: Callable[[Miro, MiroBoards], Awaitable[Any]], token: str = TOKEN) -> Any:
    """What a scene gives with the door to the stand-in."""

    async def scened() -> Any:
        async with served() as miro:
            door = MiroBoards(miro.url, token, ClientTimeout(total=0.3))
            try:
                return await scene(miro, door)
            finally:
                await door.close()

    return asyncio.run(scened())


def test_a_board_is_looked_for_and_then_made() -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        return dict(await door.send(ASKS)), miro.asked

    newest = {"sort": "last_created", "limit": "50"}
    assert played(scene) == ({"link": LINK}, [("GET", newest), ("POST", BODY)])


def test_a_board_for_many_may_only_be_looked_at() -> None:
    many = replace(ASKS, content=replace(ERRAND, facts={**ERRAND.facts, "view_only": True}))

    async def scene(miro: Miro, door: MiroBoards) -> Any:
        await door.send(many)
        return miro.made()[0]["policy"]

    assert played(scene) == {"sharingPolicy": {"access": "view"}}


def test_what_was_made_is_found_again_and_not_made_twice() -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        miro.goes_wrong = [("POST", "silence")]
        with pytest.raises(TimeoutError):
            await door.send(ASKS)
        return dict(await door.send(DOUBTED)), len(miro.boards)

    assert played(scene) == ({"link": LINK}, 1)


def test_what_may_have_been_made_is_given_time_to_show() -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        miro.goes_wrong, miro.hidden = [("POST", "silence")], True
        with pytest.raises(TimeoutError):
            await door.send(ASKS)
        with pytest.raises(TryLater) as found:
            await door.send(DOUBTED)
        return found.value.after, len(miro.boards)

    assert played(scene) == (60.0, 1)


def test_the_board_of_another_session_is_not_taken_for_this_one() -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        eleven = {**ERRAND.facts, "marker": f"{MARKER}1"}
        await door.send(replace(ASKS, content=replace(ERRAND, facts=eleven)))
        await door.send(ASKS)
        return [each["description"] for each in miro.boards]

    assert played(scene) == [MARKER, f"{MARKER}1"]


@pytest.mark.parametrize(
    ("wrong", "problem", "said"),
    [
        (refusal(401, "Token expired"), "miro_token", "Token expired"),
        (
            refusal(403, "Required scopes:\n boards:write"),
            "miro_scope",
            "Required scopes: boards:write",
        ),
        (refusal(400, "No"), "miro_not", "No"),
        (refusal(409, "x" * 999), "miro_not", "x" * 200),
    ],
    ids=["expired", "under-scoped", "invalid", "long"],
)
def test_what_a_person_has_to_put_right_is_named(wrong: Any, problem: str, said: str) -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        miro.goes_wrong = [("POST", wrong)]
        return dict(await door.send(ASKS)), miro.boards

    assert played(scene) == ({"problem": problem, "said": said}, [])


def test_a_token_that_is_not_known_is_named() -> None:
    async def scene(_: Miro, door: MiroBoards) -> Any:
        return (await door.send(ASKS))["problem"]

    assert played(scene, "other") == "miro_token"


@pytest.mark.parametrize(
    ("method", "status", "kind"),
    [
        ("GET", 500, TryLater),
        ("GET", 302, TryLater),
        ("GET", 429, TryLater),
        ("POST", 429, TryLater),
        ("POST", 500, TimeoutError),
        ("POST", 302, TimeoutError),
    ],
)
def test_what_is_busy_or_broken_is_asked_again(
    method: str, status: int, kind: type[Exception]
) -> None:
    async def scene(miro: Miro, door: MiroBoards) -> Any:
        miro.goes_wrong = [(method, refusal(status, "", Retry_After="7"))]
        with pytest.raises((TryLater, TimeoutError)) as found:
            await door.send(ASKS)
        return type(found.value), getattr(found.value, "after", None)

    assert played(scene) == (kind, 7.0 if status == 429 else None)


def test_what_cannot_be_reached_is_asked_again() -> None:
    async def scene() -> str:
        door = MiroBoards("http://127.0.0.1:9/v2", TOKEN)
        with pytest.raises(TryLater) as found:
            await door.send(ASKS)
        await door.close()
        return str(found.value)

    assert asyncio.run(scene()) == "Miro cannot be reached: ClientConnectorError"


def test_it_takes_errands_only() -> None:
    async def scene(_: Miro, door: MiroBoards) -> None:
        with pytest.raises(Rejected):
            await door.send(replace(ASKS, content=Message("x")))

    played(scene)


def test_an_address_without_a_token_is_pointed_out_and_the_token_does_not_show() -> None:
    with pytest.raises(Misconfigured) as refused:
        settings.read({"CIRCUIT_MIRO_URL": "https://miro.example.org/v2"}, Path("none"))
    assert str(refused.value) == (
        "CIRCUIT_MIRO_URL is set, but CIRCUIT_MIRO_TOKEN is not: set both or neither."
    )
    chosen = settings.read({"CIRCUIT_MIRO_TOKEN": TOKEN}, Path("none"))
    assert (chosen.miro_token, chosen.miro_url) == (TOKEN, "https://api.miro.com/v2")
    assert TOKEN not in repr(chosen)
