"""One letter for two near sessions, where letters leave for many people in one call."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.assistant.doors import Door
from bot.clock import StillClock
from bot.model.mailing import Batch, Tally
from bot.model.registration import Standing
from bot.model.setup import MAILBOX, Pace
from bot.services.flow import Flow
from bot.services.notify import Notify
from bot.services.notify.api import NotifyApi
from tests.core.house import NOW, Home, Kept
from tests.flow.trigger import listening
from tests.notify.service import KEY, served

from .carrier import Calls
from .house import ANNOUNCED, passed
from .two import (
    BOTH,
    FIRST,
    LATER,
    ONE,
    ONE_AND_TWO,
    SECOND,
    TWO,
    letters,
    moment,
    place,
    plan,
    tally,
    two,
    until,
)

Scene = Callable[[], Coroutine[Any, Any, Any]]


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


async def by(door: Door, second: str | None = None) -> Home:
    """Two near sessions whose reminders leave by a door, the second's by another if one is given."""
    chat, mail = Kept("chat", "soon"), Kept("mail", "resend")
    home = Home(None, None, chat, mail, door)
    home.chat, home.mail = chat, mail
    paces = {"mail": Pace(), "notify": Pace(most=50_000), "flow": MAILBOX}
    home.house = replace(home.house, setup=replace(home.house.setup, ways=paces))
    home.assistant = Assistant(home.house)
    plans = (plan(door=door.name), plan("2", door=second or door.name))
    return await two(plans=plans, home=home)


def called(door: Calls) -> list[tuple[str, list[str]]]:
    """The subject of each call, and for whom it was."""
    return [
        (batch.pattern.letter.subject, [each.to.address for each in batch.people])
        for batch in door.calls
    ]


def test_those_who_come_to_both_share_a_batch() -> None:
    async def scene() -> Any:
        door = Calls()
        home = await by(door)
        await home.file(*(place(f"p{n}@example.org", each) for n in range(3) for each in "12"))
        await until(home, moment(), moment(LATER))
        return called(door), tally(home, ANNOUNCED), tally(home, LATER)

    all_of_both = [BOTH, *(f"p{n}@example.org" for n in range(3))]
    calls = [(ONE_AND_TWO, all_of_both), (ONE, [FIRST]), (TWO, [SECOND])]
    first, second = Tally(sent=5), Tally(sent=1, together=4)
    assert sorted(played(scene)[0]) == sorted(calls)
    assert played(scene)[1:] == (first, second)


def test_who_gives_up_one_place_while_others_are_called_for_has_a_letter_of_their_own() -> None:
    async def scene() -> Any:
        door = Calls()
        home = await by(door)
        people = [place(f"p{n}@example.org", each) for n in range(3) for each in "12"]
        await home.file(*people, place(BOTH, "1", language="fr", version=2))
        taken = door.carry

        async def leaving(batch: Batch) -> Any:
            if not door.calls:
                gone = place("p1@example.org", "2", standing=Standing.CANCELLED, version=2)
                await home.file(gone)
            return await taken(batch)

        door.carry = leaving  # type: ignore[method-assign]
        await until(home, moment())
        return called(door), tally(home, ANNOUNCED)

    french = "Rappel\u00a0: la biométrie, 25 février; l’informatique quantique, 25 février"
    calls = [
        (french, [BOTH]),
        (ONE, [FIRST]),
        (ONE_AND_TWO, ["p0@example.org", "p2@example.org"]),
        (ONE, ["p1@example.org"]),
    ]
    assert played(scene) == (calls, Tally(sent=5))


@pytest.mark.parametrize("first", ["mail", "notify"])
def test_each_may_leave_by_a_way_of_its_own_and_nobody_is_told_twice(first: str) -> None:
    async def scene() -> Any:
        door = Calls()
        home = await by(door)
        ways = {"1": first, "2": "mail" if first == "notify" else "notify"}
        await home.file(*(plan(each, door=way, version=2) for each, way in ways.items()))
        await until(home, moment(), moment(LATER))
        return sorted([*letters(home), *((to, s) for s, people in called(door) for to in people)])

    assert played(scene) == [(BOTH, ONE_AND_TWO), (FIRST, ONE), (SECOND, TWO)]


def test_of_whom_nobody_knows_in_the_first_call_the_second_tells_nothing() -> None:
    async def scene() -> Any:
        door = Calls()
        door.problems = [TimeoutError()]
        home = await by(door)
        await until(home, moment())
        await passed(home)
        await until(home, moment(LATER))
        return called(door), tally(home, ANNOUNCED), tally(home, LATER)

    calls = [(ONE_AND_TWO, [BOTH]), (ONE, [FIRST]), (TWO, [SECOND])]
    assert played(scene) == (calls, Tally(sent=1, unconfirmed=1), Tally(sent=1, together=1))


@asynccontextmanager
async def notify(url: str) -> AsyncIterator[Notify]:
    door = Notify(NotifyApi(url, KEY, StillClock(NOW)))
    try:
        yield door
    finally:
        await door.close()


def test_gc_notify_is_given_the_letter_for_both_with_both_pages_of_the_person() -> None:
    async def scene() -> Any:
        async with served() as service, notify(service.url) as door:
            home = await by(door)
            await until(home, moment(), moment(LATER))
            assert service.contract.violations == []
            return service.mails

    mails = played(scene)
    assert {to: [each.subject for each in found] for to, found in mails.items()} == {
        BOTH: [ONE_AND_TWO], FIRST: [ONE], SECOND: [TWO]
    }  # fmt: skip
    body = mails[BOTH][0].body
    wanted = (
        "You have a place at “biometrics”.",
        "https://example.org/join\n",
        place(BOTH, "1").ref,
        "You have a place at “quantum computing”.",
        "https://example.org/join-2\n",
        place(BOTH, "2").ref,
    )
    found = [body.find(each) for each in wanted]
    assert found == sorted(found)
    assert found[0] > 0
    assert "((" not in body


def test_a_flow_is_given_the_letter_for_both_without_anybodys_page() -> None:
    async def scene() -> Any:
        async with listening() as trigger:
            door = Flow(trigger.url)
            door.rate = 1e6
            home = await by(door)
            await until(home, moment(), moment(LATER))
            await door.close()
            return trigger.posted

    posted = played(scene)
    assert [(each["to"], each["subject"]["en"], each["session"]["id"]) for each in posted] == [
        ([BOTH], ONE_AND_TWO, "1"),
        ([FIRST], ONE, "1"),
        ([SECOND], TWO, "2"),
    ]
    page = posted[0]["html"]["en"]
    wanted = ("Hello,", "“biometrics”", "/join<", "“quantum computing”", "/join-2<", "The On the")
    assert [page.count(each) for each in wanted] == [1] * len(wanted)
    assert [page.find(each) for each in wanted] == sorted(page.find(each) for each in wanted)
    assert "give up your place" not in page
    assert "((" not in page
