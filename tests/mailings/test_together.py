"""Two sessions whose reminders are near one another are told of in one letter, each person once."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Rejected, TryLater
from bot.model.mailing import Mailing, Stage, Tally
from bot.model.outbox import Letter
from bot.model.registration import Standing
from bot.model.session import Phase
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both
from bot.skills.reminders import steps
from storage.ledger import mark
from tests.core.house import ANA, BEN, NOW, SPACE

from .house import ANNOUNCED, MINUTE, passed
from .two import (
    BOTH,
    FIRST,
    HOUR,
    LATER,
    ONE,
    ONE_AND_TWO,
    SECOND,
    STEP,
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


def test_whoever_comes_to_both_gets_one_letter_and_the_others_their_own() -> None:
    async def scene() -> Any:
        home = await two()
        await until(home, moment(), moment(LATER))
        return letters(home), tally(home, ANNOUNCED), tally(home, LATER)

    left = [(BOTH, ONE_AND_TWO), (FIRST, ONE), (SECOND, TWO)]
    assert played(scene) == (left, Tally(sent=2), Tally(sent=1, together=1))


def test_the_letter_greets_once_tells_of_both_in_order_and_is_signed_once() -> None:
    async def scene() -> Any:
        home = await two()
        await home.file(place(BOTH, "1", name="Kim", language=None))
        await until(home, moment())
        letter = next(each.content for each in home.mail.left if each.to == BOTH)
        assert isinstance(letter, Letter)
        return letter.subject, letter.body

    subject, body = played(scene)
    assert subject == (
        f"{ONE_AND_TWO} | Rappel\u00a0: la biométrie, 25 février; "
        "l’informatique quantique, 25 février"
    )
    assert body == (
        "Hello Kim,\n"
        "\n"
        "You have a place at “biometrics”.\n"
        "\n"
        "• When: Thursday, February 25, 2027, 1\u00a0p.m. (ET), for 45 minutes\n"
        "• Across Canada: 2:30\u00a0p.m. St. John’s / 2\u00a0p.m. Halifax / 1\u00a0p.m. Ottawa, Winnipeg / noon Regina, Edmonton / 11\u00a0a.m. Vancouver, Whitehorse\n"
        "• To join: https://example.org/join\n"
        "• Languages: English and French, with captions\n"
        "\n"
        "If you can no longer come, please give up your place, or change something, on this page; it is for you alone:\n"
        f"{place(BOTH, '1').ref}\n"
        "\n"
        "You have a place at “quantum computing”.\n"
        "\n"
        "• When: Thursday, February 25, 2027, 3\u00a0p.m. (ET), for 45 minutes\n"
        "• Across Canada: 4:30\u00a0p.m. St. John’s / 4\u00a0p.m. Halifax / 3\u00a0p.m. Ottawa, Winnipeg / 2\u00a0p.m. Regina, Edmonton / 1\u00a0p.m. Vancouver, Whitehorse\n"
        "• To join: https://example.org/join-2\n"
        "• Languages: English and French, with captions\n"
        "\n"
        "If you can no longer come, please give up your place, or change something, on this page; it is for you alone:\n"
        f"{place(BOTH, '2').ref}\n"
        "\n"
        "The On the Circuit team\n"
        "\n"
        "---\n"
        "\n"
        "Bonjour Kim,\n"
        "\n"
        "Vous avez une place à «\u00a0la biométrie\u00a0».\n"
        "\n"
        "• Quand\u00a0: le jeudi 25 février 2027 à 13\u00a0h (HE), pendant 45 minutes\n"
        "• Au Canada\u00a0: 14\u00a0h\u00a030 St. John’s / 14\u00a0h Halifax / 13\u00a0h Ottawa, Winnipeg / 12\u00a0h Regina, Edmonton / 11\u00a0h Vancouver, Whitehorse\n"
        "• Pour participer\u00a0: https://example.org/join\n"
        "• Langues\u00a0: français et anglais, avec sous-titres\n"
        "\n"
        "Si vous ne pouvez plus venir, veuillez céder votre place, ou modifier quelque chose, sur cette page; elle est pour vous seulement\u00a0:\n"
        f"{place(BOTH, '1').ref}\n"
        "\n"
        "Vous avez une place à «\u00a0l’informatique quantique\u00a0».\n"
        "\n"
        "• Quand\u00a0: le jeudi 25 février 2027 à 15\u00a0h (HE), pendant 45 minutes\n"
        "• Au Canada\u00a0: 16\u00a0h\u00a030 St. John’s / 16\u00a0h Halifax / 15\u00a0h Ottawa, Winnipeg / 14\u00a0h Regina, Edmonton / 13\u00a0h Vancouver, Whitehorse\n"
        "• Pour participer\u00a0: https://example.org/join-2\n"
        "• Langues\u00a0: français et anglais, avec sous-titres\n"
        "\n"
        "Si vous ne pouvez plus venir, veuillez céder votre place, ou modifier quelque chose, sur cette page; elle est pour vous seulement\u00a0:\n"
        f"{place(BOTH, '2').ref}\n"
        "\n"
        "L’équipe d’En circuit"
    )


def test_each_is_told_of_as_whoever_the_person_is_there() -> None:
    async def scene() -> Any:
        home = await two()
        await home.file(Speaking(session="2", address=BOTH, name="Kim", reply=Reply.YES, asked=NOW))
        await until(home, moment(), moment(LATER))
        return letters(home)

    spoken = f"{ONE}; Your part on February 25: quantum computing"
    assert played(scene) == [(BOTH, spoken), (FIRST, ONE), (SECOND, TWO)]


@pytest.mark.parametrize(
    ("apart", "together"), [(timedelta(hours=6), 0), (timedelta(hours=6) - MINUTE, 1)]
)
def test_near_is_less_than_six_hours(apart: timedelta, together: int) -> None:
    async def scene() -> Any:
        late = replace(LATER, starts=ANNOUNCED.starts + apart)
        home = await two(ANNOUNCED, late)
        await until(home, moment(), moment(late))
        return len(letters(home)), tally(home, late).together

    assert played(scene) == (4 - together, together)


def test_two_that_are_due_at_the_same_moment_are_one_letter() -> None:
    async def scene() -> Any:
        home = await two(ANNOUNCED, replace(LATER, starts=ANNOUNCED.starts))
        await until(home, moment())
        return letters(home)

    assert played(scene) == [(BOTH, ONE_AND_TWO), (FIRST, ONE), (SECOND, TWO)]


def test_after_both_moments_were_slept_through_the_earlier_still_tells_of_both() -> None:
    async def scene() -> Any:
        # Filed the other way round, so that nothing but their moments can order them.
        first = replace(ANNOUNCED, id="2", title=LATER.title)
        second = replace(LATER, id="1", title=ANNOUNCED.title)
        home = await two(second, first)
        await until(home, moment(second) + HOUR)
        return letters(home)

    both = "Reminder: quantum computing, February 25; biometrics, February 25"
    assert played(scene) == [(BOTH, both), (FIRST, ONE), (SECOND, TWO)]


def test_only_the_same_step_is_told_of_in_one_letter() -> None:
    async def scene() -> Any:
        hours = "-PT23H"
        home = await two(plans=(plan(), plan("2", steps=(hours,))))
        await until(home, moment(), steps.at(LATER, hours))
        return letters(home)

    assert played(scene) == [(BOTH, ONE), (BOTH, TWO), (FIRST, ONE), (SECOND, TWO)]


def test_three_near_the_first_are_one_letter_in_the_order_in_which_they_start() -> None:
    async def scene() -> Any:
        third = replace(LATER, id="3", title=Both("ai", "ia"), starts=ANNOUNCED.starts + HOUR)
        home = await two(ANNOUNCED, LATER, third)
        await home.file(plan("3"), place(BOTH, "3"), place(SECOND, "3"))
        await until(home, moment(), moment(third), moment(LATER))
        return letters(home), tally(home, third), tally(home, LATER)

    third, second = "ai, February 25", "quantum computing, February 25"
    left = [
        (BOTH, "Reminder: biometrics,…; ai, February 25; quantum computing, February…"),
        (FIRST, ONE),
        (SECOND, f"Reminder: {third}; {second}"),
    ]
    assert played(scene) == (left, Tally(sent=1, together=1), Tally(together=2))


@pytest.mark.parametrize("approved", ["1", "2"])
def test_words_that_nobody_approved_never_leave(approved: str) -> None:
    async def scene() -> Any:
        plans = [plan(each, approved_by=BEN.address if each == approved else "") for each in "12"]
        home = await two(plans=tuple(plans))
        await until(home, moment(), moment(LATER))
        return letters(home)

    alone = {"1": [(BOTH, ONE), (FIRST, ONE)], "2": [(BOTH, TWO), (SECOND, TWO)]}
    assert played(scene) == alone[approved]


def test_words_whose_approval_was_taken_back_before_the_letter_leaves_stay_out_of_it() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later")]
        await until(home, moment())
        await home.file(plan("2", approved_by="", version=2))
        await passed(home)
        return letters(home)

    assert played(scene) == [(BOTH, ONE), (FIRST, ONE)]


def test_a_session_that_is_cancelled_before_the_letter_leaves_is_left_out_of_it() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later")]
        await until(home, moment())
        await home.file(replace(LATER, phase=Phase.CANCELLED, version=2))
        await passed(home)
        await until(home, moment(LATER))
        return letters(home)

    assert played(scene) == [(BOTH, ONE), (FIRST, ONE)]


def test_if_the_first_session_is_cancelled_the_other_has_its_own_letter() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later")]
        await until(home, moment())
        await home.file(replace(ANNOUNCED, phase=Phase.CANCELLED, version=2))
        await passed(home)
        await until(home, moment(LATER))
        return letters(home)

    assert played(scene) == [(BOTH, TWO), (FIRST, ONE), (SECOND, TWO)]


def test_a_session_that_moves_before_the_letter_leaves_has_its_own_at_its_new_moment() -> None:
    async def scene() -> Any:
        moved = replace(LATER, starts=LATER.starts + timedelta(days=7), version=2)
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later")]
        await until(home, moment())
        await home.file(moved)
        await passed(home)
        before = letters(home)
        await until(home, moment(LATER), moment(moved))
        return before, letters(home)[1:]

    moved = "Reminder: quantum computing, March 4"
    before = [(BOTH, ONE), (FIRST, ONE)]
    after = [(BOTH, moved), (FIRST, ONE), (SECOND, moved)]
    assert played(scene) == (before, after)


def test_who_gives_up_one_place_is_reminded_of_the_other_alone() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later")]
        await until(home, moment())
        await home.file(place(BOTH, "2", standing=Standing.CANCELLED, version=2))
        await passed(home)
        await until(home, moment(LATER))
        return letters(home)

    assert played(scene) == [(BOTH, ONE), (FIRST, ONE), (SECOND, TWO)]


def test_whoever_could_not_be_told_of_both_is_told_of_the_second_by_itself() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [Rejected("554")]
        await until(home, moment(), moment(LATER))
        return letters(home), tally(home, ANNOUNCED), tally(home, LATER)

    left = [(BOTH, TWO), (FIRST, ONE), (SECOND, TWO)]
    assert played(scene) == (left, Tally(sent=1, failed=1), Tally(sent=2))


def test_a_letter_that_is_put_off_past_the_second_tells_of_the_first_alone() -> None:
    async def scene() -> Any:
        home = await two()
        home.mail.problems[BOTH] = [TryLater("450 later", after=3 * 3600)]
        await until(home, moment(), moment(LATER))
        await passed(home, 200)
        return letters(home), tally(home, ANNOUNCED), tally(home, LATER)

    left = [(BOTH, ONE), (BOTH, TWO), (FIRST, ONE), (SECOND, TWO)]
    assert played(scene) == (left, Tally(sent=2), Tally(sent=2))


def test_a_second_that_the_team_has_stopped_is_told_of_no_more() -> None:
    async def scene() -> Any:
        late = replace(LATER, starts=ANNOUNCED.starts)
        home = await two(ANNOUNCED, late)
        home.mail.problems[BOTH] = [TryLater("450 later")] * 2
        home.mail.problems[SECOND] = [TryLater("450 later")]
        await until(home, moment())
        second = home.store.view().get(Mailing, steps.number(late, STEP))
        assert second is not None
        await home.file(second.changed(stage=Stage.STOPPED))
        await passed(home, 10)
        await passed(home, 10)
        return letters(home)

    assert played(scene) == [(BOTH, ONE), (FIRST, ONE)]


def test_a_letter_cut_short_at_the_end_of_the_process_still_stands_for_both() -> None:
    """It leaves again and tells of both, and the second, which runs first, tells nobody twice."""

    async def scene() -> Any:
        home = await two()
        home.clock.move(moment())
        await home.assistant.tick()
        first, second = steps.number(ANNOUNCED, STEP), steps.number(LATER, STEP)
        ledger = home.house.ledgers.open(first)
        line = f"{int(moment().timestamp())} {second}"
        await ledger.note(
            (mark(first, FIRST), "", ""), (mark(first, FIRST), "sent", line.split(maxsplit=1)[0])
        )
        await ledger.note((mark(first, BOTH), "", line))
        running = home.store.view().get(Mailing, first)
        assert running is not None
        running = running.changed(
            stage=Stage.RUNNING, began=moment(), not_before=moment(LATER) + MINUTE
        )
        await home.file(running)
        await until(home, moment(LATER))
        before = letters(home)
        await passed(home)
        return before, letters(home), tally(home, ANNOUNCED), tally(home, LATER)

    before = [(SECOND, TWO)]
    after = [(BOTH, ONE_AND_TWO), (SECOND, TWO)]
    assert played(scene) == (before, after, Tally(sent=2, uncertain=1), Tally(sent=1, together=1))


def test_a_correction_reaches_those_who_read_of_it_in_either_letter() -> None:
    async def scene() -> Any:
        home = await two()
        await until(home, moment(), moment(LATER))
        home.mail.left.clear()
        done = home.assistant.present(f"reminders-{steps.number(LATER, STEP)}", ("en",))
        asked = await home.press(ANA, done, "correct")
        written = {"subject_en": "Oops", "subject_fr": "Oups", "body_en": "x", "body_fr": "x"}
        proposed = await home.press(ANA, asked, "save", **written)
        pressed = await home.press(ANA, proposed, "go")
        await passed(home)
        return pressed.text.partition(" / ")[0].partition(": ")[2], letters(home)

    words = "2 letters leave in a minute. You can still stop it."
    assert played(scene) == (words, [(BOTH, "Oops"), (SECOND, "Oops")])


def test_without_the_record_of_the_letter_for_both_the_second_waits_for_the_team() -> None:
    async def scene() -> Any:
        home = await two()
        await until(home, moment())
        home.house.ledgers._known.clear()  # type: ignore[attr-defined]
        await until(home, moment(LATER))
        stopped = home.store.view().get(Mailing, steps.number(LATER, STEP))
        assert stopped is not None
        told = home.told(SPACE.room)[-1].partition(" / ")[0]
        shown = home.assistant.present(f"reminders-{stopped.id}", ("en",))
        await home.press(ANA, shown, "resume")
        await passed(home)
        return stopped.stage, told, letters(home)[-2:]

    words = (
        "Reminder for session 2, “quantum computing”: stopped, because the record of who had "
        "received another reminder is missing, as after a restored backup. If you go on, some "
        "people may get two."
    )
    assert played(scene) == (Stage.STOPPED, words, [(FIRST, ONE), (SECOND, TWO)])


def test_asked_why_both_sessions_are_named() -> None:
    async def scene() -> Any:
        home = await two()
        await until(home, moment(), moment(LATER))
        home.chat.left.clear()
        await home.say(ANA, f"why did {BOTH} get the reminder for session 1?")
        await home.say(ANA, f"why did {BOTH} get the reminder for session 2?")
        await home.say(ANA, f"why did {FIRST} get the reminder for session 2?")
        return home.told(ANA.address)

    assert played(scene) == [
        (
            f"Reminders for session 1, “biometrics”, to {BOTH}:\n"
            "• Wednesday, February 24, 2027, 1\u00a0p.m. (ET): sent, in one letter with session 2, “quantum computing”."
        ),
        (
            f"Reminders for session 2, “quantum computing”, to {BOTH}:\n"
            "• Wednesday, February 24, 2027, 1\u00a0p.m. (ET): sent, in one letter with session 1, “biometrics”.\n"
            "• Wednesday, February 24, 2027, 3\u00a0p.m. (ET): no second letter, because the one about session 1, “biometrics”, told of it too."
        ),
        (
            f"Reminders for session 2, “quantum computing”, to {FIRST}:\n"
            "• Wednesday, February 24, 2027, 3\u00a0p.m. (ET): not sent, because nobody registered with this address."
        ),
    ]
