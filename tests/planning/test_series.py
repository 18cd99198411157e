"""The dates of a series."""

from datetime import date, time

from bot.model.session import Session
from bot.model.theme import Series
from bot.model.words import Both
from bot.planning.moment import at_wall
from bot.planning.recurring import occurrences, planned

from .desk import Desk, card_in, session

LAST_THURSDAY = "FREQ=MONTHLY;BYDAY=-1TH"
FIRST = at_wall(date(2026, 12, 31), time(13))


def test_a_series_keeps_its_wall_time_across_the_change_of_the_clock() -> None:
    moments = occurrences(LAST_THURSDAY, FIRST, 4)
    assert [each.wall for each in moments] == [
        "2026-12-31T13:00",
        "2027-01-28T13:00",
        "2027-02-25T13:00",
        "2027-03-25T13:00",
    ]
    assert [each.starts.hour for each in moments] == [18, 18, 18, 17]


def test_a_month_that_is_left_out_does_not_count() -> None:
    skipped = frozenset({"2027-02"})
    moments = occurrences(f"{LAST_THURSDAY};COUNT=3", FIRST, 3, skipped)
    assert [each.wall[:7] for each in moments] == ["2026-12", "2027-01", "2027-03"]


def test_the_thirty_first_of_december_is_flagged_with_a_better_day() -> None:
    plan = planned(
        Desk().context(), occurrences(LAST_THURSDAY, at_wall(date(2027, 12, 30), time(13)), 2), 45
    )
    assert [len(each.risks) for each in plan] == [1, 0]
    assert [each.better.wall if each.better else "" for each in plan] == ["2027-12-23T13:00", ""]


def test_two_bad_days_are_not_given_the_same_better_one() -> None:
    weekly = occurrences("FREQ=WEEKLY;BYDAY=FR", at_wall(date(2027, 12, 24), time(13)), 2)
    better = [each.better for each in planned(Desk().context(), weekly, 45)]
    assert [each.wall[:10] if each else "" for each in better] == ["2027-12-23", "2028-01-06"]


def test_pressing_twice_makes_one_series() -> None:
    desk = Desk()
    slots = {"rrule": LAST_THURSDAY, "when": "2027-01-28T13:00-05:00", "count": 3}
    card = card_in(desk.hear("series.create", slots))
    desk.press(card, "go")
    desk.press(card, "go")
    view = desk.store.view()
    assert [each.sessions for each in view.find(Series, "all", "series")] == [("1", "2", "3")]
    assert [each.position for each in view.find(Session, "series", "1")] == [1, 2, 3]


def test_a_change_of_all_leaves_what_is_over_or_cancelled_alone() -> None:
    first = session(1, at_wall(date(2027, 1, 7), time(13)), series="1", position=1)
    second = session(2, at_wall(date(2027, 2, 4), time(13)), series="1", position=2)
    series = Series(
        id="1", title=Both("a", "b"), rule="", sessions=("1", "2"), created=first.created
    )
    desk = Desk(first, second, series)
    slots = {"when": "2027-01-12T14:00-05:00", "only_hour": True, "zone": "America/Toronto"}
    desk.press(card_in(desk.hear("series.edit", slots)), "go")
    found = desk.store.view().find(Session, "series", "1")
    assert [(each.wall, each.sequence) for each in found] == [
        ("2027-01-07T13:00", 0),
        ("2027-02-04T14:00", 1),
    ]


def test_a_session_may_be_named_by_its_place_in_its_series() -> None:
    moments = occurrences(LAST_THURSDAY, at_wall(date(2027, 1, 28), time(13)), 2)
    made = [session(n, each, series="1", position=n) for n, each in enumerate(moments, 1)]
    series = Series(
        id="1", title=Both("a", "b"), rule="", sessions=("1", "2"), created=made[0].created
    )
    desk = Desk(*made, series)
    text = desk.hear("session.show", {"position": 2, "count": 2}).answer.text
    assert text.splitlines()[0] == "Session 2: “title 2” / «\u00a0titre 2\u00a0»"
    assert "• Series: session 2 of 2, “a”" in text.splitlines()
