"""What leaves by us leaves after a yes and a press, once, whatever happens on its way."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from bot.documents.letter import Envelope, message
from bot.errors import Rejected, TryLater
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Errand, Letter, Message, Person
from bot.model.outreach import Partner, PastAttendee
from bot.model.promotion import PostState, PromotionHabits
from bot.model.registration import Registration
from bot.suppression import added
from tests.core.house import ANA, BEN, NOW, TEAM

from .house import SESSION, context
from .theatre import Theatre, theatre

POST = "the Teams post"
SUBJECT = (
    "Join the conversation on February 25: Digital credentials and privacy"
    " | Prenez part à la conversation le 25 février\u00a0: Titres numériques et vie privée"
)


async def pressed(home: Theatre, words: str = POST, button: str = "send_now") -> None:
    shown = await home.approved(words)
    await home.press(ANA, shown, button)


@pytest.mark.slow
def test_nothing_leaves_without_a_yes_and_a_press() -> None:
    async def scene() -> tuple[int, PostState]:
        home = await theatre()
        await home.approved(POST)
        await home.half_hours(SESSION.starts - timedelta(hours=1))
        return len(home.teams.left), home.post("teams").state

    assert asyncio.run(scene()) == (0, PostState.APPROVED)


def test_a_press_twice_posts_once() -> None:
    async def scene() -> tuple[int, PostState]:
        home = await theatre()
        shown = await home.approved(POST)
        await asyncio.gather(*(home.press(ANA, shown, "send_now") for _ in range(3)))
        await home.later(days=1)
        return len(home.teams.left), home.post("teams").state

    assert asyncio.run(scene()) == (1, PostState.OUT)


def test_what_is_scheduled_leaves_at_its_time() -> None:
    async def scene() -> tuple[int, int, bool]:
        home = await theatre()
        await pressed(home, button="schedule")
        due = home.post("teams").due
        await home.tick_at(due - timedelta(minutes=1))
        before = len(home.teams.left)
        await home.tick_at(due)
        (sent,) = home.teams.left
        assert isinstance(sent.content, Errand)
        return before, len(home.teams.left), "Digital credentials" in sent.content.facts["message"]

    assert asyncio.run(scene()) == (0, 1, True)


def test_a_channel_that_is_down_gets_it_later_and_the_text_is_there_meanwhile() -> None:
    async def scene() -> tuple[PostState, PostState, int]:
        home = await theatre()
        home.teams.problems["teams"] = [TryLater("down"), TryLater("down")]
        await pressed(home)
        meanwhile = home.post("teams").state
        await home.later(minutes=1)
        await home.later(minutes=5)
        return meanwhile, home.post("teams").state, len(home.teams.left)

    assert asyncio.run(scene()) == (PostState.HANDED, PostState.OUT, 1)


def test_what_was_posted_by_hand_meanwhile_does_not_leave_as_well() -> None:
    async def scene() -> tuple[PostState, int]:
        home = await theatre()
        home.teams.problems["teams"] = [TryLater("down")]
        await pressed(home)
        shown = await home.say(ANA, f"draft {POST} for session 1")
        await home.press(ANA, shown, "posted")
        await home.later(days=2)
        return home.post("teams").state, len(home.teams.left)

    assert asyncio.run(scene()) == (PostState.OUT, 0)


def test_the_team_hears_once_that_a_channel_is_down_for_some_time() -> None:
    async def scene() -> int:
        home = await theatre()
        home.teams.problems["teams"] = [TryLater("down")] * 9
        await pressed(home)
        for _ in range(12):
            await home.later(minutes=10)
        said = [each.content.text for each in home.chat.left if isinstance(each.content, Message)]
        return sum("cannot be reached" in each for each in said)

    assert asyncio.run(scene()) == 1


def test_what_is_refused_waits_for_another_press() -> None:
    async def scene() -> tuple[PostState, bool, PostState, int]:
        home = await theatre()
        home.teams.problems["teams"] = [Rejected("no such channel")]
        await pressed(home)
        refused = home.post("teams")
        shown = await home.say(ANA, f"draft {POST} for session 1")
        await home.press(ANA, shown, "send_now")
        return refused.state, bool(refused.trouble), home.post("teams").state, len(home.teams.left)

    assert asyncio.run(scene()) == (PostState.APPROVED, True, PostState.OUT, 1)


def test_nobody_knows_whether_it_arrived_so_a_person_says() -> None:
    async def scene() -> tuple[PostState, int, PostState, int]:
        home = await theatre()
        home.teams.problems["teams"] = [TimeoutError()]
        await pressed(home)
        await home.later(days=1)
        unsure, left = home.post("teams").state, len(home.teams.left)
        shown = await home.say(ANA, f"draft {POST} for session 1")
        shown = await home.press(ANA, shown, "not_out")
        await home.press(ANA, shown, "send_now")
        return unsure, left, home.post("teams").state, len(home.teams.left)

    assert asyncio.run(scene()) == (PostState.HANDED, 0, PostState.OUT, 1)


def test_words_that_change_after_the_press_do_not_leave() -> None:
    async def scene() -> tuple[int, PostState]:
        home = await theatre()
        await pressed(home, button="schedule")
        await home.file(replace(SESSION, title=replace(SESSION.title, en="Other"), version=2))
        await home.tick_at(home.post("teams").due)
        return len(home.teams.left), home.post("teams").state

    assert asyncio.run(scene()) == (0, PostState.DRAFT)


def test_facts_that_change_after_the_press_leave_as_they_are_now() -> None:
    async def scene() -> tuple[int, bool]:
        home = await theatre()
        await pressed(home, button="schedule")
        moved = replace(SESSION, minutes=60, version=2)
        await home.file(moved)
        await home.tick_at(home.post("teams").due)
        (sent,) = home.teams.left
        assert isinstance(sent.content, Errand)
        return len(home.teams.left), "60 minutes" in sent.content.facts["message"]

    assert asyncio.run(scene()) == (1, True)


def test_the_directors_mail_goes_to_their_office_as_a_draft_that_is_not_sent() -> None:
    async def scene() -> tuple[str, str | None, str, str]:
        home = await theatre()
        await home.file(PromotionHabits(office="office@example.ca"))
        await home.file(replace(TEAM, director="ben@example.org"))
        await home.approved("the director's email")
        await home.say(ANA, "send the director's email for session 1")
        (letter,) = home.mail.left
        assert isinstance(letter.content, Letter)
        envelope = Envelope(
            Person("us@example.org"), Person(letter.to), "us@example.org", "<1@x>", NOW
        )
        raw = message(letter.content, envelope).as_bytes()
        mail = message_from_bytes(raw, policy=policy.default)
        (attached,) = [e for e in mail.walk() if e.get_content_type() == "message/rfc822"]
        inside = attached.get_content()
        return letter.to, attached.get_filename(), inside["X-Unsent"], inside["Subject"]

    assert asyncio.run(scene()) == (
        "office@example.ca",
        "session-1-director.eml",
        "1",
        SUBJECT,
    )


def partner(number: int) -> Partner:
    return Partner(address=f"p{number}@example.ca", organisation=f"Town {number}", added=NOW)


def attendee(number: int) -> PastAttendee:
    return PastAttendee(address=f"a{number}@example.ca", basis="form of 2025", added=NOW)


def test_letters_leave_once_and_suppression_is_asked_last() -> None:
    async def scene() -> tuple[list[str], PostState, int]:
        home = await theatre()
        await home.file(*(partner(number) for number in range(5)))
        shown = await home.approved("the email to partners")
        await asyncio.gather(*(home.press(ANA, shown, "send_now") for _ in range(2)))
        await home.file(*added(context(), "p3@example.ca", "unsubscribed").saves)
        await home.later(minutes=2)
        await home.later(minutes=28)
        mailing = home.store.view().get(Mailing, "post.1.partners")
        assert mailing is not None
        sent = sorted(each.to for each in home.mail.left)
        return sent, home.post("partners").state, mailing.tally.skipped

    assert asyncio.run(scene()) == (
        ["p0@example.ca", "p1@example.ca", "p2@example.ca", "p4@example.ca"], PostState.OUT, 1,
    )  # fmt: skip


async def invited(home: Theatre) -> None:
    """Past attendees are written to, as far as that is allowed."""
    words = "the message to past attendees for session 1"
    shown = await home.say(ANA, f"draft {words}")
    shown = await home.press(ANA, shown, "save", answer="attendees")
    await home.press(ANA, shown, "ask_approval")
    await home.say(BEN, f"approve {words}")
    shown = await home.say(ANA, f"send {words}")
    await home.press(ANA, shown, "send_now")
    await home.later(minutes=2)


def came(address: str, session: str, *, consent: bool) -> Registration:
    return Registration(session=session, address=address, consent=consent, at=NOW, changed_at=NOW)


def test_who_agreed_is_written_to_once_unless_they_have_a_place() -> None:
    async def scene() -> list[str]:
        home = await theatre()
        await home.file(
            attendee(1),
            attendee(2),
            came("a1@example.ca", "2", consent=True),
            came("yes@example.ca", "2", consent=True),
            came("no@example.ca", "2", consent=False),
            came("a2@example.ca", "1", consent=True),
        )
        await invited(home)
        return sorted(each.to for each in home.mail.left)

    assert asyncio.run(scene()) == ["a1@example.ca", "yes@example.ca"]


def test_a_letter_greets_and_has_a_way_out_of_its_own() -> None:
    async def scene() -> tuple[str, bool, bool]:
        home = await theatre()
        await home.file(replace(attendee(1), name="Kim Roy", language="fr"))
        await invited(home)
        (sent,) = home.mail.left
        assert isinstance(sent.content, Letter)
        body = sent.content.body
        return body.split("\n")[0], "https://circuit.example.org/u/" in body, "((" in body

    assert asyncio.run(scene()) == ("Bonjour Kim Roy,", True, False)


@pytest.mark.parametrize(("before", "letters"), [(1, 1), (2, 0)])
def test_nobody_is_invited_three_times_in_two_weeks(before: int, letters: int) -> None:
    async def scene() -> int:
        home = await theatre()
        await home.file(attendee(1), *(earlier(number) for number in range(before)))
        await invited(home)
        return len(home.mail.left)

    assert asyncio.run(scene()) == letters


def earlier(number: int) -> Mailing:
    at = NOW - timedelta(days=number + 1)
    return Mailing(
        id=f"post.9{number}.attendees",
        skill="promotion",
        kind="attendees",
        about="session/9",
        wordings={},
        stage=Stage.DONE,
        created=at,
        began=at,
    )
