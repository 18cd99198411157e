"""Whoever had to wait before the door is looked at anew: what was true before may not be true now."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.model.mailing import Stage
from bot.model.outbox import Letter, Sending
from bot.model.outcome import Answer
from bot.model.registration import Standing
from bot.model.words import Both
from tests.core.house import ANA, Home, Kept

from .house import ANNOUNCED, addresses, everybody, full, passed, registration, state

MANY = 6
Meanwhile = Callable[[Home, Answer], Awaitable[object]]


class Slow(Kept):
    """A door that takes ten letters a second: two leave at once, all others have to wait."""

    rate = 10.0

    def __init__(self) -> None:
        super().__init__("mail", "resend")
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, sending: Sending) -> Any:
        """Keep it; after the first letter something happens."""
        kept = await super().send(sending)
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            await happens()
        return kept


async def after_the_first(meanwhile: Meanwhile) -> tuple[Home, Slow]:
    door = Slow()
    home = await full(MANY, None, Kept("chat", "soon"), door)
    shown = await home.say(ANA, "send reminders for session 1")
    pressed = await home.press(ANA, shown, "go")
    door.meanwhile = lambda: meanwhile(home, pressed)
    await passed(home)
    return home, door


def test_after_a_stop_nobody_who_waits_is_written_to() -> None:
    async def scene() -> Any:
        home, door = await after_the_first(lambda home, card: home.press(ANA, card, "halt"))
        return addresses(door.left), state(home)

    assert asyncio.run(scene()) == (everybody(2), (Stage.STOPPED, 2, 0, 0, 0, 0))


def test_whoever_waits_reads_what_is_true_once_their_letter_leaves() -> None:
    async def scene() -> Any:
        renamed = replace(ANNOUNCED, title=Both("voice", "la voix"), version=2)
        _, door = await after_the_first(lambda home, _: home.file(renamed))
        contents = [each.content for each in door.left]
        return [each.subject for each in contents if isinstance(each, Letter)]

    en, fr = "Reminder: voice, February 25", "Rappel\u00a0: la voix, 25 février"
    before = ["Reminder: biometrics, February 25", "Rappel\u00a0: la biométrie, 25 février"]
    both = f"{en} | {fr}"
    assert asyncio.run(scene()) == [*before, both, en, fr, both]


def test_whoever_gives_up_their_place_while_they_wait_is_left_out() -> None:
    async def scene() -> Any:
        gone = registration(5, standing=Standing.CANCELLED)
        home, door = await after_the_first(lambda home, _: home.file(gone))
        return addresses(door.left), state(home)

    others = [each for each in everybody(MANY) if each != registration(5).address]
    assert asyncio.run(scene()) == (others, (Stage.DONE, MANY - 1, 0, 0, 0, 0))
