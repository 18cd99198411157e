"""A speaker's card counts for one person, one session and one time, whatever is sent back."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot import invites
from bot.channels.terminal.talk import SPACE
from bot.model.conversation import Sender
from bot.model.people import Contact, Noted, Place, Team
from bot.model.session import Phase
from bot.model.speaking import Part, Reply, Speaking

from .house import ANA, NOW, SAM, SESSION, TOM, Scene, to

UNKNOWN = "This card can no longer be used."
HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK('http://evil')",
    "{{7*7}}",
    "((email))",
    "{0.__class__}",
    "[click](http://evil)",
    "@all <@all>",
    "[[Category:x]] {{#invoke:x}}",
)


def part_after(button: str, who: Sender = SAM, **fields: str) -> tuple[str, Speaking, Speaking]:
    """What is answered to a press of Sam's card, and Sam's part before and after it."""

    async def scene() -> tuple[str, Speaking, Speaking]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        before, ref = played.part(), played.part().card
        answer = await played.press(who, button, ref, **fields)
        return answer.text, before, played.part()

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("button", "who", "fields"),
    [
        ("yes", TOM, {}),
        ("yes", Sender("sam@example.com", "Sam Lee"), {}),
        ("yes", Sender("someone@example.org", "Sam Lee"), {}),
        ("keep", SAM, {}),
        ("yes", SAM, {"session": "2"}),
    ],
    ids=[
        "another person",
        "another domain",
        "the same name",
        "another button",
        "a field more",
    ],
)
def test_what_the_card_did_not_offer_changes_nothing(
    button: str, who: Sender, fields: dict[str, str]
) -> None:
    text, before, after = part_after(button, who, **fields)
    assert text.startswith(UNKNOWN)
    assert after == before


def test_an_answer_that_is_too_long_is_said_to_be() -> None:
    text, before, after = part_after("other_time", SAM, note="x" * 4_001)
    assert text.startswith("That is longer than I can take. Please shorten it.")
    assert after == before


def test_details_before_a_yes_change_nothing() -> None:
    text, before, after = part_after("save", bio_en="I write.")
    assert text.startswith("You are invited to take part in session 1")
    assert after == before


def test_a_card_from_before_a_move_shows_the_new_time_and_counts_for_nothing() -> None:
    moved = SESSION.changed(starts=SESSION.starts + timedelta(days=7), wall="2027-03-04T13:00")

    async def scene() -> tuple[str, Reply, Reply]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        old = played.part().card
        await played.run(lambda context: invites.moved(context, SESSION, moved))
        await played.save(moved)
        answer = await played.press(SAM, "yes", old)
        between = played.part().reply
        await played.press(SAM, "yes")
        return answer.text, between, played.part().reply

    text, between, after = asyncio.run(scene())
    assert text.startswith("This card showed another time. Session 1, “biometrics”, has moved to")
    assert (between, after) == (Reply.ASKED, Reply.YES)


@pytest.mark.parametrize("button", ["yes", "no", "other_time", "question", "save", "change"])
@pytest.mark.parametrize("over", ["cancelled", "over"])
def test_after_the_end_every_button_says_so_and_does_nothing(button: str, over: str) -> None:
    async def scene() -> tuple[str, int, Speaking, Speaking]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        before = played.part()
        if over == "cancelled":
            await played.save(SESSION.moved_to(Phase.CANCELLED))
        else:
            played.clock.move(SESSION.ends)
        played.heard()
        answer = await played.press(SAM, button, note="words", bio_en="words")
        return answer.text, len(played.heard()), before, played.part()

    text, left, before, after = asyncio.run(scene())
    assert text.split(" / ")[0].removeprefix("Session 1, “biometrics”, is ") in (
        "cancelled. You have nothing to do.",
        "over. Thank you for your interest.",
    )
    assert (left, after) == (0, before)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_and_never_read(name: str) -> None:
    async def scene() -> Scene:
        played = await Scene().set_up()
        await played.save(Contact(address="eve@example.com", name=name))
        await played.invite("eve@example.com")
        eve = Sender("eve@example.com", name)
        await played.press(eve, "yes", played.part(eve.address).card)
        await played.press(eve, "question", played.part(eve.address).card, note=name)
        return played

    played = asyncio.run(scene())
    heard = played.heard()
    assert f"{name} will speak at session 1. / {name} prendra la parole à la séance 1." in to(
        heard, SPACE
    )
    asked = to(heard, ANA.address)
    assert asked[0].startswith(f"{name} has a question about session 1, “biometrics”: “{name}”")
    letters = [each.content for each in played.sendings() if each.door == "mail"]
    assert all(f"Hello {name}," in str(getattr(each, "body", "")) for each in letters)


def test_no_renderer_of_markdown_finds_a_link_in_a_card() -> None:
    async def scene() -> str:
        played = await Scene().set_up(
            SESSION.changed(title=type(SESSION.title)("[a](http://evil)", "*b*"))
        )
        await played.invite(SAM.address)
        return json.dumps(played.ears.cards[-1][1], ensure_ascii=False)

    shown = asyncio.run(scene())
    assert r"\\[a\\](http://evil) / \\*b\\*" in shown


@pytest.mark.parametrize("name", ["Eve\r\nBcc: x@y.z", "Eve\x0bBcc: x@y.z", "Eve\u2028Bcc: x@y.z"])
def test_a_name_over_several_lines_becomes_one_line(name: str) -> None:
    async def scene() -> str:
        played = await Scene().set_up()
        await played.save(Contact(address="eve@example.com", name=name))
        await played.invite("eve@example.com")
        return played.part("eve@example.com").name

    assert asyncio.run(scene()) == "Eve Bcc: x@y.z"


@pytest.mark.parametrize("written", ["SAM@example.org", " Sam@Example.ORG ", "sam lee", "Sam Lee"])
def test_one_person_is_invited_once_however_they_are_written(written: str) -> None:
    async def scene() -> tuple[str, int]:
        played = await Scene().set_up()
        await played.invite("sam@example.org")
        played.heard()
        answer = await played.invite(written)
        return answer.text, len(played.heard())

    text, left = asyncio.run(scene())
    assert text.startswith("Sam Lee was invited to session 1 before (speaker): no answer since")
    assert left == 0


@pytest.mark.parametrize("part", list(Part))
def test_every_part_is_asked_and_announced_in_its_own_words(part: Part) -> None:
    async def scene() -> list[str]:
        played = await Scene().set_up()
        await played.invite(SAM.address, part=part)
        asked = to(played.heard(), SAM.address)[0].splitlines()[0]
        await played.press(SAM, "yes")
        return [asked, to(played.heard(), SPACE)[0]]

    said = {
        Part.SPEAKER: ("speak about “biometrics”?", "speak at"),
        Part.MODERATOR: ("moderate “biometrics”?", "moderate"),
        Part.HOST: ("host “biometrics”?", "host"),
    }
    asked, announced = asyncio.run(scene())
    assert asked == f"Would you {said[part][0]}"
    assert announced.startswith(f"Sam Lee will {said[part][1]} session 1. / Sam Lee ")


def test_without_a_space_the_organiser_who_invited_hears() -> None:
    async def scene() -> list[str]:
        played = await Scene(Team()).set_up()
        await played.invite(SAM.address)
        await played.press(SAM, "yes")
        return to(played.heard(), ANA.address)

    assert asyncio.run(scene()) == [
        "Sam Lee will speak at session 1. / Sam Lee prendra la parole à la séance 1."
    ]


@pytest.mark.parametrize(
    ("steps", "said", "buttons"),
    [
        ([], "You are invited to take part in session 1", ["yes", "no", "other_time", "question"]),
        (["yes"], "You have said yes to session 1", ["save", "change"]),
        (["no"], "You have said no to session 1", ["yes", "no", "other_time", "question"]),
        (["no", "yes"], "You have said yes after all", ["yes", "no", "other_time", "question"]),
        (["other_time"], "You have proposed another time", ["yes", "no", "other_time", "question"]),
        (
            ["question"],
            "You have a question with the team",
            ["yes", "no", "other_time", "question"],
        ),
    ],
)
def test_a_signed_link_shows_the_present_state(
    steps: list[str], said: str, buttons: list[str]
) -> None:
    async def scene() -> tuple[str, list[str]]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        for step in steps:
            await played.press(SAM, step, note="March 4 at 1 pm")
        answer = played.assistant.present(played.part().card, ("en",))
        assert answer.card is not None
        return answer.text, [each["data"]["button"] for each in answer.card["actions"]]

    text, shown = asyncio.run(scene())
    assert text.startswith(said)
    assert shown == buttons


def test_a_refused_press_is_noted_for_an_audit() -> None:
    async def scene() -> list[tuple[str, str]]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        await played.press(TOM, "yes", played.part().card)
        noted = played.store.view().between(Noted, "at", NOW, None)
        return [(each.who, each.what) for each in noted]

    assert asyncio.run(scene()) == [
        (ANA.address, "speaker.invited"),
        (TOM.address, "refused yes"),
    ]


def test_a_team_card_counts_only_where_it_was_shown_and_for_organisers() -> None:
    async def scene() -> list[str]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        await played.press(SAM, "other_time", note="March 4 at 1 pm")
        ref = played.last_card()
        elsewhere = await played.press(ANA, "keep", ref)
        by_sam = await played.press_in_space(SAM, "keep", ref)
        return [elsewhere.text, by_sam.text, played.part().reply.value]

    elsewhere, by_sam, reply = asyncio.run(scene())
    assert elsewhere.startswith(UNKNOWN)
    assert by_sam.startswith("Only the team that organises the sessions can ask me that.")
    assert reply == Reply.OTHER_TIME


def test_the_same_person_at_two_sessions_at_once_is_pointed_out() -> None:
    other = SESSION.changed()
    other = type(other)(
        id="2",
        title=other.title,
        starts=SESSION.starts + timedelta(minutes=30),
        wall="",
        created=NOW,
    )

    async def scene() -> str:
        played = await Scene().set_up(SESSION, other)
        await played.invite(SAM.address)
        return (await played.invite(SAM.address, "2")).text

    assert asyncio.run(scene()).endswith(
        " Mind: the same person is asked for session 1, “biometrics”, at the same time."
    )


def test_an_empty_field_leaves_what_was_saved_before() -> None:
    async def scene() -> Speaking:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        await played.press(SAM, "yes")
        await played.press(
            SAM, "save", bio_en="I write.", language="fr", recording="no", needs="A ramp"
        )
        await played.press(
            SAM, "save", bio_en="", bio_fr="J’écris.", language="", recording="maybe"
        )
        return played.part()

    saved = asyncio.run(scene())
    assert (saved.biography.en, saved.biography.fr) == ("I write.", "J’écris.")
    assert (saved.language, saved.recording, saved.needs) == ("fr", False, "A ramp")
    assert saved.complete


def test_a_space_card_is_bound_to_each_space() -> None:
    spaces = (Place("page", "space"), Place("page", "second"))

    async def scene() -> list[str]:
        played = await Scene(Team(spaces=spaces)).set_up()
        await played.invite(SAM.address)
        await played.press(SAM, "no")
        await played.press(SAM, "yes")
        first, second = played.last_card("space"), played.last_card("second")
        wrong = await played.press_in_space(ANA, "yes", second)
        right = await played.press_in_space(ANA, "yes", first)
        return [wrong.text, right.text]

    wrong, right = asyncio.run(scene())
    assert wrong.startswith(UNKNOWN)
    assert right.startswith("Sam Lee is down for session 1 again")
