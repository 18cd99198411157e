"""What speaks against a moment, and the moments offered instead."""

from datetime import date, time

import pytest

from bot.model.people import QuietPeriod
from bot.model.session import Phase
from bot.planning.moment import Moment, at_wall
from bot.planning.risks import alternatives, risks, suggested

from .desk import Desk, session, team

ONE = time(13)
OUTSIDE = "It is outside 9\u00a0a.m. to 5\u00a0p.m. in Ottawa."
USUAL = at_wall(date(2027, 2, 25), ONE)


def against(desk: Desk, moment: Moment, minutes: int = 45) -> list[str]:
    """What speaks against the moment, in English."""
    return [each.en for each in risks(desk.context(), moment, minutes)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-01-01", "It is a federal holiday: New Year's Day."),
        ("2027-02-15", "It is a holiday in Ontario: Family Day."),
        ("2027-03-26", "It is a federal holiday: Good Friday."),
        ("2027-03-29", "It is a federal holiday: Easter Monday."),
        ("2027-05-24", "It is a federal holiday: Victoria Day."),
        ("2027-06-24", "It is a holiday in Quebec: Saint-Jean-Baptiste Day."),
        ("2027-07-01", "It is a federal holiday: Canada Day."),
        ("2027-08-02", "It is a federal holiday: Civic Holiday."),
        ("2027-09-06", "It is a federal holiday: Labour Day."),
        ("2027-09-30", "It is a federal holiday: National Day for Truth and Reconciliation."),
        ("2027-10-11", "It is a federal holiday: Thanksgiving Day."),
        ("2027-11-11", "It is a federal holiday: Remembrance Day."),
        ("2027-12-27", "It is a federal holiday: Christmas Day (observed)."),
        ("2027-12-24", "It falls between December 24 and January 2, when many people are away."),
        ("2026-12-31", "It falls between December 24 and January 2, when many people are away."),
        ("2027-03-06", "It falls on a weekend."),
    ],
)
def test_a_day_off_is_named_with_whose_it_is(day: str, said: str) -> None:
    assert against(Desk(), at_wall(date.fromisoformat(day), ONE)) == [said]


@pytest.mark.parametrize("day", ["2027-02-25", "2027-03-25", "2027-12-23", "2028-01-04"])
def test_nothing_speaks_against_an_ordinary_day(day: str) -> None:
    assert against(Desk(), at_wall(date.fromisoformat(day), ONE)) == []


def test_days_off_are_named_in_french_too() -> None:
    boxing_day = at_wall(date(2028, 12, 26), ONE)
    found = risks(Desk().context(), boxing_day, 45)
    assert [each.fr for each in found] == ["C’est un jour férié fédéral\u00a0: Lendemain de Noël."]


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        ("08:59", [OUTSIDE]),
        ("09:00", []),
        ("16:15", []),
        ("16:16", [OUTSIDE]),
        ("23:30", [OUTSIDE]),
    ],
)
def test_sessions_are_held_between_nine_and_five(hour: str, said: list[str]) -> None:
    assert against(Desk(), at_wall(date(2027, 2, 25), time.fromisoformat(hour))) == said


def test_the_hours_are_those_of_ottawa_wherever_the_session_is() -> None:
    assert against(Desk(), at_wall(date(2027, 2, 25), time(16), "America/Vancouver")) == [OUTSIDE]


def test_a_quiet_period_holds_its_first_and_last_day() -> None:
    desk = Desk(team(quiet_periods=(QuietPeriod("2027-03-15", "2027-03-19"),)))
    days = [date(2027, 3, day) for day in (12, 15, 19, 22)]
    said = "It falls in the team’s quiet period, from March 15 to March 19."
    assert [against(desk, at_wall(day, ONE)) for day in days] == [[], [said], [said], []]


def test_sessions_that_overlap_are_named_and_others_are_not() -> None:
    gone = session(2, USUAL, phase=Phase.CANCELLED)
    before = session(3, at_wall(USUAL.day, time(12, 15)))
    after = session(4, at_wall(USUAL.day, time(13, 45)))
    assert against(Desk(gone, before, after), USUAL) == []
    there = session(1, at_wall(USUAL.day, time(13, 30)))
    assert against(Desk(gone, before, there), USUAL) == ["It overlaps session 1, “title 1”."]


def test_a_session_does_not_stand_in_its_own_way() -> None:
    desk = Desk(session(1, USUAL))
    assert risks(desk.context(), USUAL, 45, frozenset({"1"})) == []


def test_the_nearest_free_thursdays_are_offered_in_order() -> None:
    desk = Desk(session(1, at_wall(date(2027, 7, 8), ONE)))
    canada_day = at_wall(date(2027, 7, 1), ONE)
    offered = [each.wall for each in alternatives(desk.context(), canada_day, 45)]
    assert offered == ["2027-06-17T13:00", "2027-07-15T13:00", "2027-07-22T13:00"]


def test_for_a_bad_hour_the_usual_one_of_that_day_is_offered_first() -> None:
    evening = at_wall(date(2027, 3, 9), time(18))
    offered = alternatives(Desk().context(), evening, 45)
    assert [each.wall for each in offered] == [
        "2027-03-04T13:00",
        "2027-03-09T13:00",
        "2027-03-11T13:00",
    ]


def test_nothing_is_offered_that_has_gone_by_or_is_bad_itself() -> None:
    desk = Desk(team(quiet_periods=(QuietPeriod("2027-01-14", "2027-01-20"),)))
    offered = alternatives(desk.context(), at_wall(date(2027, 1, 14), ONE), 45)
    assert [each.wall[:10] for each in offered] == ["2027-01-21", "2027-01-28", "2027-02-04"]
    assert [against(desk, each) for each in offered] == [[], [], []]


def test_the_suggested_day_is_the_usual_one_two_weeks_ahead() -> None:
    assert suggested(Desk().context()).wall == "2027-01-28T13:00"
    first_tuesdays = Desk(team(weekday="1TU", hour="11:00"))
    assert suggested(first_tuesdays.context()).wall == "2027-02-02T11:00"
