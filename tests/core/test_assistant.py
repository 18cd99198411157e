"""The assistant: everything heard has its effect once, in order, and gets an answer."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.assistant import Assistant, House
from bot.clock import StillClock
from bot.context import EVERYONE, Heard, Skill, Turn
from bot.model.conversation import Card, Incoming, Press, Seen, Sender
from bot.model.outbox import Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact, Noted, Place
from bot.model.setup import Setup
from bot.skills import Skills
from storage import ConflictingStore, MemoryStore, Store

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA = Sender("ana@example.org", "Ana Roy")
TOM = Sender("tom@example.org", "Tom Baker")


def count(turn: Turn) -> Outcome:
    """Count how often a button was pressed, in the name of the person's contact."""
    contact = turn.context.contact(turn.address)
    return Outcome(saves=(replace(contact, name=contact.name + "+"),), answer=Answer("counted"))


def broken(turn: Turn) -> Outcome:
    """Break."""
    raise ZeroDivisionError


COUNTER = Skill("counter", presses={"yes": Heard(count, EVERYONE), "no": Heard(broken, EVERYONE)})
CARD = Card(
    ref="card", skill="counter", buttons=("yes", "no"), inputs=("note",), person=ANA.address,
    until=NOW + timedelta(days=1),
)  # fmt: skip


async def house(make: Callable[[], Store] = MemoryStore) -> Assistant:
    """An assistant with one skill, whose card Ana was shown."""
    store = make()
    await store.run(lambda _: Outcome(saves=(CARD,)))
    skills = Skills((COUNTER,), {}, {"counter": COUNTER})
    setup = Setup(organisers=frozenset({ANA.address}), local=True)
    return Assistant(House(store, StillClock(NOW), setup, skills, {}))


def press(number: int, sender: Sender = ANA, **changes: object) -> Incoming:
    """A press of the button yes."""
    pressed = Press("card", "yes", {})
    incoming = Incoming(
        id=str(number),
        place=Place("page", sender.address),
        sender=sender,
        private=True,
        at=NOW,
        press=pressed,
    )
    return replace(incoming, **changes)  # type: ignore[arg-type]


def name(assistant: Assistant, address: str = ANA.address) -> str:
    """How often somebody pressed, as the skill counts it."""
    found = assistant.house.store.view().get(Contact, address)
    return found.name if found else ""


@pytest.mark.parametrize("make", [MemoryStore, lambda: ConflictingStore(MemoryStore())])
def test_the_same_delivery_ten_times_at_once_has_one_effect(make: Callable[[], Store]) -> None:
    async def scene() -> tuple[list[str], str]:
        assistant = await house(make)
        answers = await asyncio.gather(*(assistant.hear(press(1)) for _ in range(10)))
        return [answer.text for answer in answers], name(assistant)

    assert asyncio.run(scene()) == (["counted"] * 10, "+")


def test_a_repeated_delivery_is_known_after_a_restart() -> None:
    async def scene() -> tuple[str, str]:
        assistant = await house()
        await assistant.hear(press(1))
        again = Assistant(assistant.house)
        answer = await again.hear(press(1))
        return answer.text, name(again)

    assert asyncio.run(scene()) == ("counted", "+")


def test_a_robot_gets_no_answer_however_often_it_writes() -> None:
    async def scene() -> tuple[set[Answer | str], int]:
        assistant = await house()
        robot = replace(ANA, robot=True)
        answers = {(await assistant.hear(press(n, robot))).text for n in range(100)}
        seen = list(assistant.house.store.view().between(Seen, "at", None, None))
        return set(answers), len(seen)

    assert asyncio.run(scene()) == ({""}, 0)


def test_a_card_answers_only_to_the_person_it_was_shown_to() -> None:
    async def scene() -> tuple[str, str, list[str]]:
        assistant = await house()
        await assistant.hear(press(1, TOM))
        noted = assistant.house.store.view().between(Noted, "at", None, None)
        return name(assistant), name(assistant, TOM.address), [each.what for each in noted]

    assert asyncio.run(scene()) == ("", TOM.name, ["refused yes"])


@pytest.mark.parametrize(
    "tampered",
    [
        Press("another", "yes", {}),
        Press("card", "pay", {}),
        Press("card", "yes", {"in_session": "2"}),
        Press("card", "yes", {"in_note": "x" * 1_000_000}),
    ],
)
def test_a_tampered_card_changes_nothing(tampered: Press) -> None:
    async def scene() -> tuple[bool, str]:
        assistant = await house()
        answer = await assistant.hear(press(1, press=tampered))
        return "counted" in answer.text, name(assistant)

    assert asyncio.run(scene()) == (False, ANA.name)


def test_an_old_card_says_so() -> None:
    async def scene() -> str:
        assistant = await house()
        assistant.house.time.move(NOW + timedelta(days=2))
        late = replace(press(1), at=assistant.house.time.now())
        return (await assistant.hear(late)).text.partition(".")[0]

    assert asyncio.run(scene()) == "This card is too old to be answered"


def test_an_unexpected_error_is_logged_with_the_reference_the_person_is_given(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scene() -> str:
        assistant = await house()
        return (await assistant.hear(press(1, press=Press("card", "no", {})))).text

    with caplog.at_level(logging.ERROR):
        text = asyncio.run(scene())
    reference = caplog.records[0].getMessage().split()[1]
    assert f"under the reference {reference}." in text
    assert f"sous la référence {reference}." in text


def test_one_person_in_a_hurry_is_slowed_down_and_others_are_not() -> None:
    async def scene() -> tuple[int, str]:
        assistant = await house()
        answers = [await assistant.hear(press(n)) for n in range(500)]
        other = await assistant.hear(press(501, TOM))
        return sum(answer.text == "counted" for answer in answers), other.text.partition(".")[0]

    assert asyncio.run(scene()) == (60, "This card can no longer be used")


def test_where_the_platform_does_not_wait_the_answer_leaves_by_the_outbox_once() -> None:
    async def scene() -> tuple[Answer, list[str]]:
        assistant = await house()
        answer = await assistant.hear(press(1, waits=False))
        await assistant.hear(press(1, waits=False))
        waiting = assistant.house.store.view().find(Sending, "status", "waiting")
        return answer, [each.key for each in waiting]

    assert asyncio.run(scene()) == (Answer(), ["answer/page/1"])


def test_what_is_heard_of_a_person_is_kept_newest_place_first() -> None:
    async def scene() -> tuple[Place, ...]:
        assistant = await house()
        await assistant.hear(press(1, TOM, place=Place("webex", "w")))
        await assistant.hear(press(2, TOM, place=Place("teams", "t")))
        contact = assistant.house.store.view().get(Contact, TOM.address)
        assert contact is not None
        return contact.places

    assert asyncio.run(scene()) == (Place("teams", "t"), Place("webex", "w"))
