"""What goes out by itself: once, from forty minutes in, and never late."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import resources
from bot.context import Context
from bot.model.outcome import Outcome
from bot.model.people import Place, Team
from bot.model.resource import Handout, Resource
from bot.model.session import Phase, Session
from bot.model.setup import Setup
from bot.model.words import Both
from bot.skills.resources import sharing
from storage import MemoryStore

STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
SPACE, HALL = Place("teams", "team"), Place("webex", "hall")
SESSION = Session(
    id="1",
    title=Both("Data", "Données"),
    starts=STARTS,
    wall="2027-02-25T13:00",
    minutes=45,
    phase=Phase.ANNOUNCED,
    created=STARTS - timedelta(days=30),
)
GUIDE = Resource(
    id="1",
    session="1",
    title=Both("Guide", "Guide"),
    link="https://example.org/guide",
    added=STARTS - timedelta(days=1),
)
EVALUATION = Handout(
    session="1",
    evaluation=Both("https://example.org/e", "https://example.org/e"),
    added=STARTS - timedelta(days=1),
)
TEAM = Team(spaces=(SPACE,), poll_rooms=(SPACE, HALL))


def kept(*records: Session | Resource | Handout | Team) -> MemoryStore:
    """A store with these records."""
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=records).regardless))
    return store


def owed(store: MemoryStore, minute: float) -> Outcome:
    """What is owed so many minutes after the start."""
    now = STARTS + timedelta(minutes=minute)
    return sharing.due(Context(store.view(), now, Setup(), "seed"))


def rooms(outcome: Outcome) -> list[str]:
    """The rooms that something goes to."""
    return [sending.to for sending in outcome.sends]


def test_it_goes_to_every_room_once_forty_minutes_in() -> None:
    store = kept(SESSION, GUIDE, EVALUATION, TEAM)
    assert rooms(owed(store, 39.9)) == []
    first = owed(store, 40)
    assert rooms(first) == ["team", "hall"]
    asyncio.run(store.run(first.regardless))
    assert [owed(store, minute) for minute in (40, 41, 45, 60)] == [Outcome()] * 4


def test_what_is_asked_for_twice_before_it_is_filed_has_the_same_keys() -> None:
    store = kept(SESSION, GUIDE, TEAM)
    keys = [[each.key for each in owed(store, minute).sends] for minute in (40, 41)]
    assert keys[0] == keys[1] == ["resources/1/1/teams/team", "resources/1/1/webex/hall"]


@pytest.mark.parametrize(
    "records",
    [
        (SESSION, TEAM),
        (SESSION, GUIDE),
        (replace(SESSION, phase=Phase.CANCELLED), GUIDE, TEAM),
        (replace(SESSION, phase=Phase.DRAFT), GUIDE, TEAM),
        (SESSION, GUIDE, replace(EVALUATION, by_itself=False), TEAM),
        (SESSION, replace(GUIDE, gone=True), TEAM),
        (SESSION, replace(GUIDE, shared=STARTS), TEAM),
        (SESSION, replace(GUIDE, added=STARTS + timedelta(minutes=41)), TEAM),
    ],
    ids=["nothing", "no room", "cancelled", "draft", "by hand", "taken off", "shared", "too late"],
)
def test_nothing_goes_out(records: tuple[Session | Resource | Handout | Team, ...]) -> None:
    store = kept(*records)
    assert [rooms(owed(store, minute)) for minute in (40, 44, 50)] == [[], [], []]


def test_nothing_goes_out_long_after_the_end() -> None:
    store = kept(SESSION, GUIDE, TEAM)
    assert rooms(owed(store, 60)) == ["team", "hall"]
    assert rooms(owed(store, 61)) == []


@pytest.mark.parametrize(("minutes", "after"), [(45, 40), (90, 40), (30, 25), (5, 0)])
def test_a_shorter_session_hands_out_five_minutes_before_its_end(minutes: int, after: int) -> None:
    session = replace(SESSION, minutes=minutes)
    assert resources.handed_out_at(session) - STARTS == timedelta(minutes=after)
