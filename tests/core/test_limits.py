"""Too much, from robots and from people in a hurry, and what is said when something breaks."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.conversation import Press, Seen, Sender
from bot.model.outbox import Sending
from bot.model.people import Contact
from storage import MemoryStore

from .house import ANA, NOW, SPACE, TOM, Home
from .scribe import note, scribe, written


@pytest.mark.parametrize("waits", [True, False])
def test_a_hundred_messages_of_a_robot_get_no_answer(waits: bool) -> None:  # noqa: FBT001
    robot = Sender("bot@example.org", "Circuit", robot=True)

    async def scene() -> tuple[set[str], int, int]:
        home = Home()
        heard = (home.heard(robot, "hello", place=SPACE, waits=waits) for _ in range(100))
        answers = await asyncio.gather(*(home.assistant.hear(each) for each in heard))
        await home.assistant.outbox.drain()
        kept = home.store.view().between(Seen, "at", None, None)
        return {each.text for each in answers}, len(home.chat.left), len(list(kept))

    assert asyncio.run(scene()) == ({""}, 0, 0)


@pytest.mark.parametrize("waits", [True, False])
def test_someone_who_sends_500_messages_in_a_minute_is_told_once(waits: bool) -> None:  # noqa: FBT001
    async def scene() -> tuple[list[str], str]:
        home = Home()
        await home.say(ANA, "bonjour")
        answers = []
        for second in range(500):
            at = NOW + timedelta(seconds=second * 0.12)
            heard = home.heard(ANA, "liste des séances", at=at, waits=waits)
            answers.append((await home.assistant.hear(heard)).text)
        await home.assistant.outbox.drain()
        other = await home.say(TOM, "when is the next session?")
        return [*answers, *home.told(ANA.address)], other.text

    answers, other = asyncio.run(scene())
    slowed = [each for each in answers if each.startswith("Cela fait beaucoup de messages")]
    done = [each for each in answers if each.startswith("Aucune séance")]
    assert (len(slowed), len(done)) == (1, 59)
    assert other.startswith("No session")


def test_repeats_of_what_was_heard_do_not_count_as_too_much() -> None:
    async def scene() -> set[str]:
        home = await scribe(MemoryStore())
        first = note(home, "a")
        answers = [(await home.assistant.hear(first)).text for _ in range(100)]
        answers.append((await home.assistant.hear(note(home, "b"))).text)
        return set(answers)

    assert len(asyncio.run(scene())) == 1


def test_a_minute_later_someone_in_a_hurry_is_heard_again() -> None:
    async def scene() -> str:
        home = await scribe(MemoryStore())
        for _ in range(80):
            await home.assistant.hear(note(home, "-"))
        await home.assistant.hear(note(home, "!", at=NOW + timedelta(minutes=1)))
        return written(home)

    assert asyncio.run(scene()) == ":" + "-" * 60 + "!"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Quelque chose n’a pas fonctionné de mon côté"),
        ("en", "Something went wrong on my side"),
    ],
)
def test_an_unexpected_error_is_told_in_the_language_of_the_person_and_logged(
    caplog: pytest.LogCaptureFixture, language: str, words: str
) -> None:
    async def scene() -> tuple[str, str, str]:
        home = await scribe(MemoryStore())
        known = Contact(address=ANA.address, name=":", wrote=language)  # type: ignore[arg-type]
        await home.file(known)
        heard = replace(note(home, "x"), press=Press("card", "no", {}))
        answer = await home.assistant.hear(heard)
        again = await home.assistant.hear(heard)
        await home.assistant.hear(note(home, "next"))
        return answer.text, again.text, written(home)

    with caplog.at_level(logging.ERROR):
        answer, again, after = asyncio.run(scene())
    [logged] = caplog.records
    reference = logged.getMessage().split()[1]
    assert answer.startswith(words)
    assert reference in answer
    assert again == answer
    assert after == ":next"


def test_an_unexpected_error_is_told_by_message_where_nobody_waits() -> None:
    async def scene() -> tuple[str, list[str]]:
        home = await scribe(MemoryStore())
        heard = replace(note(home, "x"), press=Press("card", "no", {}), waits=False)
        answer = await home.assistant.hear(heard)
        keys = [each.key for each in home.store.view().find(Sending, "status", "waiting")]
        return answer.text, keys

    answer, keys = asyncio.run(scene())
    assert (answer, keys) == ("", ["answer/chat/1"])
