"""A mailing pauses itself when too many letters come back, and the team decides whether it goes on."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.mailings import one_by_one
from bot.assistant.receipts import Receipt
from bot.documents.returned import Failure, Report
from bot.errors import Rejected, SomeRejected
from bot.model.conversation import Delivery
from bot.model.mailing import Stage
from bot.model.outbox import Message, Sending, letter_mark
from bot.model.outcome import Answer
from bot.model.setup import FEWEST_BOUNCES, Breaker
from tests.core.house import ANA, SPACE, Home

from .carrier import Calls, furnished
from .house import everybody, full, mailing, passed, registration, sent, state

Scene = Callable[[], Coroutine[Any, Any, Any]]
REFUSED = "the mail server answered 550"


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


@pytest.fixture(autouse=True)
def one_letter_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_by_one, "SIDE_BY_SIDE", 1)


async def refusing(many: int, *numbers: int) -> Home:
    """A home whose mail server refuses these of so many people."""
    home = await full(many)
    for number in numbers:
        home.mail.problems[registration(number).address] = [Rejected(REFUSED)]
    return home


def card_in_space(home: Home) -> Answer:
    """The last card that the space was shown."""
    there = [each.content for each in home.chat.left if each.to == SPACE.room]
    shown = [each for each in there if isinstance(each, Message) and each.card]
    return Answer(shown[-1].text, shown[-1].card)


def test_it_pauses_before_the_next_letter_and_says_why_with_examples_by_domain() -> None:
    async def scene() -> Any:
        home = await refusing(60, 0, 10, 20)
        await sent(home)
        shown = card_in_space(home)
        assert shown.card is not None
        buttons = [each["data"]["button"] for each in shown.card["actions"]]
        return state(home), shown.text.partition(" / ")[0], buttons

    words = (
        "Reminder for session 1, “biometrics”: stopped. 18 of 60 had left; the others have received "
        "nothing. I paused it myself, because 3 of 21 letters came back or were refused for good. "
        "Most of them at: example.org (3). Please look at the list, then go on, or let nothing more "
        "leave."
    )
    assert played(scene) == ((Stage.STOPPED, 18, 3, 0, 0, 0), words, ["resume", "stop"])


def test_the_team_lets_it_go_on_and_only_what_comes_then_counts() -> None:
    async def scene() -> Any:
        home = await refusing(60, 0, 10, 20)
        await sent(home)
        await home.press(ANA, card_in_space(home), "resume")
        await passed(home)
        return state(home), len(home.mail.left)

    assert played(scene) == ((Stage.DONE, 57, 3, 0, 0, 0), 57)


def test_it_pauses_again_where_as_many_come_back_again() -> None:
    async def scene() -> Any:
        home = await refusing(100, *range(0, 100, 10))
        await sent(home)
        first = state(home)
        await home.press(ANA, card_in_space(home), "resume")
        await passed(home)
        return first, state(home)

    assert played(scene) == ((Stage.STOPPED, 18, 3, 0, 0, 0), (Stage.STOPPED, 45, 6, 0, 0, 0))


def test_the_team_lets_nothing_more_leave() -> None:
    async def scene() -> Any:
        home = await refusing(60, 0, 10, 20)
        await sent(home)
        await home.press(ANA, card_in_space(home), "stop")
        await passed(home)
        return state(home), len(home.mail.left)

    assert played(scene) == ((Stage.DROPPED, 18, 3, 0, 0, 0), 18)


@pytest.mark.parametrize("numbers", [(0,), (0, 1)])
def test_one_wrong_address_or_two_stop_nobodys_letters(numbers: tuple[int, ...]) -> None:
    async def scene() -> Any:
        home = await refusing(25, *numbers)
        await sent(home)
        return state(home)

    many = len(numbers)
    assert played(scene) == (Stage.DONE, 25 - many, many, 0, 0, 0)


def test_a_few_letters_say_nothing_and_neither_do_the_last() -> None:
    async def scene() -> Any:
        few, last = await refusing(19, 0, 1, 2, 3), await refusing(21, 0, 10, 20)
        await sent(few)
        await sent(last)
        return state(few), state(last)

    assert played(scene) == ((Stage.DONE, 15, 4, 0, 0, 0), (Stage.DONE, 18, 3, 0, 0, 0))


def test_nobody_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        await sent(await refusing(60, 0, 10, 20))

    with caplog.at_level(logging.DEBUG):
        played(scene)
    said = [each.getMessage() for each in caplog.records if "paused" in each.getMessage()]
    assert said == ["mailing 1 paused: 3 of 21 came back"]
    assert [each for each in caplog.messages if "p00000@" in each] == []


def test_mail_that_comes_back_while_it_leaves_counts_too() -> None:
    async def scene() -> Any:
        home = await full(60)
        kept = home.mail.send

        async def send(sending: Sending) -> Any:
            given = await kept(sending)
            if sending.to in everybody(3):
                await _returns(home, sending)
            return given

        home.mail.send = send  # type: ignore[method-assign]
        await sent(home)
        return state(home), mailing(home).tally.bounced, mailing(home).returned

    assert played(scene) == ((Stage.STOPPED, 20, 0, 0, 0, 0), 3, {"example.org": 3})


async def _returns(home: Home, sending: Sending) -> None:
    letter = (f"<{letter_mark(sending.key)}@example.org>",)
    report = Report((Failure((sending.to,), permanent=True, status="5.1.1"),), letter)
    facts = {"id": sending.key, "mail": report}
    robot = replace(ANA, address="")
    await home.assistant.hear(home.heard(robot, delivery=Delivery("returned", facts)))


def test_those_whom_the_other_side_names_count_before_the_next_call() -> None:
    async def scene() -> Any:
        way = Calls(most=30)
        home = await furnished(way, 90)
        way.problems = [SomeRejected("bad", frozenset(everybody(3)))]
        await passed(home)
        return state(home), [count for _, count in way.sizes]

    assert played(scene) == ((Stage.STOPPED, 27, 3, 0, 0, 0), [30, 27])


def test_what_is_reported_of_a_batch_counts_before_the_next() -> None:
    async def scene() -> Any:
        way = Calls(most=30, daily=30)
        home = await furnished(way, 60)
        await passed(home)
        first = state(home)
        for address in everybody(3):
            await home.assistant.receipts.take(Receipt("mailing/1/1", address, "bounced"))
        await home.assistant.tick()
        await passed(home, 60 * 25)
        return first[:2], state(home)[:2], mailing(home).hindrance, mailing(home).returned

    expected = ((Stage.WAITING, 30), (Stage.STOPPED, 30), "bounces", {"example.org": 3})
    assert played(scene) == expected


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_it_never_trips_below_its_share_or_its_least_number(tried: int, bounced: int) -> None:
    breaker = Breaker(percent=5, least=20)
    few = tried < 20 or bounced < FEWEST_BOUNCES or bounced * 20 < tried
    assert breaker.trips(tried, bounced) is not few
