"""Which words press a button, and which are only words."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app, settings
from bot.app import CAST
from bot.channels.terminal.stage import CHANNEL, DirectStage
from bot.channels.terminal.talk import parse
from bot.model.conversation import Asked, Card, Incoming
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.turn.buttons import typed, waiting

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
NAMES = ("Sam O’Lee", "sam@example.org", "2")


def card(*buttons: str, inputs: tuple[str, ...] = ()) -> Card:
    """A card about Sam and session 2 that waits."""
    return Card(
        ref="card", skill="speaker_desk", buttons=buttons, inputs=inputs, names=NAMES, until=NOW
    )


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("yes", "yes"),
        ("Oui.", "yes"),
        ("Yes / Oui", "yes"),
        ("[No / Non]", "no"),
        ("NON !", "no"),
        ("yes, Sam", "yes"),
        ("oui pour sam@example.org", "yes"),
        ("no for session 2", "no"),
        ("non, séance 2", "no"),
        ("yes to Sam O'Lee", "yes"),
    ],
)
def test_words_that_decide(text: str, button: str) -> None:
    (press,) = waiting(text, [card("yes", "no")])
    assert (press.card, press.button, press.fields) == ("card", button, {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "OK: cancel session 1",
        "sure",
        "d’accord",
        "y",
        "o",
        "N° 2",
        "n° 2",
        "№ 2",
        "No. 2",
        "No 2",
        "no: move session 2 to March 4 at 1 pm",
        "Non : annule la séance 3",
        "Y a la séance 2 ?",
        "no?",
        "no, session 2?",
        "no time",
        "no session",
        "no session on Thursday",
        "yes, session 3",
        "yes, Tom",
        "yes Sam is coming on Monday",
        "oui mais pas maintenant",
        "nothing",
        "yesterday",
        "ok 2:00 pm works",
        "send session 2",
    ],
)
def test_words_that_decide_nothing(text: str) -> None:
    assert waiting(text, [card("yes", "no"), card("keep")]) == []


def test_a_field_takes_what_follows_the_colon_and_nothing_else_does() -> None:
    (press,) = waiting("reply to Sam: yes: beside the door", [card("reply", inputs=("reply",))])
    assert press.fields == {"reply": "yes: beside the door"}
    assert waiting("keep it: move session 1 to March 11", [card("keep")]) == []
    assert waiting("send to Sam", [card("reply", inputs=("reply",))]) == []


def test_saved_by_typing_is_saved_as_it_stands() -> None:
    asked = Asked(where="x", until=NOW, card="c", buttons=("save",), values={"title_en": "Maps"})
    press = typed("save", asked)
    assert press is not None
    assert press.fields == {"title_en": "Maps"}


def test_what_is_asked_for_in_words_is_not_cut_at_a_colon() -> None:
    asked = Asked(where="x", until=NOW, card="c", buttons=("save",), slot="title")
    assert typed("Enregistrer : mode d’emploi", asked) is None


PROPOSED = """Now: 2027-01-12 09:00
Ana: create session February 25 at 1 pm about biometrics / la biométrie
Ana: invite sam@example.org to session 1
Ana: invite tom@example.org to session 1
Tom presses other_time with note="March 4 at 1 pm"
"""


async def proposed() -> DirectStage:
    """Tom would prefer another time, and the space has a card to decide."""
    steps = parse(PROPOSED)
    assert steps[0].now is not None
    stage = await app.stage(settings.read({}, Path("none")), steps[0].now)
    for step in steps[1:]:
        await stage.act(step)
    return stage


async def said(stage: DirectStage, who: str, text: str, ago: timedelta = timedelta()) -> str:
    """What is answered to words in the space."""
    assistant = stage._assistant
    incoming = Incoming(
        id=f"{who}/{text}/{ago}",
        place=Place(CHANNEL, "space"),
        sender=CAST[who],
        private=False,
        at=assistant.house.time.now() - ago,
        text=text,
    )
    answer: Answer = await assistant.hear(incoming)
    return answer.text.partition(" / ")[0].partition("\n")[0]


def test_an_answer_that_comes_late_still_decides_once_it_is_confirmed() -> None:
    async def scene() -> list[str]:
        stage = await proposed()
        asked = await said(stage, "Ana", "keep Tom Baker", timedelta(hours=1))
        return [asked.partition(",")[0], await said(stage, "Ana", "do it")]

    assert asyncio.run(scene()) == [
        "This came while I was away",
        "Tom Baker is asked whether the planned time is possible after all.",
    ]


def test_a_speaker_speaks_of_their_own_part_where_the_teams_card_waits() -> None:
    async def scene() -> str:
        return await said(await proposed(), "Sam", "no")

    assert asyncio.run(scene()).startswith("Thank you for telling us")


def test_a_reply_that_is_too_long_is_said_to_be_so() -> None:
    async def scene() -> str:
        stage = await proposed()
        for step in parse('Now: 2027-01-12 09:00\nTom presses question with note="Where?"\n')[1:]:
            await stage.act(step)
        incoming = Incoming(
            id="long",
            place=Place(CHANNEL, CAST["Ana"].address),
            sender=CAST["Ana"],
            private=True,
            at=stage._assistant.house.time.now(),
            text="reply: " + "x" * 4_001,
        )
        return (await stage._assistant.hear(incoming)).text

    assert asyncio.run(scene()) == "That is longer than I can take. Please shorten it."
