"""Messages on the page: heard once each, answered in their room, still there after a restart."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.model.conversation import Seen
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase

from .site import SESSION, Site, served

HINT = texts.render_in(Phrase("turn.not_understood"), LANGUAGES)


def said(entries: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Which room, who, and the first line of what."""
    return [(each["room"], each["name"], each["text"].partition("\n")[0]) for each in entries]


def sessions(site: Site) -> int:
    """How many sessions there are."""
    return len(list(site.view.between(Session, "starts", None, None)))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "\ufeff \u2060", "@Circuit", "<@Circuit>", "🎉", "👍🏽👍🏽", "…", "???"],
)
def test_a_message_without_words_gets_a_hint(tmp_path: Path, text: str) -> None:
    async def scene() -> tuple[int, str]:
        async with served(tmp_path) as site:
            answer = await site.say("Tom", text)
            return answer.status, (await site.history())[-1]["text"]

    assert asyncio.run(scene()) == (200, HINT)


def test_characters_that_hide_or_turn_text_around_do_no_harm(tmp_path: Path) -> None:
    text = "c\u200breate session \u202eFebruary 25, 2027\u202c at 1\u00a0pm about \uff42iometrics\u0000\u001b[31m"

    async def scene() -> tuple[int, str]:
        async with served(tmp_path) as site:
            answer = await site.say("Ana", text)
            return answer.status, (await site.history())[0]["text"]

    assert asyncio.run(scene()) == (200, text)


@pytest.mark.parametrize("times", range(2, 11))
def test_a_message_sent_again_has_one_effect(tmp_path: Path, times: int) -> None:
    async def scene() -> tuple[set[int], int, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            answers = [await site.say("Ana", SESSION, id="1") for _ in range(times)]
            return {each.status for each in answers}, sessions(site), said(await site.history())

    assert asyncio.run(scene()) == ({200}, 1, CREATED)


@pytest.mark.parametrize("times", [2, 10])
def test_a_message_sent_again_meanwhile_has_one_effect(tmp_path: Path, times: int) -> None:
    async def scene() -> tuple[set[int], int, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            sent = (site.say("Ana", SESSION, id="1") for _ in range(times))
            answers = await asyncio.gather(*sent)
            return {each.status for each in answers}, sessions(site), said(await site.history())

    assert asyncio.run(scene()) == ({200}, 1, CREATED)


def test_a_message_sent_again_after_a_restart_has_one_effect(tmp_path: Path) -> None:
    async def scene() -> tuple[list[int], int, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            first = await site.say("Ana", SESSION, id="1")
        async with served(tmp_path) as site:
            again = await asyncio.gather(*(site.say("Ana", SESSION, id="1") for _ in range(3)))
            statuses = [first.status, *(each.status for each in again)]
            return statuses, sessions(site), said(await site.history())

    assert asyncio.run(scene()) == ([200] * 4, 1, CREATED)


def test_an_answer_the_page_never_showed_is_shown_when_the_message_comes_again(
    tmp_path: Path,
) -> None:
    async def scene() -> tuple[int, list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            await site.say("Ana", SESSION, id="1")
        kept = tmp_path / "page" / "history.jsonl"
        mine, _ = kept.read_text("utf-8").splitlines(keepends=True)
        kept.write_text(mine + '{"number": 2, "room": "ana@exam', "utf-8")
        async with served(tmp_path) as site:
            await site.say("Ana", SESSION, id="1")
            return sessions(site), said(await site.history())

    assert asyncio.run(scene()) == (1, CREATED)


def test_two_people_may_give_their_messages_the_same_number(tmp_path: Path) -> None:
    async def scene() -> list[tuple[str, str, str]]:
        async with served(tmp_path) as site:
            await site.say("Ana", SESSION, id="1")
            await site.say("Tom", "🎉", id="1")
            return said(await site.history())[2:]

    assert asyncio.run(scene()) == [
        ("tom@example.org", "Tom Baker", "🎉"),
        ("tom@example.org", "Circuit", HINT),
    ]


def test_only_members_write_in_the_space(tmp_path: Path) -> None:
    async def scene() -> tuple[int, int, int]:
        async with served(tmp_path) as site:
            outside = await site.say("Sam", "list sessions", room="space")
            unheard = len(list(site.view.between(Seen, "at", None, None)))
            inside = await site.say("Ana", "list sessions", room="space")
            return outside.status, unheard, inside.status

    assert asyncio.run(scene()) == (403, 0, 200)


def test_nobody_else_can_be_somebody_on_the_page(tmp_path: Path) -> None:
    async def scene() -> int:
        async with served(tmp_path) as site:
            return (await site.say("Ana", "help", **{"as": "eve@example.org"})).status

    assert asyncio.run(scene()) == 400


def test_a_room_is_after_a_restart_as_it_was_before(tmp_path: Path) -> None:
    async def scene() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        async with served(tmp_path) as site:
            await site.invite("sam@example.org")
            await site.delivered()
            await site.say("Ana", "list sessions", room="space")
            before = await site.history()
        async with served(tmp_path) as site:
            return before, await site.history()

    before, after = asyncio.run(scene())
    assert after == before
    assert {each["room"] for each in before} == {"ana@example.org", "sam@example.org", "space"}


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    async def scene() -> list[int]:
        async with served(tmp_path) as site:
            await site.say("Ana", "help")
        async with served(tmp_path) as site:
            await site.say("Ana", "list sessions", id="after")
            return [each["number"] for each in await site.history()]

    assert asyncio.run(scene()) == [1, 2, 3, 4]


CREATED = [
    ("ana@example.org", "Ana Roy", SESSION),
    (
        "ana@example.org",
        "Circuit",
        "Session 1, “biometrics”, Thursday, February 25, 2027, 1\u00a0p.m. (ET). What is its title in French?",
    ),
]
