"""The words to paste: those there is something to say with, in both languages, from what is true."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.context import Context
from bot.hosting import blocks, troubles
from bot.model.outcome import Outcome
from bot.model.poll import Poll, PollState
from bot.model.record import Record
from bot.model.resource import Handout, Resource
from bot.model.session import Phase, Session
from bot.model.setup import Setup
from bot.model.speaking import Reply, Speaking
from bot.model.tools import Tools
from bot.model.webinar import Webinar
from bot.model.words import Both
from storage import MemoryStore

NOW = datetime(2027, 2, 25, 17, 30, tzinfo=UTC)
SESSION = Session(
    id="1",
    title=Both("Data", "Données"),
    starts=NOW + timedelta(minutes=30),
    wall="2027-02-25T13:00",
    phase=Phase.ANNOUNCED,
    join="https://webex.example/j",
    created=NOW,
)
DRAFT = Poll(
    id="1", code="abc", question=Both("Why?", "Pourquoi?"), session="1", created=NOW, created_by=""
)
EVERYTHING: tuple[Record, ...] = (
    Tools(session="1", wordly="ABCD-1234"),
    DRAFT,
    Resource(id="1", session="1", title=Both("Map", "Carte"), link="https://m.example", added=NOW),
    Handout(session="1", evaluation=Both("https://e.example/en", "https://e.example/fr")),
    Speaking(session="1", address="sam@x.ca", name="Sam Lee", reply=Reply.YES, asked=NOW),
    Webinar(session="1"),
)


def seen(*records: Record, session: Session = SESSION) -> Context:
    """What a skill sees of a store with the session and these."""
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=(session, *records)).regardless))
    return Context(store.view(), NOW, Setup(public_url="https://c.example"), "seed")


def pasted(name: str, *records: Record) -> str:
    """The words of a block."""
    found = blocks.block(seen(*records), SESSION, name)
    assert found is not None
    return found.pasted.replace("\u00a0", " ")


def test_blocks_come_in_the_order_of_the_session_as_far_as_they_say_anything() -> None:
    bare = [each.name for each in blocks.blocks(seen(), SESSION)]
    full = tuple(each.name for each in blocks.blocks(seen(*EVERYTHING), SESSION))
    assert (bare, full) == (["welcome", "captions", "ask", "thanks"], blocks.IN_ORDER)


def test_a_session_that_is_not_announced_names_no_page() -> None:
    draft = Session(
        id="1", title=Both("Data", "Données"), starts=NOW, wall="2027-02-25T13:00", created=NOW
    )
    context = seen(*EVERYTHING, session=draft)
    found = blocks.every_block(context, draft)
    assert [each.name for each in found if "c.example/s/" in each.pasted] == []
    assert blocks.block(context, draft, "link") is None


def test_captions_lead_to_wordly_the_own_language_first() -> None:
    assert pasted("captions", *EVERYTHING) == (
        "To read along, press CC at the bottom of the window."
        " To listen in French or in English, choose Interpretation there.\n"
        "Live translation by Wordly, on any device:"
        " in English https://attend.wordly.ai/frame/ABCD-1234?lang=en"
        " in French https://attend.wordly.ai/frame/ABCD-1234?lang=fr\n\n"
        "Pour lire ce qui se dit, appuyez sur CC au bas de la fenêtre."
        " Pour écouter en français ou en anglais, choisissez-y Interprétation.\n"
        "Traduction en direct par Wordly, sur tout appareil :"
        " en français https://attend.wordly.ai/frame/ABCD-1234?lang=fr"
        " en anglais https://attend.wordly.ai/frame/ABCD-1234?lang=en"
    )


@pytest.mark.parametrize(
    ("state", "named"),
    [
        pytest.param(PollState.OPEN, ["2"], id="open: that one"),
        pytest.param(PollState.CLOSED, ["1"], id="closed: what was made ahead"),
    ],
)
def test_the_poll_to_paste_is_the_open_one_or_those_made_ahead(
    state: PollState, named: list[str]
) -> None:
    second = Poll(
        id="2", code="xyz", question=Both("How?", "Comment?"), session="1", state=state,
        created=NOW, created_by="",
    )  # fmt: skip
    found = blocks.polls(seen(DRAFT, second), SESSION)
    assert [each.id for each in found] == named


def test_vevox_is_named_where_there_is_no_poll_of_ours() -> None:
    assert pasted("poll", Tools(session="1", vevox="195061937")) == (
        "Your turn: vote at https://vevox.app/#/m/195061937, or at vevox.app with the id"
        " 195-061-937.\n\n"
        "À vous de jouer : votez à https://vevox.app/#/m/195061937, ou sur vevox.app avec le"
        " numéro 195-061-937."
    )


def test_every_trouble_has_steps_and_something_to_paste() -> None:
    context = seen(*EVERYTHING)
    found = {each.name: each.blocks for each in troubles.troubles(context, SESSION)}
    assert {n: tuple(each.name for each in those) for n, those in found.items()} == troubles.BLOCKS


def test_a_speaker_who_is_missing_is_named_with_the_address() -> None:
    steps = troubles.trouble(seen(*EVERYTHING), SESSION, "speaker").steps.en
    assert steps.splitlines()[1] == "2. Reach Sam Lee (sam@x.ca): by chat, then by phone."


BARE: tuple[Record, ...] = ()
DOUBLED = re.compile(r"\.[.,;]|[,;:]\.|\s[.,]|\(\)|  |\?\.")
"""Punctuation that stands twice, or after nothing: what a blank that stayed empty leaves behind."""


@pytest.mark.parametrize(
    "join", [pytest.param("https://webex.example/j", id="link"), pytest.param("", id="no link")]
)
@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.DRAFT])
@pytest.mark.parametrize(
    "records",
    [
        pytest.param(BARE, id="nothing known"),
        pytest.param(EVERYTHING, id="all known"),
        *(pytest.param((each,), id=f"only {type(each).__name__}") for each in EVERYTHING),
    ],
)
def test_no_block_has_punctuation_twice_whatever_is_known(
    records: tuple[Record, ...], phase: Phase, join: str
) -> None:
    session = replace(SESSION, phase=phase, join=join)
    every = blocks.every_block(seen(*records, session=session), session)
    sides = [(each.name, side) for each in every for side in (each.words.en, each.words.fr)]
    assert [(name, side) for name, side in sides if DOUBLED.search(side)] == []


def test_the_welcome_of_nobody_yet_ends_its_sentences_once() -> None:
    draft = replace(SESSION, phase=Phase.DRAFT)
    found = blocks.block(seen(session=draft), draft, "welcome")
    assert found is not None
    assert found.words.en.replace("\u00a0", " ") == (
        "Welcome to “Data”! We begin at 1 p.m. and have 45 minutes together.\n"
        "• Captions: press CC at the bottom of the window\n"
        "Say hello in the chat, and tell us where you join from."
    )
