"""A letter to many reaches each once, whatever goes wrong, and stops when it is told to."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.assistant.mailings import one_by_one
from bot.errors import Rejected, TryLater
from bot.model.mailing import Stage
from bot.model.outbox import Letter, Message, Sending
from bot.model.registration import Standing
from bot.model.session import Phase
from bot.model.speaking import Reply, Speaking
from bot.model.suppression import Suppressed
from bot.model.words import Both
from storage.ledger import mark
from tests.core.house import ANA, BEN, NOW, SPACE, TEAM, TOM

from .house import (
    ANNOUNCED,
    addresses,
    everybody,
    full,
    mailing,
    passed,
    registration,
    sent,
    state,
)

Scene = Callable[[], Coroutine[Any, Any, Any]]


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


def test_everybody_gets_one_letter_in_their_language() -> None:
    async def scene() -> Any:
        home = await full(6)
        await sent(home)
        letters = {each.to: each.content for each in home.mail.left}
        subjects = [
            letter.subject
            for to in everybody(3)
            for letter in [letters[to]]
            if isinstance(letter, Letter)
        ]
        return addresses(home.mail.left), subjects, state(home)

    subjects = [
        "Reminder: biometrics, February 25",
        "Rappel\u00a0: la biométrie, 25 février",
        "Reminder: biometrics, February 25 | Rappel\u00a0: la biométrie, 25 février",
    ]
    assert played(scene) == (everybody(6), subjects, (Stage.DONE, 6, 0, 0, 0, 0))


def test_nothing_leaves_in_the_minute_in_which_it_can_be_stopped() -> None:
    async def scene() -> Any:
        home = await full(3)
        shown = await home.say(ANA, "send reminders for session 1")
        pressed = await home.press(ANA, shown, "go")
        home.clock.move(NOW + timedelta(seconds=59))
        await home.assistant.settle()
        before = len(home.mail.left)
        await home.press(ANA, pressed, "halt")
        await passed(home, 60)
        return before, len(home.mail.left), state(home)

    assert played(scene) == (0, 0, (Stage.STOPPED, 0, 0, 0, 0, 0))


def test_what_was_stopped_on_the_way_goes_on_with_the_others_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_by_one, "SIDE_BY_SIDE", 1)

    async def scene() -> Any:
        home = await full(10)
        shown = await home.say(ANA, "send reminders for session 1")
        pressed = await home.press(ANA, shown, "go")
        halted = asyncio.Event()

        async def stop_after_four(sending: Sending) -> dict[str, str]:
            home.mail.left.append(sending)
            if len(home.mail.left) == 4 and not halted.is_set():
                halted.set()
                await home.press(ANA, pressed, "halt")
            return {}

        home.mail.send = stop_after_four  # type: ignore[method-assign]
        await passed(home)
        at_the_stop = (addresses(home.mail.left), state(home))
        await home.press(ANA, pressed, "resume")
        await home.assistant.settle()
        return at_the_stop, addresses(home.mail.left), state(home)

    stopped = (everybody(4), (Stage.STOPPED, 4, 0, 0, 0, 0))
    assert played(scene) == (stopped, everybody(10), (Stage.DONE, 10, 0, 0, 0, 0))


def test_more_than_two_hundred_need_a_second_organiser() -> None:
    async def scene() -> Any:
        home = await full(201)
        shown = await home.say(ANA, "send reminders for session 1")
        held = await home.press(ANA, shown, "go")
        await passed(home)
        alone = (len(home.mail.left), mailing(home).stage)
        refused = await home.press(ANA, held, "approve")
        await passed(home)
        still = (len(home.mail.left), refused.text.partition(":")[0])
        card = next(
            m.card
            for s in home.chat.left
            if s.to == SPACE.room
            for m in [s.content]
            if isinstance(m, Message) and m.card
        )
        await home.press(BEN, replace(held, card=card), "approve")
        await passed(home)
        return alone, still, len(home.mail.left), mailing(home).approved_by

    alone = (0, Stage.HELD)
    still = (0, "A reminder to so many people needs a second organiser")
    assert played(scene) == (alone, still, 201, BEN.address)


def test_pressed_twice_or_by_two_it_leaves_once() -> None:
    async def scene() -> Any:
        home = await full(5)
        shown = await home.say(ANA, "send reminders for session 1")
        for _ in range(3):
            await home.press(ANA, shown, "go")
        await home.press(BEN, shown, "go")
        await passed(home)
        await home.press(BEN, shown, "go")
        await passed(home)
        return addresses(home.mail.left)

    assert played(scene) == everybody(5)


def test_participants_press_nothing() -> None:
    async def scene() -> Any:
        home = await full(5)
        await home.meet(TOM)
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(TOM, shown, "go")
        await passed(home)
        return len(home.mail.left), mailing(home).stage

    assert played(scene) == (0, Stage.PROPOSED)


def test_the_audience_is_frozen_but_who_left_is_taken_out() -> None:
    async def scene() -> Any:
        home = await full(4)
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, shown, "go")
        home.clock.move(NOW + timedelta(seconds=30))
        now = home.clock.now()
        await home.file(
            registration(9, at=now, changed_at=now),
            registration(0, standing=Standing.CANCELLED, changed_at=now),
            Suppressed(address=registration(1).address, bounced=now),
        )
        await passed(home)
        return addresses(home.mail.left), state(home)

    assert played(scene) == (everybody(4)[2:], (Stage.DONE, 2, 0, 1, 0, 0))


def test_whoever_speaks_and_has_a_place_gets_one_letter() -> None:
    async def scene() -> Any:
        home = await full(2)
        address = registration(0).address
        await home.file(
            Speaking(session="1", address=address, name="Sam Lee", reply=Reply.YES, asked=NOW)
        )
        await sent(home)
        letters = {each.to: each.content for each in home.mail.left}
        mine = letters[address]
        assert isinstance(mine, Letter)
        return addresses(home.mail.left), mine.subject.partition(":")[0], mailing(home).total

    assert played(scene) == (everybody(2), "Your part on February 25", 2)


def test_one_that_is_refused_holds_up_nobody() -> None:
    async def scene() -> Any:
        home = await full(10)
        home.mail.problems[everybody(10)[3]] = [Rejected("554 no such user")]
        await sent(home)
        return addresses(home.mail.left), state(home)

    left = [each for each in everybody(10) if each != everybody(10)[3]]
    assert played(scene) == (left, (Stage.DONE, 9, 1, 0, 0, 0))


def test_one_that_is_put_off_is_tried_again_and_the_others_are_not() -> None:
    async def scene() -> Any:
        home = await full(10)
        home.mail.problems[everybody(10)[3]] = [TryLater("450 later"), TryLater("450 later")]
        await sent(home)
        first = (len(home.mail.left), mailing(home).stage)
        for _ in range(4):
            await passed(home)
        return first, addresses(home.mail.left), state(home)

    assert played(scene) == ((9, Stage.WAITING), everybody(10), (Stage.DONE, 10, 0, 0, 0, 0))


def test_one_that_was_not_confirmed_goes_once_more_and_is_listed() -> None:
    async def scene() -> Any:
        home = await full(3)
        home.mail.problems[everybody(3)[1]] = [TimeoutError()]
        await sent(home)
        for _ in range(3):
            await passed(home)
        keys = [each.key for each in home.mail.left]
        return addresses(home.mail.left), len(set(keys)), state(home)

    assert played(scene) == (everybody(3), 3, (Stage.DONE, 3, 0, 0, 0, 1))


def test_when_the_server_is_gone_it_waits_and_nobody_loses_a_try() -> None:
    async def scene() -> Any:
        home = await full(40)
        for each in everybody(40):
            home.mail.problems[each] = [TryLater("down")]
        await sent(home)
        tried = sum(not home.mail.problems[each] for each in everybody(40))
        for _ in range(30):
            await passed(home)
        return tried < 40, addresses(home.mail.left), state(home)

    assert played(scene) == (True, everybody(40), (Stage.DONE, 40, 0, 0, 0, 0))


def test_what_comes_too_late_is_missed_and_never_sent() -> None:
    async def scene() -> Any:
        home = await full(3)
        home.mail.problems[everybody(3)[0]] = [TryLater("down")] * 99
        await sent(home)
        home.clock.move(ANNOUNCED.starts + timedelta(seconds=1))
        await home.assistant.settle()
        return addresses(home.mail.left), state(home)

    assert played(scene) == (everybody(3)[1:], (Stage.DONE, 2, 0, 0, 1, 0))


def test_a_session_that_is_cancelled_meanwhile_reminds_nobody() -> None:
    async def scene() -> Any:
        home = await full(3)
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, shown, "go")
        await home.file(replace(ANNOUNCED, phase=Phase.CANCELLED, version=2))
        await passed(home)
        return len(home.mail.left), state(home)

    assert played(scene) == (0, (Stage.DONE, 0, 0, 3, 0, 0))


def test_what_was_leaving_when_the_process_ended_leaves_again_and_is_listed() -> None:
    async def scene() -> Any:
        home = await full(4)
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, shown, "go")
        ledger = home.house.ledgers.open("1")
        done, begun = (mark("1", each) for each in everybody(4)[:2])
        await ledger.note((done, "", ""), (done, "sent", ""), (begun, "", ""))
        await passed(home)
        return addresses(home.mail.left), state(home)

    assert played(scene) == (everybody(4)[1:], (Stage.DONE, 4, 0, 0, 0, 1))


def test_without_the_ledger_of_what_had_begun_nobody_is_written_to_unasked() -> None:
    async def scene() -> Any:
        home = await full(4)
        shown = await home.say(ANA, "send reminders for session 1")
        pressed = await home.press(ANA, shown, "go")
        await home.file(replace(mailing(home), began=NOW, stage=Stage.RUNNING))
        await passed(home)
        before = (len(home.mail.left), mailing(home).stage)
        told = [each.to for each in home.chat.left if each.key.startswith("progress/")]
        await home.press(ANA, pressed, "resume")
        await home.assistant.settle()
        return before, SPACE.room in told, addresses(home.mail.left)

    assert played(scene) == ((0, Stage.STOPPED), True, everybody(4))


def test_names_are_shown_as_they_are_and_read_as_nothing_else() -> None:
    async def scene() -> Any:
        home = await full(0)
        names = ["((own))", "{{7*7}}", "<b>x</b>", "A\r\nBcc: x@evil.example", ""]
        await home.file(
            *(registration(n, name=name, language="en") for n, name in enumerate(names))
        )
        await sent(home)
        letters = sorted(home.mail.left, key=lambda each: each.to)
        return [
            each.content.body.partition("\n")[0]
            for each in letters
            if isinstance(each.content, Letter)
        ]

    greetings = ["((own))", "{{7*7}}", "<b>x</b>", "A Bcc: x@evil.example"]
    assert played(scene) == [*(f"Hello {each}," for each in greetings), "Hello,"]


def test_a_title_that_looks_like_a_blank_is_only_a_title() -> None:
    async def scene() -> Any:
        home = await full(1)
        title = Both("((own)) ((greeting))", "((title_en))")
        await home.file(replace(ANNOUNCED, title=title, version=2))
        await sent(home)
        letter = home.mail.left[0].content
        assert isinstance(letter, Letter)
        return letter.subject, "“((own)) ((greeting))”" in letter.body

    assert played(scene) == ("Reminder: ((own)) ((greeting)), February 25", True)


def test_a_correction_reaches_those_who_received_the_reminder_and_nobody_else() -> None:
    async def scene() -> Any:
        home = await full(6)
        home.mail.problems[everybody(6)[2]] = [Rejected("554")]
        await sent(home)
        late = home.clock.now()
        await home.file(registration(9, at=late, changed_at=late))
        home.mail.left.clear()
        ref = "reminders-1"
        done = home.assistant.present(ref, ("en",))
        asked = await home.press(ANA, done, "correct")
        written = {"subject_en": "Oops", "subject_fr": "Oups", "body_en": "x", "body_fr": "x"}
        proposed = await home.press(ANA, asked, "save", **written)
        await home.press(ANA, proposed, "go")
        await passed(home)
        subjects = {
            each.content.subject for each in home.mail.left if isinstance(each.content, Letter)
        }
        return addresses(home.mail.left), subjects, mailing(home, "2").tally.sent

    left = [each for each in everybody(6) if each != everybody(6)[2]]
    assert played(scene) == (left, {"Oops", "Oups", "Oops | Oups"}, 5)


def test_without_anybody_nothing_is_offered() -> None:
    async def scene() -> Any:
        home = await full(0)
        return (await home.say(ANA, "send reminders for session 1")).card

    assert played(scene) is None


def test_a_plan_leaves_once_at_each_of_its_moments_however_the_clock_jumps() -> None:
    async def scene() -> Any:
        home = await full(3)
        await home.file(TEAM)
        shown = await home.say(ANA, "schedule a reminder two days before session 1")
        await home.press(ANA, shown, "approve")
        starts = ANNOUNCED.starts
        moments = [starts - timedelta(days=d) for d in (7, 2, 1)] + [starts - timedelta(hours=1)]
        counts = []
        for moment in moments:
            for at in (
                moment + timedelta(minutes=3),
                moment - timedelta(hours=1),
                moment + timedelta(minutes=9),
            ):
                home.clock.move(at)
                await home.assistant.tick()
                await home.assistant.settle()
            counts.append(len(home.mail.left))
        return counts

    assert played(scene) == [3, 6, 9, 12]


def test_own_words_leave_once_somebody_else_has_approved_them() -> None:
    async def scene() -> Any:
        home = await full(1)
        shown = await home.say(ANA, "edit the reminder text for session 1")
        written = {
            "subject_en": "Soon",
            "subject_fr": "Bientôt",
            "body_en": "((own))",
            "body_fr": "((own))",
        }
        asked = await home.press(ANA, shown, "save", **written)
        refused = await home.press(ANA, asked, "approve")
        approved = await home.press(BEN, asked, "approve")
        home.clock.move(ANNOUNCED.starts - timedelta(days=7) + timedelta(minutes=1))
        await home.assistant.tick()
        await home.assistant.settle()
        letter = home.mail.left[0].content
        assert isinstance(letter, Letter)
        return refused.text[:21], "Ben Singh approved" in approved.text, letter.subject

    assert played(scene) == ("You wrote these words", True, "Soon")


def test_a_reminder_that_was_slept_through_is_not_sent_late() -> None:
    async def scene() -> Any:
        home = await full(3)
        shown = await home.say(ANA, "schedule a reminder two days before session 1")
        await home.press(ANA, shown, "approve")
        home.clock.move(ANNOUNCED.starts - timedelta(days=5))
        await home.assistant.tick()
        await home.assistant.settle()
        return len(home.mail.left)

    assert played(scene) == 0


def test_an_order_that_speaks_of_the_same_session_presses_no_button_of_a_waiting_reminder() -> None:
    async def scene() -> Any:
        home = await full(3)
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, shown, "go")
        home.clock.move(NOW + timedelta(minutes=20))
        answer = await home.say(ANA, "cancel session 1")
        return answer.text.partition(",")[0]

    assert played(scene) == "Cancel session 1"
