"""The ids that are taken, and what is said when more people have registered than a tool takes."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts, tools
from bot.context import Context
from bot.model.outcome import Outcome
from bot.model.people import Place, Team
from bot.model.poll import Poll, PollState
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from bot.model.setup import Setup
from bot.model.tools import Tools
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.skills.reminders import wording
from bot.skills.tools import vevox, warning, wordly
from storage import MemoryStore

NOW = datetime(2027, 2, 24, 15, 0, tzinfo=UTC)
SESSION = Session(
    id="1",
    title=Both("Data", "Données"),
    starts=NOW + timedelta(days=1),
    wall="2027-02-25T10:00",
    minutes=45,
    phase=Phase.ANNOUNCED,
    created=NOW,
)
SET_UP = Tools(session="1", wordly="ABCD-1234", vevox="195061937", board="https://miro.com/b")


def kept(people: int, *, used: Tools = SET_UP) -> MemoryStore:
    """A store in which so many people have a place."""
    store = MemoryStore()
    places = (
        Registration(session="1", address=f"p{n}@example.org", at=NOW, changed_at=NOW)
        for n in range(people)
    )
    team = Team(spaces=(Place("teams", "team"),))
    asyncio.run(store.run(Outcome(saves=(SESSION, used, team, *places)).regardless))
    return store


def seen(store: MemoryStore) -> Context:
    """What a skill sees of the store."""
    return Context(store.view(), NOW, Setup(), "seed")


@given(st.from_regex(r"[0-9]{3}", fullmatch=True), st.sampled_from(["", "-", " "]))
def test_nine_digits_are_an_id_however_they_are_parted(three: str, between: str) -> None:
    told = between.join([three, "061", "937"])
    for written in (told, f"https://vevox.app/#/m/{told}"):
        found = vevox.ID.fullmatch(written)
        assert found is not None
        assert "".join(found.groups()) == f"{three}061937"


@pytest.mark.parametrize("told", ["19506193", "1950619371", "195-0619-37", "abc", "", "195061"])
def test_anything_else_is_none(told: str) -> None:
    assert vevox.ID.fullmatch(told) is None


@pytest.mark.parametrize(
    ("told", "id_"),
    [
        ("https://attend.wordly.ai/join/FAYU-7105", "FAYU-7105"),
        ("https://attend.wordly.ai/frame/FAYU-7105?lang=fr", "FAYU-7105"),
        ("https://attend.wordly.ai/en/frame/FAYU-7105", "FAYU-7105"),
        ("https://attend.wordly.ai.evil.example/join/FAYU-7105", None),
        ("https://attend.wordly.example/join/FAYU-7105", None),
    ],
)
def test_the_id_is_read_in_links_of_wordly_alone(told: str, id_: str | None) -> None:
    found = wordly.OURS.match(told)
    assert (found[1] if found else None) == id_


@pytest.mark.parametrize(
    ("people", "small"),
    [(200, []), (201, ["board"]), (500, ["board"]), (501, ["vevox", "board"])],
)
def test_what_is_too_small_is_said_to_whoever_joins(people: int, small: list[str]) -> None:
    reach = tools.reached(seen(kept(people)), SESSION)
    said = {"vevox": reach.full, "board": reach.view_only}
    assert [name for name, too_small in said.items() if too_small] == small


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_has_the_tools_on_lines_below_and_none_where_there_is_none(
    language: Language,
) -> None:
    with_tools = wording.facts_in(seen(kept(1)), SESSION, language)["tools"]
    assert [line[:2] for line in with_tools.split("\n")] == ["", "• ", "• ", "• "]
    without = wording.facts_in(seen(kept(1, used=Tools(session="1"))), SESSION, language)
    assert without["tools"] == ""


@pytest.mark.parametrize("state", list(PollState))
def test_a_reminder_says_where_people_will_vote_while_a_poll_is_ready_or_open(
    state: PollState,
) -> None:
    poll = Poll(
        id="1", code="BCDFG", question=Both("?", "?"), created=NOW, created_by="", session="1"
    )
    store = kept(1)
    asyncio.run(store.run(Outcome(saves=(replace(poll, state=state),)).regardless))
    said = [wording.facts_in(seen(store), SESSION, each)["polls"] for each in LANGUAGES]
    told = [
        "\nYou will vote from there too: your own link is on that page once a poll opens.",
        "\nVous y voterez aussi\u00a0: votre propre lien s’y trouve dès qu’un sondage s’ouvre.",
    ]
    assert said == (told if state in (PollState.DRAFT, PollState.OPEN) else ["", ""])


def test_the_team_is_told_once_of_each_tool_that_is_too_small() -> None:
    store = kept(501)
    first = warning.due(seen(store))
    assert [each.key for each in first.sends] == [
        "tools/1/vevox/teams/team",
        "tools/1/board/teams/team",
    ]
    asyncio.run(store.run(first.regardless))
    assert warning.due(seen(store)) == Outcome()


@pytest.mark.parametrize("used", [Tools(session="1"), replace(SET_UP, vevox="", board="")])
def test_nobody_is_told_of_a_tool_that_is_not_used(used: Tools) -> None:
    assert warning.due(seen(kept(501, used=used))) == Outcome()


def test_a_session_that_is_over_leads_nowhere() -> None:
    context = replace(seen(kept(1)), now=SESSION.ends)
    assert tools.below(tools.reached(context, SESSION)) == Both()


def test_a_link_of_ones_own_goes_before_that_of_the_id() -> None:
    own = replace(SET_UP, vevox="", board="", wordly_links=Both(fr="https://example.org/fr"))
    assert texts.both(Phrase("tools.lines", tools.shown(own, 1).facts)) == Both(
        "• Live translation (Wordly): in English https://attend.wordly.ai/frame/ABCD-1234?lang=en,"
        " in French https://example.org/fr",
        "• Traduction en direct (Wordly)\u00a0: en français https://example.org/fr,"
        " en anglais https://attend.wordly.ai/frame/ABCD-1234?lang=en",
    )
