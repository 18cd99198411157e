"""“who got it?”: named where they are few, counted where they are many."""

import asyncio
from typing import Any

from bot.errors import Rejected
from bot.model.outbox import Message
from bot.model.registration import Standing
from tests.core.house import ANA, Home

from .house import full, registration, sent


async def told(home: Home) -> str:
    """What is found, once it was looked up."""
    await home.say(ANA, "who got the reminder for session 1?")
    await home.assistant.settle()
    return [each.content.text for each in home.chat.left if isinstance(each.content, Message)][-1]


def test_many_are_counted_and_the_few_who_are_without_it_named() -> None:
    async def scene() -> Any:
        home = await full(25)
        home.mail.problems[registration(7).address].append(Rejected("no such mailbox"))
        await sent(home)
        return await told(home)

    assert asyncio.run(scene()).split("\n")[2:] == [
        "• got it: 24",
        "• could not be delivered: 1 (p00007@example.org)",
    ]


def test_whoever_gave_up_their_place_since_is_still_counted() -> None:
    async def scene() -> Any:
        home = await full(2)
        await sent(home)
        await home.file(registration(1, standing=Standing.CANCELLED))
        return await told(home)

    assert asyncio.run(scene()).split("\n")[2:] == ["• got it: 2 (p00000@example.org)"]


def test_before_any_has_left_nobody_got_it() -> None:
    async def scene() -> Any:
        home = await full(2)
        return (await home.say(ANA, "who got it?")).text

    words = "No reminder for session 1, “biometrics”, has left yet."
    assert asyncio.run(scene()) == words
