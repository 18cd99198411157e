"""What is heard has its effect once, in order, whatever else happens at the same time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assistant.watched import WatchedStore
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.record import View
from bot.model.session import Session
from storage import MemoryStore, Store

from .house import ANA, NOW, Home, on_disk
from .scribe import SCRIBES, note, scribe, written

CREATE = "create session on February 25 at 1 pm about biometrics"


class HeldUp(WatchedStore):
    """A store on a slow disk: the first turn is durable only once it is let go."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, lambda _: None)
        self.let_go = asyncio.Event()
        self.begun = asyncio.Event()

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        outcome = await super().run(turn)
        if not self.begun.is_set():
            self.begun.set()
            await self.let_go.wait()
        return outcome


@pytest.mark.parametrize("times", range(2, 11))
def test_a_message_delivered_again_and_again_is_done_once_also_after_a_restart(
    tmp_path: Path, times: int
) -> None:
    async def scene() -> tuple[set[str], int]:
        async with on_disk(tmp_path) as store:
            home = Home(store)
            heard = home.heard(ANA, CREATE)
            answers = await asyncio.gather(*(home.assistant.hear(heard) for _ in range(times)))
        async with on_disk(tmp_path) as store:
            again = Home(store)
            answers += await asyncio.gather(*(again.assistant.hear(heard) for _ in range(times)))
            made = list(store.view().between(Session, "starts", None, None))
        return {answer.text for answer in answers}, len(made)

    answers, made = asyncio.run(scene())
    assert (len(answers), made) == (1, 1)


def test_what_was_sent_as_an_answer_is_not_sent_again_when_the_message_is_repeated() -> None:
    async def scene() -> list[str]:
        home = Home()
        heard = home.heard(ANA, CREATE, waits=False)
        for _ in range(3):
            await home.assistant.hear(heard)
            await home.assistant.outbox.drain()
        return home.told(ANA.address)

    [answer] = asyncio.run(scene())
    assert answer.startswith("Session 1, “biometrics”")


def test_an_answer_leaves_at_once_where_the_clock_of_the_platform_is_ahead() -> None:
    async def scene() -> int:
        home = Home()
        ahead = NOW + timedelta(minutes=3)
        await home.assistant.hear(home.heard(ANA, "help", waits=False, at=ahead))
        await home.assistant.outbox.drain()
        return len(home.told(ANA.address))

    assert asyncio.run(scene()) == 1


@pytest.mark.parametrize("count", [2, 26])
def test_messages_of_one_person_in_one_room_are_done_in_order(tmp_path: Path, count: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"[:count]

    async def scene() -> str:
        async with on_disk(tmp_path) as store:
            home = await scribe(store)
            await asyncio.gather(*(home.assistant.hear(note(home, each)) for each in letters))
            return written(home)

    assert asyncio.run(scene()) == f":{letters}"


def test_one_that_comes_while_others_wait_is_done_after_them(tmp_path: Path) -> None:
    async def scene() -> str:
        async with on_disk(tmp_path) as store:
            home = await scribe(store)
            hear = home.assistant.hear
            first, *others = [asyncio.create_task(hear(note(home, each))) for each in "abc"]
            await first
            await asyncio.gather(hear(note(home, "d")), *others)
            return written(home)

    assert asyncio.run(scene()) == ":abcd"


def test_one_room_does_not_hold_up_another() -> None:
    async def held() -> tuple[str, bool, str]:
        inner = MemoryStore()
        await scribe(inner)
        store = HeldUp(inner)
        home = Home(store, SCRIBES)
        slow = asyncio.create_task(home.assistant.hear(note(home, "a")))
        await store.begun.wait()
        behind = asyncio.create_task(home.assistant.hear(note(home, "b")))
        await home.assistant.hear(note(home, "c", place=Place("chat", "elsewhere")))
        before = written(home), behind.done()
        store.let_go.set()
        await asyncio.gather(slow, behind)
        return (*before, written(home))

    assert asyncio.run(held()) == (":ac", False, ":acb")


def test_two_quick_messages_during_a_question_are_done_in_order(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with on_disk(tmp_path) as store:
            home = Home(store)
            said = (CREATE, "la biométrie", "list sessions")
            heard = [home.heard(ANA, each) for each in said]
            answers = await asyncio.gather(*(home.assistant.hear(each) for each in heard))
            return [answer.text.splitlines()[0] for answer in answers]

    assert asyncio.run(scene()) == [
        (
            "Session 1, “biometrics”, Thursday, February 25, 2027, 1\u00a0p.m. (ET)."
            " What is its title in French?"
        ),
        "Noted: “biometrics” / «\u00a0la biométrie\u00a0». Next: invite a speaker.",
        "Sessions to come:",
    ]
