"""The moments of sessions: what people type, and the instants they mean."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.session import OTTAWA
from bot.planning.moment import at_instant, at_wall, restored, zone_of

VANCOUVER = "America/Vancouver"
ZONES = st.sampled_from([OTTAWA, VANCOUVER, "America/St_Johns", "America/Regina"])
DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))


def test_an_hour_that_the_clock_skips_is_an_hour_later() -> None:
    moment = at_wall(date(2027, 3, 14), time(2, 30))
    assert moment.starts == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    assert moment.starts.astimezone(ZoneInfo(OTTAWA)).hour == 3
    assert moment.wall == "2027-03-14T02:30"


def test_an_hour_that_comes_twice_is_its_first() -> None:
    moment = at_wall(date(2026, 11, 1), time(1, 30))
    assert moment.starts == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_second_of_two_hours_is_kept_where_it_was_meant() -> None:
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert restored(at_instant(second).row).starts == second


def test_a_move_across_the_change_of_the_clock_keeps_the_wall_time() -> None:
    winter = at_wall(date(2027, 2, 25), time(13))
    summer = winter.on(date(2027, 3, 25))
    assert (winter.starts.hour, summer.starts.hour) == (18, 17)
    assert (winter.hour, summer.hour) == (time(13), time(13))


def test_one_in_ottawa_in_winter_is_eleven_in_vancouver() -> None:
    here = at_wall(date(2026, 11, 26), time(13))
    assert at_instant(here.starts, VANCOUVER).wall == "2026-11-26T11:00"


@given(DAYS, st.times(), ZONES)
def test_what_is_kept_with_a_card_comes_back_the_same(day: date, hour: time, zone: str) -> None:
    moment = at_wall(day, hour.replace(second=0, microsecond=0, fold=0), zone)
    assert restored(moment.row) == moment


@given(DAYS, st.times(), ZONES)
def test_a_moment_shows_its_wall_time_unless_the_clock_skips_it(
    day: date, hour: time, zone: str
) -> None:
    moment = at_wall(day, hour.replace(second=0, microsecond=0, fold=0), zone)
    shown = at_instant(moment.starts, zone)
    skipped = datetime.fromisoformat(shown.wall) - datetime.fromisoformat(moment.wall)
    assert skipped in (timedelta(0), timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("2027-03-04T13:00-05:00", OTTAWA),
        ("2027-07-08T13:00-04:00", OTTAWA),
        ("2027-07-08T13:00-05:00", OTTAWA),
        ("2027-03-04T10:00-07:00", VANCOUVER),
        ("2027-03-04T14:30-03:30", "America/St_Johns"),
        ("2027-03-04T18:00+00:00", OTTAWA),
    ],
)
def test_an_offset_is_taken_for_a_zone_that_has_it(typed: str, zone: str) -> None:
    assert zone_of(datetime.fromisoformat(typed)) == zone
