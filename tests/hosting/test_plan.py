"""When things are due, worked back from the session; what ticks itself off; what changes hands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import workdays
from bot.hosting import plan
from bot.hosting.facts import FACTS
from bot.hosting.owned import Hands, handed
from bot.hosting.usual import usual_plan
from bot.model.access import Ticket
from bot.model.people import QuietPeriod, Team
from bot.model.plan import TEMPLATE, Lead, Plan
from bot.model.poll import PollState
from bot.model.promotion import Channel, Line, Post, PostState, PromotionHabits
from bot.model.question import AudienceQuestion
from bot.model.session import Phase, Session
from bot.model.words import Both
from bot.texts.moments import local

from .test_blocks import DRAFT, EVERYTHING, NOW, SESSION, seen

TEAM = Team()
BEN, ANA = "ben@example.org", "ana@example.org"


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        (Lead("days", -1), "2027-02-24 09:00"),
        (Lead("days", -4), "2027-02-19 09:00"),
        (Lead("days", -9), "2027-02-11 09:00"),
        (Lead("days", 0), "2027-02-25 09:00"),
        (Lead("days", 2), "2027-03-01 09:00"),
        (Lead("start", -30), "2027-02-25 12:30"),
        (Lead("start", 5), "2027-02-25 13:05"),
        (Lead("end", -5), "2027-02-25 13:40"),
    ],
)
def test_a_moment_is_worked_back_over_weekends_and_days_off(lead: Lead, due: str) -> None:
    """Family Day is on February 15, 2027."""
    assert f"{local(plan.moment(TEAM, SESSION, lead)):%Y-%m-%d %H:%M}" == due


def test_a_quiet_period_of_the_team_counts_as_no_working_days() -> None:
    quiet = Team(quiet_periods=(QuietPeriod("2027-02-22", "2027-02-24"),))
    assert local(plan.moment(quiet, SESSION, Lead("days", -1))).date() == date(2027, 2, 19)


@given(st.dates(date(2027, 1, 4), date(2027, 4, 20)))
def test_a_day_that_is_named_is_the_day_it_is_due_or_one_off_work_towards_the_session(
    day: date,
) -> None:
    start = local(SESSION.starts).date()
    due = local(plan.moment(TEAM, SESSION, plan.lead_to(TEAM, SESSION, day))).date()
    if workdays.working_day(TEAM, day):
        assert due == day
    elif day < start:
        assert day < due <= start
    else:
        assert start < due <= day or due == workdays.after(TEAM, start, 1)


@given(st.timedeltas(timedelta(days=-40), timedelta(days=40)))
def test_the_day_by_the_minute_moves_with_the_session(by: timedelta) -> None:
    moved = replace(SESSION, starts=SESSION.starts + by)
    for item in usual_plan().items:
        if item.lead.of_the_day:
            before, after = (plan.moment(TEAM, each, item.lead) for each in (SESSION, moved))
            assert after - before == by


def test_the_usual_plan_is_numbered_in_the_order_in_which_things_are_due() -> None:
    found = [each.item.id for each in plan.due(seen(), SESSION)]
    assert found == [str(number) for number in range(1, len(found) + 1)]


def test_a_session_has_the_template_until_somebody_changes_its_plan() -> None:
    own = usual_plan().without("7")
    template = Plan(session=TEMPLATE, items=own.items, last=own.last)
    mine = Plan(session="1", items=usual_plan().items[:3], last=34)
    assert len(plan.plan_of(seen(template), SESSION).items) == len(usual_plan().items) - 1
    assert len(plan.plan_of(seen(template, mine), SESSION).items) == 3


def test_what_the_bot_sees_is_done_and_nothing_else() -> None:
    titled = replace(SESSION, title=Both("Data"))
    nothing = seen(session=replace(titled, join="", phase=Phase.DRAFT))
    bare = replace(titled, join="", phase=Phase.DRAFT)
    none = {name for name, fact in FACTS.items() if fact(nothing, bare)}
    everything = seen(*EVERYTHING, replace(DRAFT, state=PollState.OPEN))
    some = {name for name, fact in FACTS.items() if fact(everything, SESSION)}
    assert (none, some) == (
        set(),
        {"topic", "speakers", "announce", "webinar", "wordly", "polls", "handouts"},
    )


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(minutes=5), False), (timedelta(minutes=6), True)]
)
def test_a_thing_of_the_day_is_late_five_minutes_after_its_moment(
    after: timedelta, *, late: bool
) -> None:
    at = datetime(2027, 2, 25, 17, 15, tzinfo=UTC)
    due = plan.Due(SESSION, usual_plan().items[15], at, done=False, watched=False)
    assert due.late(at + after) is late


def test_what_somebody_owns_changes_hands_whole_and_nothing_else() -> None:
    items = tuple(
        replace(each, owner=BEN, stand_in=ANA) if each.id in ("7", "14") else each
        for each in usual_plan().items
    )
    done = replace(items[6], done=NOW)
    mine = Plan(session="1", items=(*items[:6], done, *items[7:]), last=34)
    template = Plan(session=TEMPLATE, items=items, last=34)
    question = AudienceQuestion(id="1", session="1", words="Why?", at=NOW, owner=BEN)
    post = Post(session="1", name="wire", channel=Channel.WIRE, step="-P7D", due=NOW, poster=BEN)
    out = replace(post, name="x", state=PostState.OUT)
    habits = PromotionHabits(lines=(Line("wire", Channel.WIRE, "-P7D", approver=BEN),))
    ticket = Ticket(id="1", kind="request", words="LSQ", at=NOW, owner=BEN, due=NOW, nudge=NOW)
    answered = replace(ticket, id="2", closed=True)
    context = seen(mine, template, question, ticket, answered, post, out, habits)
    found = handed(context, Hands(BEN, ANA))
    assert {kind: sum(each.many for each in those) for kind, those in found.items()} == {
        "things": 1, "template": 2, "questions": 1, "tickets": 1, "posts": 1, "usual_posts": 1,
    }  # fmt: skip
    [plan_] = [each.record for each in found["things"]]
    assert isinstance(plan_, Plan)
    moved = plan_.item("14")
    assert moved is not None
    assert (moved.owner, moved.stand_in, plan_.item("7")) == (ANA, "", done)


def test_sessions_long_over_ask_for_nothing() -> None:
    old = Session(
        id="2", title=Both("x", "y"), starts=NOW - timedelta(days=40), wall="2027-01-16T13:00",
        created=NOW,
    )  # fmt: skip
    assert [each.id for each in plan.current(seen(old))] == ["1"]
