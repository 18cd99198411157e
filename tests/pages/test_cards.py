"""A button counts for the one who was shown it, where it was shown, once, and for what still is."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.model.people import Noted
from bot.model.speaking import Reply
from bot.model.words import LANGUAGES, Phrase

from .site import Site, served

UNKNOWN = texts.render_in(Phrase("turn.card_unknown"), LANGUAGES)
EXPIRED = texts.render_in(Phrase("turn.card_expired"), LANGUAGES)
YES_ONCE = [
    ("page", "sam@example.org", "sent"),
    ("page", "space", "sent"),
    ("mail", "sam@example.org", "sent"),
]


async def pressed(site: Site, who: str, card: str, button: str, **changes: Any) -> str:
    """What the bot answers to a button, once all that follows has left."""
    said = await site.press(who, card, button, **changes)
    await site.delivered()
    answer: str = json.loads(said.text)["text"]
    return answer


@pytest.mark.parametrize(
    ("who", "room"),
    [
        ("Tom", "private"),
        ("Dana", "private"),
        ("Ben", "private"),
        ("Ana", "private"),
        ("Ana", "space"),
    ],
)
def test_a_card_counts_for_nobody_but_the_one_it_was_shown_to(
    tmp_path: Path, who: str, room: str
) -> None:
    async def scene() -> tuple[str, Reply, str]:
        async with served(tmp_path) as site:
            answer = await pressed(site, who, await site.asked(), "yes", room=room)
            noted = site.view.between(Noted, "at", None, None)
            return answer, site.part("Sam").reply, list(noted)[-1].what

    answer, reply, noted = asyncio.run(scene())
    assert answer in (UNKNOWN, texts.render(Phrase("turn.card_unknown"), "en"))
    assert (reply, noted) == (Reply.ASKED, "refused yes")


@pytest.mark.parametrize(
    ("who", "room", "reply"),
    [
        ("Tom", "private", Reply.OTHER_TIME),
        ("Sam", "private", Reply.OTHER_TIME),
        ("Ana", "private", Reply.OTHER_TIME),
        ("Ben", "space", Reply.ASKED),
    ],
)
def test_a_card_of_the_space_counts_in_the_space_alone(
    tmp_path: Path, who: str, room: str, reply: Reply
) -> None:
    async def scene() -> Reply:
        async with served(tmp_path) as site:
            card = await site.asked()
            await pressed(site, "Sam", card, "other_time", fields={"in_note": "March 4 at 2 pm"})
            (shown,) = [each["card"] for each in await site.history() if each["room"] == "space"]
            await pressed(site, who, shown["actions"][0]["data"]["card"], "keep", room=room)
            return site.part("Sam").reply

    assert asyncio.run(scene()) is reply


@pytest.mark.parametrize(
    ("button", "fields"),
    [
        ("go", {}),
        ("", {}),
        ("yes'", {}),
        ("yes", {"session": "2"}),
        ("yes", {"in_session": "2"}),
        ("yes", {"person": "sam@example.org"}),
        ("yes", {"in_in_note": "a"}),
    ],
)
def test_what_a_card_did_not_offer_is_refused(
    tmp_path: Path, button: str, fields: Mapping[str, str]
) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            answer = await pressed(site, "Sam", await site.asked(), button, fields=fields)
            return answer, site.part("Sam").reply

    assert asyncio.run(scene()) == (UNKNOWN, Reply.ASKED)


def test_what_is_longer_than_a_card_takes_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            fields = {"in_note": "a" * 4_001}
            answer = await pressed(site, "Sam", await site.asked(), "yes", fields=fields)
            return answer, site.part("Sam").reply

    long = texts.render_in(Phrase("turn.too_long"), LANGUAGES)
    assert asyncio.run(scene()) == (long, Reply.ASKED)


@pytest.mark.parametrize("card", ["", "0" * 16, "../1", "session/1", "x" * 10_000])
def test_a_card_nobody_was_shown_is_refused(tmp_path: Path, card: str) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            await site.asked()
            return await pressed(site, "Sam", card, "yes"), site.part("Sam").reply

    assert asyncio.run(scene()) == (UNKNOWN, Reply.ASKED)


def test_the_card_of_another_session_answers_for_that_session_alone(tmp_path: Path) -> None:
    async def scene() -> tuple[Reply, Reply]:
        async with served(tmp_path) as site:
            await site.asked()
            await pressed(site, "Sam", await site.asked(session=2), "yes")
            return site.part("Sam", 1).reply, site.part("Sam", 2).reply

    assert asyncio.run(scene()) == (Reply.ASKED, Reply.YES)


def test_the_card_of_another_speaker_is_refused(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            await site.asked()
            await site.invited(session=2)
            theirs = site.part("lee.chan@example.com", 2)
            answer = await pressed(site, "Sam", theirs.card, "yes")
            return answer, site.part("lee.chan@example.com", 2).reply

    assert asyncio.run(scene()) == (UNKNOWN, Reply.ASKED)


def test_a_double_click_has_one_effect(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[tuple[str, str, str]]]:
        async with served(tmp_path) as site:
            card = await site.asked()
            both = await asyncio.gather(*(pressed(site, "Sam", card, "yes") for _ in range(2)))
            return [each.partition(".")[0] for each in both], site.sendings()

    answers, sendings = asyncio.run(scene())
    assert sendings == YES_ONCE
    assert sorted(answers) == [
        "Thank you! You are down to speak about “biometrics”, Thursday, February 25, 2027, 1\u00a0p",
        "You have said yes to session 1, “biometrics”, Thursday, February 25, 2027, 1\u00a0p",
    ]


@pytest.mark.parametrize("times", [2, 10])
def test_a_press_delivered_again_has_one_effect_and_one_answer(tmp_path: Path, times: int) -> None:
    async def scene() -> tuple[int, list[tuple[str, str, str]], int]:
        async with served(tmp_path) as site:
            card = await site.asked()
            presses = (pressed(site, "Sam", card, "yes", id="1") for _ in range(times))
            answers = set(await asyncio.gather(*presses))
            room = [each for each in await site.history() if each["room"] == "sam@example.org"]
            return len(answers), site.sendings(), len(room)

    assert asyncio.run(scene()) == (1, YES_ONCE, 2)


def test_a_card_of_a_session_that_moved_shows_the_new_time_and_decides_nothing(
    tmp_path: Path,
) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            card = await site.asked()
            await site.say("Ana", "move session 1 to March 11, 2027 at 2 pm")
            await site.say("Ana", "do it")
            answer = await pressed(site, "Sam", card, "yes")
            return answer.partition("\n")[0].replace("\u00a0", " "), site.part("Sam").reply

    answer, reply = asyncio.run(scene())
    assert reply is Reply.ASKED
    assert "Thursday, March 11, 2027, 2 p.m." in answer


def test_a_card_of_a_cancelled_session_says_so_and_decides_nothing(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            card = await site.asked()
            await site.say("Ana", "cancel session 1")
            await site.say("Ana", "do it")
            answer = await pressed(site, "Sam", card, "yes")
            return answer, site.part("Sam").reply

    answer, reply = asyncio.run(scene())
    assert reply is Reply.ASKED
    assert "cancelled" in answer


def test_a_card_is_too_old_a_month_after_its_session(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Reply]:
        async with served(tmp_path) as site:
            card = await site.asked()
            site.outlive(card)
            return await pressed(site, "Sam", card, "yes"), site.part("Sam").reply

    assert asyncio.run(scene()) == (EXPIRED, Reply.ASKED)
