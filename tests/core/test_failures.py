"""What does not leave: others are not held up, the team hears of it once, and it is listed."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.context import EVERYONE, Heard, Skill, Turn
from bot.errors import Refusal, Rejected, TryLater
from bot.model.outbox import Errand, Message, Sending, State
from bot.model.outcome import Outcome
from bot.skills import Skills

from .house import ANA, NOW, SAM, SESSION, SPACE, TEAM, Home, Kept

GUESTS = [f"guest{n}@example.com" for n in range(20)]


async def inviting(*guests: str) -> Home:
    """Session 1 is there, and its team is about to invite these people by mail."""
    home = Home()
    await home.file(TEAM, SESSION)
    await home.meet(ANA, SAM)
    for guest in guests:
        home.mail.problems[guest] = [TryLater("down") for _ in range(50)]
    return home


async def invite(home: Home, *guests: str) -> None:
    """Ana invites people."""
    for guest in guests:
        home.clock.move(home.clock.now() + timedelta(seconds=1))
        await home.say(ANA, f"invite {guest} to session 1")


def alerts(home: Home) -> list[str]:
    """What the space was told in English at once, the morning digest left aside."""
    told = [words for words in home.told(SPACE.room) if not words.startswith("Good morning")]
    return [words.partition("\n\n" if "\n\n" in words else " / ")[0] for words in told]


def test_someone_whose_mail_is_refused_for_good_holds_up_nobody_and_the_team_hears_once() -> None:
    async def scene() -> Home:
        home = await inviting()
        home.mail.problems[GUESTS[0]] = [Rejected("no such mailbox")]
        await invite(home, *GUESTS[:3])
        await home.half_hours(NOW + timedelta(hours=3))
        return home

    home = asyncio.run(scene())
    assert [each.to for each in home.mail.left] == GUESTS[1:3]
    assert alerts(home) == [
        (
            "A letter to guest0@example.com about session 1, “biometrics”, came back. Nothing reaches"
            " guest0@example.com.\nIs there another address? I write to it at once."
        )
    ]


def test_what_the_other_side_never_confirmed_is_told_to_the_team_and_listed() -> None:
    async def scene() -> tuple[Home, str]:
        home = await inviting()
        home.chat.again = "ask"
        home.chat.problems[SAM.address] = [TimeoutError()]
        await invite(home, SAM.address)
        return home, (await home.say(ANA, "what is due?")).text

    home, listed = asyncio.run(scene())
    assert alerts(home) == [
        (
            "A message to sam@example.org may or may not have arrived: the answer was lost on the way."
            " I will not send it again by myself. Write “what is due” to see it."
        )
    ]
    assert "to sam@example.org, Tuesday, January 12, 2027, 9\u00a0a.m. (ET) (it may have left)" in (
        listed
    )


def test_when_no_mail_leaves_the_team_hears_once_and_all_leaves_once_when_it_can() -> None:
    async def scene() -> Home:
        home = await inviting(*GUESTS)
        await invite(home, *GUESTS)
        await home.half_hours(NOW + timedelta(hours=4))
        home.mail.problems.clear()
        await home.half_hours(NOW + timedelta(hours=20))
        return home

    home = asyncio.run(scene())
    assert alerts(home) == [
        (
            "E-mail cannot leave at the moment. I keep trying, and what waits is kept."
            " Write “what is due” to see it."
        )
    ]
    assert sorted(each.to for each in home.mail.left) == sorted(GUESTS)


def test_chat_goes_on_while_no_mail_leaves() -> None:
    async def scene() -> list[str]:
        home = await inviting(*GUESTS)
        await invite(home, *GUESTS, SAM.address)
        return home.told(SAM.address)

    [asked] = asyncio.run(scene())
    assert asked.startswith("Would you speak about “biometrics”?")


def test_a_message_to_the_space_that_fails_is_not_told_to_the_space() -> None:
    async def scene() -> list[str]:
        home = Home()
        await home.file(TEAM)
        home.chat.problems[SPACE.room] = [Rejected("gone")]
        sending = Sending(key="x", door="chat", to=SPACE.room, content=Message("x"), created=NOW)
        await home.store.run(lambda _: Outcome(sends=(sending,)))
        await home.assistant.outbox.drain()
        return home.told(SPACE.room)

    assert asyncio.run(scene()) == []


def begin(turn: Turn) -> Outcome:
    """File an errand whose result comes back to this skill."""
    errand = Sending(
        key="errand", door="library", to="library", content=Errand("look", {}),
        created=turn.context.now, then="errands",
    )  # fmt: skip
    return Outcome(sends=(errand,), answer=turn.reply("turn.dismissed"))


def bring(turn: Turn) -> Outcome:
    """Say what came of it."""
    words = f"{turn.result.facts.get('found', 'nothing')} {turn.result.problem}".strip()
    told = Sending(
        key="told", door="chat", to=ANA.address, content=Message(words), created=turn.context.now
    )
    return Outcome(sends=(told,))


def drop(turn: Turn) -> Outcome:
    """Break."""
    raise ZeroDivisionError


def refuse(turn: Turn) -> Outcome:
    """Refuse, with nobody there to hear it."""
    raise Refusal("sessions.none_planned")


class Library(Kept):
    """A service that finds something, or never answers well."""

    async def send(self, sending: Sending) -> dict[str, str]:
        await super().send(sending)
        return {"found": "three books"}


def errands(results: Callable[[Turn], Outcome]) -> tuple[Home, Library]:
    """A house with one skill that runs errands, and the library."""
    skill = Skill("errands", hears={"greeting": Heard(begin, EVERYONE)}, results=results)
    library = Library("library", "resend")
    home = Home(
        None,
        Skills((skill,), skill.hears, {"errands": skill}),
        Kept("chat", "soon"),
        library,
    )
    return home, library


@pytest.mark.parametrize(
    ("problem", "words"),
    [(None, "three books"), (Rejected("closed today"), "nothing closed today")],
)
def test_what_came_of_an_errand_comes_back_once(problem: Exception | None, words: str) -> None:
    async def scene() -> list[str]:
        home, library = errands(bring)
        library.problems["library"] = [problem] if problem else []
        for _ in range(2):
            await home.say(ANA, "hello")
        return [
            each.content.text
            for each in home.house.doors["chat"].left  # type: ignore[attr-defined]
        ]

    assert asyncio.run(scene()) == [words]


@pytest.mark.parametrize("results", [drop, refuse])
def test_a_skill_that_breaks_over_a_result_does_not_make_the_errand_run_again(
    caplog: pytest.LogCaptureFixture, results: Callable[[Turn], Outcome]
) -> None:
    async def scene() -> tuple[int, State]:
        home, library = errands(results)
        await home.say(ANA, "hello")
        await home.assistant.outbox.recover()
        await home.assistant.outbox.drain()
        return len(library.left), home.sending("errand").state

    with caplog.at_level(logging.ERROR):
        ended = asyncio.run(scene())
    assert ended == (1, State.SENT)
    assert len(caplog.records) == 1


def test_an_answer_that_could_not_leave_is_listed_and_the_latest_come_first() -> None:
    async def scene() -> list[str]:
        home = Home()
        await home.file(TEAM)
        for n in range(12):
            home.clock.move(NOW + timedelta(minutes=n))
            old = Sending(
                key=f"{n}", door="chat", to=f"room {n}", content=Message(f"message {n}"),
                created=NOW, expires=NOW - timedelta(minutes=1),
            )  # fmt: skip
            await home.store.run(replace(Outcome(), sends=(old,)).regardless)
            await home.assistant.outbox.drain()
        listed = (await home.say(ANA, "what is due?")).text.splitlines()
        return [each.split(",")[0] for each in listed if each.startswith("•")]

    assert asyncio.run(scene()) == [f"• message {n}" for n in range(11, 1, -1)]
