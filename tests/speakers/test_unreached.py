"""A letter to a speaker comes back: the team has one card, and the speaker's line says so."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.documents.returned import Failure, Report
from bot.errors import Rejected
from bot.model.conversation import Delivery, Sender
from bot.model.outbox import Letter, Sending, letter_mark
from bot.model.people import Contact
from bot.model.session import Phase
from bot.model.speaking import Reply, Speaking, speaking_key
from tests.core.house import ANA, BEN, NOW, SESSION, SPACE, TEAM, Home, at
from tests.mailings.test_breaker import card_in_space

Scene = Callable[[], Coroutine[Any, Any, Any]]
LEE, OTHER = "lee@example.com", "lee.chan@example.net"
CAME_BACK = "A letter to Lee Chan about session 1, “biometrics”, came back. Nothing reaches lee@example.com."


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


async def invited(**session: Any) -> Home:
    """Lee, who is met nowhere in chat, was invited by mail."""
    home = Home()
    await home.file(TEAM, replace(SESSION, **session), Contact(address=LEE, name="Lee Chan"))
    await home.meet(ANA, BEN)
    await home.say(ANA, f"invite {LEE} to session 1")
    return home


async def comes_back(home: Home, letter: Sending, number: str = "m1") -> str:
    named = (f"<{letter_mark(letter.key)}@example.org>",)
    report = Report((Failure((letter.to,), permanent=True, status="5.1.1"),), named)
    robot = replace(ANA, address="")
    delivery = Delivery("returned", {"id": number, "mail": report})
    answer = await home.assistant.hear(home.heard(robot, delivery=delivery))
    await home.assistant.outbox.drain()
    return str(answer.facts["result"])


async def press(home: Home, who: Sender, button: str, **fields: str) -> str:
    """The English of what is said to a button of the card in the space."""
    pressed = home.pressed(who, card_in_space(home), button, **fields)
    answer = await home.assistant.hear(replace(pressed, place=SPACE, private=False))
    await home.assistant.outbox.drain()
    return answer.text.partition(" / ")[0]


def part(home: Home, address: str = LEE) -> Speaking | None:
    return home.store.view().get(Speaking, speaking_key("1", address))


def cards_in_space(home: Home) -> list[str]:
    return [words.partition("\n")[0] for words in home.told(SPACE.room)]


def letters(home: Home) -> list[tuple[str, str]]:
    return [(e.to, e.content.subject) for e in home.mail.left if isinstance(e.content, Letter)]


def test_the_space_has_one_card_and_the_list_says_so() -> None:
    async def scene() -> Any:
        home = await invited()
        results = [await comes_back(home, home.mail.left[0], each) for each in ("m1", "m2")]
        listed = (await home.say(ANA, "speaker list")).text.split("\n")[-1]
        return results, cards_in_space(home), listed

    assert played(scene) == (
        ["bounced", "bounced"],
        [CAME_BACK],
        "• Lee Chan (speaker): no answer since January 12; a letter to them came back on January 12",
    )


def test_a_letter_the_server_refuses_at_once_is_the_same_and_said_once() -> None:
    async def scene() -> Any:
        home = Home()
        await home.file(TEAM, SESSION, Contact(address=LEE, name="Lee Chan"))
        await home.meet(ANA)
        home.mail.problems[LEE] = [Rejected("the mail server answered 550")]
        await home.say(ANA, f"invite {LEE} to session 1")
        return cards_in_space(home), part(home)

    told, speaking = played(scene)
    assert (told, speaking.returned) == ([CAME_BACK], NOW)


def test_nobody_is_reminded_who_never_heard() -> None:
    async def scene() -> Any:
        home = await invited()
        await comes_back(home, home.mail.left[0])
        await home.tick_at(at("2027-01-15"), at("2027-01-20"))
        return len(home.mail.left)

    assert played(scene) == 1


def test_another_address_gets_the_invitation_at_once_and_the_old_one_is_gone() -> None:
    async def scene() -> Any:
        home = await invited()
        await comes_back(home, home.mail.left[0])
        said = await press(home, ANA, "readdress", address=OTHER)
        return said, part(home), part(home, OTHER), letters(home)

    said, before, now, left = played(scene)
    assert said.startswith(f"I write to {OTHER} from now on, and have just done so.")
    assert (before, now.reply, now.name, now.returned) == (None, Reply.ASKED, "Lee Chan", None)
    assert [to for to, _ in left] == [LEE, OTHER]
    assert left[0][1] == left[1][1]


def test_somebody_who_said_yes_gets_the_entry_at_the_other_address() -> None:
    async def scene() -> Any:
        home = await invited()
        await home.say(ANA, "Lee Chan said yes for session 1")
        await comes_back(home, home.mail.left[-1])
        await press(home, ANA, "readdress", address=OTHER)
        entry = home.invites()[-1]
        return entry.attendee.address, entry.method, part(home, OTHER)

    address, method, now = played(scene)
    assert (address, method, now.reply, now.holds) == (OTHER, "REQUEST", Reply.YES, True)


@pytest.mark.parametrize(
    ("written", "key"),
    [("", "Which address?"), (LEE, f"{LEE} is down for session 1 already")],
)
def test_an_address_that_is_none_or_known_writes_to_nobody(written: str, key: str) -> None:
    async def scene() -> Any:
        home = await invited()
        await comes_back(home, home.mail.left[0])
        said = await press(home, ANA, "readdress", address=written)
        return said.startswith(key), len(home.mail.left), part(home) is not None

    assert played(scene) == (True, 1, True)


def test_somebody_sees_to_it_and_the_card_is_settled() -> None:
    async def scene() -> Any:
        home = await invited()
        await comes_back(home, home.mail.left[0])
        return await press(home, BEN, "done"), await press(home, ANA, "done")

    said, again = played(scene)
    assert said == "Ben Singh sees to it that Lee Chan is reached for session 1."
    assert again.startswith("There is nothing left to decide here: Lee Chan, session 1")


def test_whoever_answers_by_themselves_is_reached_after_all() -> None:
    async def scene() -> Any:
        home = await invited()
        await comes_back(home, home.mail.left[0])
        lee = replace(ANA, address=LEE, name="Lee Chan")
        await home.say(lee, "yes, I confirm for session 1")
        return part(home)

    now = played(scene)
    assert (now.reply, now.returned) == (Reply.YES, None)


def test_a_session_that_is_over_needs_no_card() -> None:
    async def scene() -> Any:
        home = await invited()
        letter = home.mail.left[0]
        await home.file(replace(home.session(), phase=Phase.HELD))
        home.clock.move(NOW + timedelta(days=90))
        result = await comes_back(home, letter)
        return result, home.told(SPACE.room)

    assert played(scene) == ("bounced", [])
