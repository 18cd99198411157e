"""The moment that a day and a time of day make, or why there is none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.understanding.dates import OTTAWA, Reading
from bot.understanding.dates.hours import Hour
from bot.understanding.dates.ranges import Range
from bot.understanding.dates.reckoning import Day


@dataclass(frozen=True, slots=True)
class When:
    """The now of a reading, and the zone its words are in."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.now.astimezone(self.zone).date()


def moment(found: list[Day], timed: list[Range], when: When) -> Reading:
    """The moment of a day and an hour, or why there is none."""
    wrong = next((day for day in found if day.error), None)
    if wrong:
        choices = tuple(_at(each, timed, when) for each in wrong.choices)
        return Reading(error=wrong.error, choices=choices)
    if any(each.hour.at is None for each in timed):
        return Reading(error="impossible")
    distinct = list(dict.fromkeys(day.on for day in found if day.on))
    hours_said = list(dict.fromkeys(each.hour.at for each in timed))
    if len(distinct) > 1 or len(hours_said) > 1:
        return _several(distinct, timed, when)
    if not timed:
        return Reading(start=distinct[0])
    at = hours_said[0]
    assert at is not None
    if distinct:
        at = _as_said(at, timed[0].hour, distinct[0], when)
        return _local(datetime.combine(distinct[0], at), when)
    wall = datetime.combine(when.today, at)
    if wall.replace(tzinfo=when.zone) <= when.now:
        wall += timedelta(days=1)
    return _local(wall, when)


def _as_said(at: time, hour: Hour, day: date, when: When) -> time:
    """The hour; taken as said where an offset is named on a night when the clocks change."""
    if hour.literal or not isinstance(when.zone, timezone) or at.hour not in (13, 14):
        return at
    home = ZoneInfo(OTTAWA)
    before, after = (datetime.combine(day, time(h), home).utcoffset() for h in (0, 4))
    return at if before == after else at.replace(hour=at.hour - 12)


def _several(distinct: list[date], timed: list[Range], when: When) -> Reading:
    if len(distinct) > 1:
        choices = tuple(_at(each, timed[:1], when) for each in distinct)
    else:
        day = distinct[0] if distinct else when.today
        choices = tuple(_at(day, [each], when) for each in timed)
    return Reading(error="ambiguous", choices=choices)


def _at(day: date, timed: list[Range], when: When) -> datetime | date:
    at = timed[0].hour.at if timed else None
    return datetime.combine(day, at, when.zone) if at else day


def _local(wall: datetime, when: When) -> Reading:
    """The instant of a wall time; refused where clocks skip it, asked about where they repeat."""
    early, late = (wall.replace(tzinfo=when.zone, fold=fold) for fold in (0, 1))
    if early.astimezone(UTC).astimezone(when.zone).replace(tzinfo=None) != wall:
        return Reading(error="nonexistent")
    if early.utcoffset() != late.utcoffset():
        return Reading(error="ambiguous", choices=(early, late))
    if early <= when.now:
        return Reading(error="past")
    return Reading(start=early)
