"""Calendar entries: one uid, a sequence that only grows, only to those who hold one."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import invites
from bot.context import Context
from bot.model.outbox import Invite, Letter
from bot.model.session import Phase
from bot.model.speaking import Reply

from .house import ANA, SAM, SESSION, Scene, to

MOVED = SESSION.changed(
    starts=SESSION.starts + timedelta(days=7), wall="2027-03-04T13:00", sequence=1
)
CANCELLED = SESSION.changed(phase=Phase.CANCELLED, sequence=1)


def entries(scene: Scene) -> list[Invite]:
    """The entries that were sent, oldest first."""
    letters = [each.content for each in scene.sendings() if isinstance(each.content, Letter)]
    return [letter.invite for letter in letters if letter.invite]


async def with_sam_and_lee() -> Scene:
    """Sam has said yes; Lee, known by mail only, has not answered."""
    scene = await Scene().set_up()
    await scene.invite(SAM.address)
    await scene.invite("lee@example.com")
    await scene.press(SAM, "yes")
    scene.heard()
    return scene


def test_a_cancelled_session_leaves_the_calendar_of_its_holder_once() -> None:
    async def scene() -> Scene:
        played = await with_sam_and_lee()
        await played.run(lambda context: invites.cancelled(context, CANCELLED))
        await played.run(lambda context: invites.cancelled(context, CANCELLED))
        return played

    played = asyncio.run(scene())
    sent = [(each.method, each.sequence, each.attendee.address) for each in entries(played)]
    assert sent == [("REQUEST", 0, SAM.address), ("CANCEL", 1, SAM.address)]
    assert len({each.uid for each in entries(played)}) == 1


def test_all_who_may_still_come_hear_that_a_session_moves() -> None:
    async def scene() -> Scene:
        played = await with_sam_and_lee()
        await played.run(lambda context: invites.moved(context, SESSION, MOVED))
        return played

    played = asyncio.run(scene())
    assert [(each.method, each.sequence, each.starts) for each in entries(played)] == [
        ("REQUEST", 0, SESSION.starts),
        ("REQUEST", 1, MOVED.starts),
    ]
    heard = played.heard()
    letter, said = to(heard, SAM.address)
    assert letter == (
        "New time: March 4 | Nouveau moment\u00a0: 4 mars with invite REQUEST, sequence 1"
    )
    assert said == (
        "Session 1, “biometrics”, has moved to Thursday, March 4, 2027, 1\u00a0p.m. (ET). It was"
        " planned for Thursday, February 25, 2027, 1\u00a0p.m. (ET). The entry in your calendar"
        " follows. If the new time does not suit you, tell me here. / La séance 1,"
        " «\u00a0la biométrie\u00a0», est déplacée\u00a0: elle aura lieu le jeudi 4 mars 2027 à"
        " 13\u00a0h (HE). Elle était prévue le jeudi 25 février 2027 à 13\u00a0h (HE). L’entrée"
        " dans votre calendrier suit. Si ce moment ne vous convient pas, dites-le-moi ici."
    )
    assert to(heard, "lee@example.com") == ["New time: March 4 | Nouveau moment\u00a0: 4 mars"]


def test_a_new_title_renews_entries_and_says_nothing_in_chat() -> None:
    async def scene() -> Scene:
        played = await with_sam_and_lee()
        retitled = SESSION.changed(title=replace(SESSION.title, en="passkeys"), sequence=1)
        await played.run(lambda context: invites.moved(context, SESSION, retitled))
        return played

    [heard] = asyncio.run(scene()).heard()
    assert heard.to == SAM.address
    assert heard.text == (
        "New details for February 25 | Nouveaux détails pour le 25 février"
        " with invite REQUEST, sequence 1"
    )


def test_whoever_said_no_hears_nothing_more() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        played = await with_sam_and_lee()
        await played.press(SAM, "no")
        view = Context(played.store.view(), played.clock.now(), played.setup, "test")
        told = [each.address for each in invites.told(view, "1")]
        return told, [each.address for each in invites.holders(view, "1")]

    assert asyncio.run(scene()) == (["lee@example.com"], [])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["yes", "no", "other_time", "move", "team yes"]), max_size=12))
def test_the_sequence_of_an_entry_only_ever_grows(steps: list[str]) -> None:
    async def scene() -> list[Invite]:
        played = await Scene().set_up()
        await played.invite(SAM.address)
        session = SESSION
        for step in steps:
            if step == "move":
                before = session
                session = before.changed(
                    starts=before.starts + timedelta(days=1), sequence=before.sequence + 1
                )
                await played.run(lambda c, b=before, a=session: invites.moved(c, b, a))
                await played.save(session)
            elif step != "team yes":
                await played.press(SAM, step, note="Friday")
            elif played.part().reply is Reply.RETURNING:
                await played.press_in_space(ANA, "yes", played.last_card())
        return entries(played)

    sent = asyncio.run(scene())
    assert [each.sequence for each in sent] == sorted({each.sequence for each in sent})
    assert {each.uid for each in sent} <= {"session-1@example.org"}
    kinds = [each.method for each in sent]
    assert all(kind == "REQUEST" for kind in kinds[:1])
    assert ("CANCEL", "CANCEL") not in pairwise(kinds)
