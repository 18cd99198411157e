"""The team chooses by which way a reminder leaves, and hears how long each takes."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.app import ways
from bot.assistant import Assistant
from bot.errors import DailyLimit, Rejected, TryLater
from bot.model.conversation import Sender
from bot.model.mailing import ReminderPlan, Stage
from bot.model.outbox import Message
from bot.model.outcome import Answer
from bot.model.people import Contact, Place
from bot.model.setup import MAILBOX, Pace
from bot.settings import Settings
from bot.texts.moments import lasting
from tests.core.house import ANA, BEN, TEAM, Home, Kept

from .carrier import Calls
from .house import ANNOUNCED, mailing, passed, registration

Scene = Callable[[], Coroutine[Any, Any, Any]]
ALL = {"mail": Pace(0.5, 10_000), "notify": Pace(most=50_000), "flow": MAILBOX}
CHANTAL = Sender("chantal@example.org", "Chantal")


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


async def choosing(many: int, paces: Mapping[str, Pace], *doors: Calls) -> Home:
    """A home with so many registrations of one language, and these ways out."""
    chat, mail = Kept("chat", "soon"), Kept("mail", "resend")
    home = Home(None, None, chat, mail, *doors)
    home.chat, home.mail = chat, mail
    organisers = home.house.setup.organisers | {CHANTAL.address}
    setup = replace(home.house.setup, ways=paces, organisers=organisers)
    home.house = replace(home.house, setup=setup)
    home.assistant = Assistant(home.house)
    await home.meet(ANA, BEN)
    places = (Place("chat", CHANTAL.address),)
    await home.file(Contact(address=CHANTAL.address, language="fr", places=places))
    await home.file(ANNOUNCED, TEAM)
    await home.file(*(registration(n, language="en") for n in range(many)))
    return home


def ways_in(answer: Answer) -> list[str]:
    """The lines of an answer that speak of ways out."""
    marks = ("go by", "goes by", "too long", "too late", "se fai", "trop")
    return [line for line in answer.text.split("\n") if any(mark in line for mark in marks)]


def buttons(answer: Answer) -> list[str]:
    assert answer.card is not None
    return [action["data"]["button"] for action in answer.card["actions"]]


def test_every_way_is_named_with_how_long_it_takes() -> None:
    async def scene() -> Any:
        home = await choosing(1_000, ALL)
        english = await home.say(ANA, "send reminders for session 1")
        french = await home.say(CHANTAL, "envoie les rappels de la séance 1")
        return ways_in(english), ways_in(french), buttons(english)

    english = [
        "• It goes by our mail server, which takes about 34 minutes.",
        "• It could go by GC Notify, as a rule within minutes, up to its own daily limit. Confirmations and calendar entries stay with our mail server: GC Notify carries none.",
        "• It could go by our flow in Power Automate. Everybody reads the same words there: no name, and no paragraph with a page of their own.",
    ]
    french = [
        "• L’envoi se fait par notre serveur de courriel, ce qui prend environ 34 minutes.",
        "• L’envoi peut se faire par Notification GC, le plus souvent en quelques minutes, dans sa limite par jour. Les confirmations et les entrées de calendrier restent à notre serveur de courriel\u00a0: Notification GC n’en transporte pas.",
        "• L’envoi peut se faire par notre flux dans Power Automate. Tout le monde y lit le même texte\u00a0: ni nom, ni paragraphe avec une page personnelle.",
    ]
    assert played(scene) == (english, french, ["go", "stop", "by_notify", "by_flow"])


@pytest.mark.slow
def test_thirty_thousand_by_one_mailbox_take_three_days() -> None:
    async def scene() -> Any:
        home = await choosing(30_000, ALL)
        return ways_in(await home.say(ANA, "send reminders for session 1"))

    mail, _, flow = played(scene)
    assert mail == "• It goes by our mail server, which takes about 3 days."
    assert "which takes about 3 days, because one mailbox sends 10,000 a day." in flow


def test_what_needs_more_than_one_call_is_said_plainly() -> None:
    async def scene() -> Any:
        home = await choosing(11, {"mail": Pace(), "notify": Pace(most=10)})
        return ways_in(await home.say(ANA, "send reminders for session 1"))[1]

    assert "It takes 50,000 letters at once, so these leave in 2 parts or more." in played(scene)


def test_where_there_is_no_choice_and_no_wait_nothing_is_said_of_it() -> None:
    async def scene() -> Any:
        home = await choosing(3, {"mail": Pace(20.0)})
        answer = await home.say(ANA, "send reminders for session 1")
        return ways_in(answer), buttons(answer)

    assert played(scene) == ([], ["go", "stop"])


def test_the_chosen_way_is_taken_and_no_other() -> None:
    async def scene() -> Any:
        door = Calls()
        home = await choosing(3, ALL, door)
        shown = await home.say(ANA, "send reminders for session 1")
        chosen = await home.press(ANA, shown, "by_notify")
        before = (ways_in(chosen)[0], buttons(chosen), len(door.calls))
        await home.press(ANA, chosen, "go")
        await passed(home)
        return before, door.sizes, len(home.mail.left), mailing(home).stage

    before = (
        "• It could go by our mail server.",
        ["go", "stop", "by_mail", "by_flow"],
        0,
    )
    assert played(scene) == (before, [("mailing/1/1", 3)], 0, Stage.DONE)


def test_a_way_may_be_typed() -> None:
    async def scene() -> Any:
        home = await choosing(3, ALL, Calls())
        await home.say(ANA, "send reminders for session 1")
        first = buttons(await home.say(ANA, "gc notify"))
        return first, mailing(home).door

    assert played(scene) == (["go", "stop", "by_mail", "by_flow"], "notify")


def test_once_it_was_pressed_the_way_stays() -> None:
    async def scene() -> Any:
        home = await choosing(3, ALL, Calls())
        shown = await home.say(ANA, "send reminders for session 1")
        await home.press(ANA, shown, "go")
        await home.press(BEN, shown, "by_notify")
        return mailing(home).door, mailing(home).stage

    assert played(scene) == ("mail", Stage.WAITING)


def test_a_second_organiser_reads_which_way_it_would_leave() -> None:
    async def scene() -> Any:
        home = await choosing(201, ALL, Calls())
        shown = await home.say(ANA, "send reminders for session 1")
        chosen = await home.press(ANA, shown, "by_flow")
        return ways_in(await home.press(ANA, chosen, "go"))

    assert [line.partition(".")[0] for line in played(scene)] == [
        "• It goes by our flow in Power Automate"
    ]


def test_too_slow_a_way_is_pointed_out() -> None:
    async def scene() -> Any:
        home = await choosing(1_000, {"mail": Pace(1.0, 100)})
        home.clock.move(ANNOUNCED.starts - timedelta(days=3))
        shown = await home.say(ANA, "send reminders for session 1")
        return ways_in(shown)

    assert played(scene) == [
        "• It goes by our mail server, which takes about 10 days.",
        "• That takes too long: about 300 of 1000 would leave before Thursday, February 25, 2027, 1\u00a0p.m. (ET). Choose another way, or write to fewer people.",
    ]


def test_a_plan_says_what_begins_too_late_and_when_it_would_not() -> None:
    async def scene() -> Any:
        home = await choosing(1_000, {"mail": Pace(1.0, 400), "notify": Pace(most=50_000)})
        shown = await home.say(ANA, "schedule a reminder 4 days before session 1")
        slow = (ways_in(shown), buttons(shown))
        chosen = await home.press(ANA, shown, "by_notify")
        return slow, ways_in(chosen)[0], buttons(chosen), _plan(home)

    late = (
        "too late for 1000 letters, which take about 3 days this way. Choose another way, or plan "
        "it by Tuesday, February 23, 2027, 12:56\u00a0p.m. (ET)."
    )
    (lines, pressed), then, others, plan = played(scene)
    assert lines[0] == "• It goes by our mail server, which takes about 3 days."
    assert lines[2:] == [
        f"• Wednesday, February 24, 2027, 1\u00a0p.m. (ET): {late}",
        f"• Thursday, February 25, 2027, noon (ET): {late}",
    ]
    assert pressed == ["approve", "by_notify"]
    assert (then, others) == (
        "• It could go by our mail server, which takes about 3 days.",
        ["approve", "by_mail"],
    )
    assert (plan.door, plan.approved_by) == ("notify", "")


def test_planned_reminders_leave_by_the_way_of_the_plan() -> None:
    async def scene() -> Any:
        door = Calls()
        home = await choosing(3, ALL, door)
        shown = await home.say(ANA, "schedule a reminder 2 days before session 1")
        approved = await home.press(ANA, shown, "approve")
        chosen = await home.press(BEN, approved, "by_notify")
        home.clock.move(ANNOUNCED.starts - timedelta(days=7) + timedelta(minutes=1))
        await home.assistant.tick()
        await home.assistant.settle()
        return _plan(home).approved_by, buttons(chosen), door.times, len(home.mail.left)

    assert played(scene) == (ANA.address, ["by_mail", "by_flow"], {1: 3}, 0)


def test_a_planned_reminder_has_as_long_as_its_way_takes() -> None:
    async def scene() -> Any:
        home = await choosing(25, {"mail": Pace(1.0, 10)})
        home.mail.daily = 10  # type: ignore[attr-defined]
        shown = await home.say(ANA, "schedule a reminder 2 days before session 1")
        await home.press(ANA, shown, "approve")
        home.clock.move(ANNOUNCED.starts - timedelta(days=7) + timedelta(minutes=1))
        await home.assistant.tick()
        for _ in range(3):
            await home.assistant.settle()
            home.clock.move(home.clock.now() + timedelta(hours=24, minutes=15))
        return len(home.mail.left)

    assert played(scene) == 25


def _plan(home: Home) -> ReminderPlan:
    found = home.store.view().get(ReminderPlan, "1")
    assert found is not None
    return found


async def left(
    *problems: Exception, many: int = 3, most: int = 50_000
) -> tuple[Home, Calls, Answer]:
    """A reminder by GC Notify that met these problems, and its card."""
    door = Calls(most)
    door.problems = list(problems)
    home = await choosing(many, ALL, door)
    shown = await home.say(ANA, "send reminders for session 1")
    chosen = await home.press(ANA, shown, "by_notify")
    await home.press(ANA, chosen, "go")
    await passed(home)
    return home, door, _card(home)


def _card(home: Home) -> Answer:
    """The card of the reminder as it was last shown to Ana."""
    sent = [each.content for each in home.chat.left if each.to == ANA.address]
    last = sent[-1]
    assert isinstance(last, Message)
    return Answer(last.text, last.card)


BEGINS = "Reminder for session 1, “biometrics”: "


def test_the_uncertain_get_it_again_only_at_a_press() -> None:
    async def scene() -> Any:
        home, door, done = await left(TimeoutError())
        await passed(home, 600)
        before = len(door.calls)
        again = await home.press(ANA, done, "again")
        await passed(home)
        return done.text, buttons(done), before, again.text, len(door.calls), _card(home).text

    assert played(scene) == (
        f"{BEGINS}0 of 3 sent.\n• 3 may or may not have received it: the answer was lost on the way. I do not send it to them again by myself.",
        ["again", "correct"],
        1,
        f"{BEGINS}0 of 3 sent; at 7:03\u00a0p.m. I go on with 3.",
        2,
        f"{BEGINS}3 of 3 sent.\n• 3 may have arrived twice",
    )


def test_what_was_wanted_again_can_be_stopped_within_its_minute() -> None:
    async def scene() -> Any:
        home, door, done = await left(TimeoutError())
        again = await home.press(ANA, done, "again")
        await home.press(ANA, again, "halt")
        await passed(home, 60)
        return len(door.calls), mailing(home).stage

    assert played(scene) == (1, Stage.STOPPED)


def test_once_the_session_has_begun_nobody_is_offered_to_send_it_again() -> None:
    async def scene() -> Any:
        home, _, done = await left(TimeoutError())
        home.clock.move(ANNOUNCED.starts + timedelta(seconds=1))
        await home.press(ANA, done, "again")
        return mailing(home).stage

    assert played(scene) == Stage.DONE


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            DailyLimit("enough", after=36_000),
            "0 of 3 sent; 3 wait. No more letters are taken by GC Notify today. It takes more again Tuesday, January 12, 2027, 7:02\u00a0p.m. (ET).",
        ),
        (
            TryLater("x", hindrance="no_template"),
            "0 of 3 sent; 3 wait. GC Notify has no template “Circuit” that fits. Whoever looks after me reads in “circuit doctor” how to make it; I keep trying.",
        ),
        (
            TryLater("x", hindrance="not_let_in"),
            "0 of 3 sent; 3 wait. We are not let in by GC Notify. Whoever looks after me reads in “circuit doctor” what to do; I keep trying.",
        ),
        (
            TryLater("x", hindrance="on_trial"),
            "0 of 3 sent; 3 wait. GC Notify has our service on trial, or its key is for the team only: it writes to nobody else. I keep trying.",
        ),
        (
            Rejected("Service is not allowed to send emails"),
            "0 of 3 sent.\n• 3 could not be delivered. The answer by GC Notify: “Service is not allowed to send emails”",
        ),
    ],
)  # fmt: skip
def test_what_keeps_letters_from_leaving_is_said(problem: Exception, words: str) -> None:
    async def scene() -> Any:
        return (await left(problem))[2].text

    assert played(scene) == f"{BEGINS}{words}"


def test_a_way_that_is_gone_is_said() -> None:
    async def scene() -> Any:
        home = await choosing(3, {"mail": Pace(), "flow": MAILBOX})
        shown = await home.say(ANA, "send reminders for session 1")
        chosen = await home.press(ANA, shown, "by_flow")
        await home.press(ANA, chosen, "go")
        await passed(home)
        return _card(home).text

    assert played(scene) == (
        f"{BEGINS}stopped. 0 of 3 had left; the others have received nothing. It was to leave by "
        "our flow, which is not set up any more."
    )


def test_a_correction_takes_the_way_of_what_it_corrects() -> None:
    async def scene() -> Any:
        home, door, done = await left()
        asked = await home.press(ANA, done, "correct")
        written = {"subject_en": "Oops", "subject_fr": "Oups", "body_en": "x", "body_fr": "x"}
        proposed = await home.press(ANA, asked, "save", **written)
        lines = [line.partition(",")[0] for line in ways_in(proposed)][1]
        await home.press(ANA, proposed, "go")
        await passed(home)
        return lines, door.sizes

    sizes = [("mailing/1/1", 3), ("mailing/2/1", 3)]
    assert played(scene) == ("• It goes by GC Notify", sizes)


def test_the_ways_follow_from_the_settings() -> None:
    chosen = Settings(
        smtp_url="smtps://mail.example.org?rate=0.5&daily=10000", notify_key="k", flow_url="u"
    )
    assert ways(Settings()) == {"mail": Pace()}
    assert ways(chosen) == {
        "mail": Pace(0.5, 10_000),
        "notify": Pace(most=50_000),
        "flow": Pace(250.0, 10_000, 500),
    }


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (0, "a few moments", "quelques instants"),
        (61, "about 2 minutes", "environ 2 minutes"),
        (6_000, "about 100 minutes", "environ 100 minutes"),
        (6_001, "about 2 hours", "environ 2 heures"),
        (36 * 3600, "about 36 hours", "environ 36 heures"),
        (36 * 3600 + 1, "about 2 days", "environ 2 jours"),
        (2 * 86_400 + 40, "about 3 days", "environ 3 jours"),
    ],
)
def test_how_long_something_takes_is_told_in_whole_units(
    seconds: int, english: str, french: str
) -> None:
    found = timedelta(seconds=seconds)
    assert (lasting(found, "en"), lasting(found, "fr")) == (english, french)


@given(
    st.integers(1, 100_000),
    st.floats(0.1, 100),
    st.integers(0, 20_000),
    st.floats(0, 2_000_000),
)
@example(8643, 0.1, 8643, 86_400)
def test_as_many_leave_in_a_time_as_take_no_longer(
    letters: int, rate: float, daily: int, seconds: float
) -> None:
    pace, time = Pace(rate, daily), timedelta(seconds=seconds)
    found = pace.within(time, letters)
    assert 0 <= found <= letters
    assert found == 0 or pace.lasting(found) <= time + timedelta(seconds=2 / rate)
    assert found == letters or pace.lasting(found + 1) > time - timedelta(seconds=2 / rate)
