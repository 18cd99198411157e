"""Whatever is planned, sent by hand, stopped or moved: nobody is told twice, nobody is forgotten.

Random people register for one to three sessions on one day; their reminders are planned, approved
or not; at random moments the team sends one by hand, stops one, goes on with it, lets a session
begin an hour later, and mail servers put letters off or refuse them.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant.mailings.lines import ENDS, NEAR, SENT, SKIPPED, TOGETHER
from bot.errors import Rejected, TryLater
from bot.model import once
from bot.model.mailing import Mailing, ReminderPlan, Stage
from bot.model.outbox import Letter
from bot.model.registration import Registration
from bot.model.session import Session
from bot.model.words import Both
from bot.skills import Skills, load
from bot.skills.reminders import steps
from storage.ledger import BEGUN, Note, mark
from tests.core.house import ANA, BEN, TEAM, Home

from .house import ANNOUNCED, registration

pytestmark = pytest.mark.slow

PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
MANY = 2_000 if PROVE else settings().max_examples
STEPS = ("-P1D", "-PT20H", "-PT1H")
PEOPLE = ("ann@example.org", "bob@example.org", "eve@example.org")
TITLES = {"1": "alpha", "2": "beta", "3": "gamma"}
PUT_OFF = 5 * 3600.0
FIRST = ANNOUNCED.starts - timedelta(hours=30)
SKILLS: Skills = load()
Doing = Literal["hand", "stop", "go on", "register", "move", "put off", "refuse"]


@dataclass(frozen=True)
class Event:
    """Something that happens so many minutes after the first moment."""

    minutes: int
    doing: Doing
    session: str
    person: str


@dataclass(frozen=True)
class Case:
    """Sessions that start so many minutes after the first, their plans, who comes, what happens."""

    starts: dict[str, int]
    planned: dict[str, tuple[str, ...]]
    approved: dict[str, bool]
    places: frozenset[tuple[str, str]]
    events: tuple[Event, ...]


MOST_TIMES = st.sampled_from((True, True, True, False))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Most people come to most sessions, and most words are approved: so letters meet often."""
    sessions = [*TITLES][: draw(st.sampled_from((1, 2, 2, 3)))]
    event = st.builds(
        Event,
        st.sampled_from(range(0, 30 * 60, 10)),
        st.sampled_from(Doing.__args__),  # type: ignore[attr-defined]
        st.sampled_from(sessions),
        st.sampled_from(PEOPLE),
    )
    return Case(
        starts={each: draw(st.sampled_from(range(0, 9 * 60, 30))) for each in sessions},
        planned={each: tuple(step for step in STEPS if draw(MOST_TIMES)) for each in sessions},
        approved={each: draw(MOST_TIMES) for each in sessions},
        places=frozenset(
            (person, each) for person in PEOPLE for each in sessions if draw(MOST_TIMES)
        ),
        events=tuple(draw(st.lists(event, min_size=2, max_size=14))),
    )


@dataclass
class Told:
    """A letter that arrived: when, by which mailing, and of which sessions it tells."""

    at: datetime
    mailing: str
    sessions: frozenset[str]


@dataclass
class Played:
    """The home once all is over, and every letter that arrived."""

    home: Home
    letters: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    def look(self) -> None:
        """Note what has arrived since."""
        for sending in self.home.mail.left[self.seen :]:
            _, mailing, address = sending.key.split("/")
            assert isinstance(sending.content, Letter)
            titles = frozenset(n for n, title in TITLES.items() if title in sending.content.subject)
            self.letters[address].append(Told(self.home.clock.now(), mailing, titles))
        self.seen = len(self.home.mail.left)

    def mailings(self) -> Iterator[Mailing]:
        view = self.home.store.view()
        for session in TITLES:
            yield from view.find(Mailing, "about", f"session/{session}")

    def mailing(self, number: str) -> Mailing:
        found = self.home.store.view().get(Mailing, number)
        assert found is not None
        return found

    def note(self, mailing: Mailing, address: str) -> Note | None:
        return self.home.house.ledgers.notes(mailing.id).get(mark(mailing.id, address))


async def play(case: Case) -> Played:
    home = Home(None, SKILLS)
    await home.meet(ANA, BEN)
    await home.file(TEAM)
    for number, minutes in case.starts.items():
        starts = ANNOUNCED.starts + timedelta(minutes=minutes)
        title = Both(TITLES[number], TITLES[number])
        approved = BEN.address if case.approved[number] else ""
        plan = ReminderPlan(session=number, steps=case.planned[number], approved_by=approved)
        await home.file(replace(ANNOUNCED, id=number, title=title, starts=starts), plan)
    await home.file(*(place(*each) for each in sorted(case.places)))
    played = Played(home)
    for moment, events in _moments(case):
        home.clock.move(moment)
        for event in events:
            await happens(home, event)
        await home.assistant.tick()
        await home.assistant.settle()
        played.look()
    return played


def _moments(case: Case) -> list[tuple[datetime, list[Event]]]:
    """Every ten minutes, and whatever happens at its own; then some days, until all is over."""
    last = 30 * 60 + 9 * 60 + 14 * 60
    minutes = [*range(0, last, 10), *range(last, last + 3 * 24 * 60, 7 * 60)]
    found: dict[datetime, list[Event]] = {FIRST + timedelta(minutes=each): [] for each in minutes}
    for event in case.events:
        found.setdefault(FIRST + timedelta(minutes=event.minutes), []).append(event)
    return sorted(found.items(), key=lambda pair: pair[0])


def place(address: str, session: str, **fields: Any) -> Registration:
    given = {"address": address, "session": session, "name": "", "language": "en"}
    return registration(0, **(given | fields))


async def happens(home: Home, event: Event) -> None:
    """Let an event happen now."""
    if event.doing in ("stop", "go on"):
        await _stops_or_goes_on(home, event)
    elif event.doing == "hand":
        await _by_hand(home, event)
    elif event.doing in ("put off", "refuse"):
        problem = TryLater("450", after=PUT_OFF) if event.doing == "put off" else Rejected("554")
        home.mail.problems[event.person].append(problem)
    else:
        await _registers_or_moves(home, event)


async def _by_hand(home: Home, event: Event) -> None:
    shown = await home.say(ANA, f"send reminders for session {event.session}")
    if shown.card is not None:
        await home.assistant.settle()
        await home.press(ANA, shown, "go")


async def _stops_or_goes_on(home: Home, event: Event) -> None:
    stops = event.doing == "stop"
    wanted = (Stage.WAITING, Stage.RUNNING) if stops else (Stage.STOPPED,)
    after = Stage.STOPPED if stops else Stage.WAITING
    for mailing in home.store.view().find(Mailing, "about", f"session/{event.session}"):
        if mailing.stage in wanted:
            await home.file(mailing.changed(stage=after, not_before=home.clock.now()))


async def _registers_or_moves(home: Home, event: Event) -> None:
    now, view = home.clock.now(), home.store.view()
    session = view.get(Session, event.session)
    assert session is not None
    if event.doing == "move":
        await home.file(session.changed(starts=session.starts + timedelta(hours=1)))
    elif view.get(Registration, f"{event.session}/{event.person}") is None:
        await home.file(place(event.person, event.session, at=now, changed_at=now))


@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_nobody_is_told_twice_and_nobody_is_left_out_without_a_reason(case: Case) -> None:
    played = asyncio.run(play(case))
    for letters in played.letters.values():
        for session in TITLES:
            told = [each for each in letters if session in each.sessions]
            nobody_is_told_twice(played, session, told)
    for mailing in played.mailings():
        for person in PEOPLE:
            everybody_has_it_or_a_reason(played, mailing, person)
    every_moment_has_its_reminder(played, case)


def nobody_is_told_twice(played: Played, session: str, told: list[Told]) -> None:
    """Two letters are six hours apart, or two moments of the plan; a moment is told of once."""
    moments = [steps_of(played, session, each) for each in told]
    planned = [each for each in moments if each]
    assert len(planned) == len(set(planned))
    for first, then in pairwise(told):
        kinds = {played.mailing(each.mailing).step for each in (first, then)}
        both_planned = len(kinds) == 2 and "" not in kinds
        assert then.at - first.at >= once.NEAR or both_planned


def steps_of(played: Played, session: str, letter: Told) -> str:
    """The moment of the session's plan that a letter stands for; empty if it was sent by hand."""
    mailing = played.mailing(letter.mailing)
    if not mailing.step or mailing.about == f"session/{session}":
        return mailing.id if mailing.step else ""
    about = f"session/{session}"
    return next(each.mailing for each in mailing.beside if each.about == about)


def everybody_has_it_or_a_reason(played: Played, mailing: Mailing, person: str) -> None:
    """Whoever is meant has a letter, or the ledger says truly why not, or it was stopped."""
    session = mailing.about.partition("/")[2]
    mine = played.home.store.view().get(Registration, f"{session}/{person}")
    note = played.note(mailing, person)
    got = [each for each in played.letters[person] if session in each.sessions]
    if note is not None and note.end == SENT:
        assert any(each.mailing == mailing.id for each in got)
    elif note is not None and note.end == TOGETHER:
        by = played.mailing(note.why)
        assert mailing.id in [each.mailing for each in by.beside]
        assert any(each.mailing == by.id for each in got)
    elif note is not None and note.end == NEAR:
        assert any(each.mailing == note.why for each in got)
    if mine is None or mailing.frozen is None or mine.at > mailing.frozen:
        assert note is None or note.end == SKIPPED
    elif mailing.stage is Stage.DONE:
        assert note is not None
        assert note.end in ENDS
    else:
        assert mailing.stage in (Stage.STOPPED, Stage.PROPOSED, Stage.HELD)
        assert note is None or note.end != BEGUN


def every_moment_has_its_reminder(played: Played, case: Case) -> None:
    """Each moment of a plan that has come has become a reminder, or was asked about."""
    view = played.home.store.view()
    for number, planned in case.planned.items():
        session = view.get(Session, number)
        assert session is not None
        for step in planned:
            if steps.at(session, step) >= FIRST:
                assert view.get(Mailing, steps.number(session, step)) is not None
