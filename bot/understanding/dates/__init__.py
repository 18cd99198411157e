"""When: the moment, or the recurring moments, that words mean. Our own grammar, in both languages.

What the words leave open is never guessed: ``error`` says why there is no moment.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.understanding.dates import days, fallback, hours, plain, recurring, zones
from bot.understanding.dates.days import Day
from bot.understanding.dates.hours import Hour
from bot.understanding.dates.plain import Plain

OTTAWA = "America/Toronto"
Span = tuple[int, int]
_JOIN = re.compile(r"\s*(?:-|to|until|till|a|et|and|jusqu'a)\s*")
_OPENS = re.compile(r"(?:\b(?:from|between|de|entre)\b ?)$")
_SOON = re.compile(
    r"\b(?:in|dans|d'ici) (?:about |environ )?(?P<n>half an|une demi[- ]|\d{1,4}|an?|une|two|deux|three|trois)"
    r" ?(?P<unit>minutes?|mins?|hours?|hrs?|heures?|h)\b"
)
_LENGTH = re.compile(
    r"(?:\b(?:for|lasting|pendant|duree(?: de)?|durant|pour|of|de)\b ?:? ?)?\b(?P<n>\d{1,3})[ -]?"
    r"(?:minutes?|mins?|min)\b(?: long\b)?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How words about a moment were read.

    ``start`` is an aware datetime, or a date if no time of day was said; None if there is none or
    ``error`` says why not (ambiguous, impossible, nonexistent, past, none). ``rrule`` is an RFC
    5545 rule whose first occurrence is ``start``. ``spans`` are the parts of the original text that
    were used; ``choices`` what an ambiguous one may mean.
    """

    start: datetime | date | None = None
    rrule: str | None = None
    error: str | None = None
    duration_min: int | None = None
    spans: tuple[Span, ...] = ()
    choices: tuple[datetime | date, ...] = ()


@dataclass(frozen=True, slots=True)
class _When:
    """The now of a reading, and the zone its words are in."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class _Range:
    """A time of day, perhaps with the length until another one."""

    hour: Hour
    minutes: int | None = None


def read(text: str, now: datetime, zone: str = OTTAWA) -> Reading:
    """The moment the words mean; ``error`` is ``none`` if they mean none."""
    folded = plain.read(text)
    found, zone_span = _zone(folded, zone)
    when = _When(now, found)
    masked = _without(folded.text, [zone_span] if zone_span else [], "~")
    rule = recurring.find(masked)
    reading, used = _recurring(rule, masked, when) if rule else _single(masked, when)
    if reading.error == "none":
        return _foreign(folded, when)
    spans = sorted(folded.span(*each) for each in [*used, *([zone_span] if zone_span else [])])
    return replace(reading, spans=tuple(spans))


def _foreign(folded: Plain, when: _When) -> Reading:
    """What our grammar does not know and dateparser does."""
    on = fallback.read(folded, when.now, when.zone)
    if on is None:
        return Reading(error="none")
    return Reading(start=on, spans=(folded.span(0, len(folded.text)),))


def next_occurrences(
    rule: str, start: datetime, count: int, zone: str = OTTAWA
) -> tuple[datetime, ...]:
    """The first moments of a rule, at the same local time of day across clock changes; in UTC."""
    from dateutil.rrule import rrulestr

    local = start.astimezone(ZoneInfo(zone))
    walls = rrulestr(rule, dtstart=local.replace(tzinfo=None))
    return tuple(
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for _, wall in zip(range(count), walls, strict=False)
    )


def _zone(folded: Plain, default: str) -> tuple[tzinfo, Span | None]:
    """The zone the words name, beside a time of day only, and where."""
    for hour in hours.find(folded.text):
        after = zones.SHORT.match(folded.cased, hour.end)
        if after:
            return zones.letters(after[1]), (after.start(1), after.end())
    named = zones.NAMED.search(folded.text)
    if named:
        name = named["fr"] or named["en"] or named["bare"]
        return zones.place(name), named.span()
    return ZoneInfo(default), None


def _without(text: str, spans: list[Span], blank: str = " ") -> str:
    for start, end in spans:
        text = text[:start] + blank * (end - start) + text[end:]
    return text


def _single(text: str, when: _When) -> tuple[Reading, list[Span]]:
    """One moment: its day, its hour, what is wrong with them."""
    soon = _SOON.search(text)
    if soon:
        start = when.now.astimezone(when.zone) + _length_of(soon)
        return Reading(start=start), [soon.span()]
    found = days.find(text, when.today)
    rest = _without(text, [(day.start, day.end) for day in found])
    timed, used = _hours(rest)
    found = _relevant(found)
    used += [(day.start, day.end) for day in found]
    if not found and not timed:
        return Reading(error="none"), []
    reading = _moment(found, timed, when)
    return _with_length(reading, timed, rest, used), used


def _length_of(soon: re.Match[str]) -> timedelta:
    said = soon["n"]
    if said in ("half an", "une demi-", "une demi "):
        return timedelta(minutes=30)
    many = int(said) if said.isdecimal() else days.number(said)
    minutes = soon["unit"].startswith("m")
    return timedelta(minutes=many) if minutes else timedelta(hours=many)


def _relevant(found: list[Day]) -> list[Day]:
    """Without what is only vague beside a day that is plain."""
    plain_days = [day for day in found if not day.weak]
    return plain_days or found


def _hours(text: str) -> tuple[list[_Range], list[Span]]:
    """The times of day, two joined by ``to`` as one with its length; and where they are."""
    found = hours.find(text)
    ranges: list[_Range] = []
    used: list[Span] = []
    skip = False
    for index, hour in enumerate(found):
        if skip:
            skip = False
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        if following and _JOIN.fullmatch(text, hour.end, following.core):
            ranges.append(_between(hour, following))
            used.append((_opened(text, hour.start), following.end))
            skip = True
            continue
        ranges.append(_before(text, hour, used))
    if not ranges:
        part = hours.part(text)
        if part:
            ranges.append(_Range(part))
            used.append((part.start, part.end))
    elif part := hours.part(text):
        used.append((part.start, part.end))
        ranges = [_in_part(each, part) for each in ranges]
    return ranges, used


def _in_part(timed: _Range, part: Hour) -> _Range:
    """A guessed hour, in the part of the day said elsewhere: ``demain matin à 5 h``."""
    at = timed.hour.at
    if timed.hour.literal or at is None or part.at is None:
        return timed
    morning = part.at.hour < 12
    hour = at.hour - 12 if morning and at.hour >= 13 else at.hour
    hour = hour + 12 if not morning and hour < 12 and part.at.hour >= 13 else hour
    return _Range(replace(timed.hour, at=at.replace(hour=hour)), timed.minutes)


def _between(first: Hour, second: Hour) -> _Range:
    """A range; a first hour that is only guessed falls in the half of the day of the second."""
    at = first.at
    if at and second.at and second.literal and not first.literal:
        later = at.replace(hour=at.hour % 12 + 12)
        at = later if later <= second.at else at.replace(hour=at.hour % 12)
    return _Range(replace(first, at=at), _minutes(at, second.at))


def _before(text: str, hour: Hour, used: list[Span]) -> _Range:
    """The hour; or the range it ends, if a bare hour stands before it (``2 to 2:45 pm``)."""
    for bare in hours.BARE.finditer(text, max(0, hour.core - 14), hour.core):
        if _JOIN.fullmatch(text, bare.end(), hour.core):
            at = hours.read_bare(bare, hour)
            used.append((_opened(text, bare.start()), hour.end))
            return _Range(replace(hour, at=at), _minutes(at, hour.at))
    used.append((hour.start, hour.end))
    return _Range(hour)


def _opened(text: str, start: int) -> int:
    opens = _OPENS.search(text, max(0, start - 9), start)
    return opens.start() if opens else start


def _minutes(first: time | None, second: time | None) -> int | None:
    if first is None or second is None:
        return None
    minutes = (second.hour * 60 + second.minute) - (first.hour * 60 + first.minute)
    return minutes if minutes > 0 else None


def _with_length(reading: Reading, timed: list[_Range], rest: str, used: list[Span]) -> Reading:
    minutes = timed[0].minutes if timed else None
    said = _LENGTH.search(rest)
    if minutes is None and said and reading.error is None:
        used.append(said.span())
        minutes = int(said["n"])
    return replace(reading, duration_min=minutes)


def _moment(found: list[Day], timed: list[_Range], when: _When) -> Reading:
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


def _as_said(at: time, hour: Hour, day: date, when: _When) -> time:
    """The hour; taken as said where an offset is named on a night when the clocks change."""
    if hour.literal or not isinstance(when.zone, timezone) or at.hour not in (13, 14):
        return at
    home = ZoneInfo(OTTAWA)
    before, after = (datetime.combine(day, time(h), home).utcoffset() for h in (0, 4))
    return at if before == after else at.replace(hour=at.hour - 12)


def _several(distinct: list[date], timed: list[_Range], when: _When) -> Reading:
    if len(distinct) > 1:
        choices = tuple(_at(each, timed[:1], when) for each in distinct)
    else:
        day = distinct[0] if distinct else when.today
        choices = tuple(_at(day, [each], when) for each in timed)
    return Reading(error="ambiguous", choices=choices)


def _at(day: date, timed: list[_Range], when: _When) -> datetime | date:
    at = timed[0].hour.at if timed else None
    return datetime.combine(day, at, when.zone) if at else day


def _local(wall: datetime, when: _When) -> Reading:
    """The instant of a wall time; refused where clocks skip it, asked about where they repeat."""
    early, late = (wall.replace(tzinfo=when.zone, fold=fold) for fold in (0, 1))
    if early.astimezone(UTC).astimezone(when.zone).replace(tzinfo=None) != wall:
        return Reading(error="nonexistent")
    if early.utcoffset() != late.utcoffset():
        return Reading(error="ambiguous", choices=(early, late))
    if early <= when.now:
        return Reading(error="past")
    return Reading(start=early)


def _recurring(rule: recurring.Rule, text: str, when: _When) -> tuple[Reading, list[Span]]:
    """A rule with its first occurrence after now."""
    rest = _without(text, list(rule.spans))
    from_days = [day for day in days.find(rest, when.today) if not day.weak]
    timed, used = _hours(_without(rest, [(day.start, day.end) for day in from_days]))
    used += [*rule.spans, *((day.start, day.end) for day in from_days)]
    at = timed[0].hour.at if timed else None
    minutes = timed[0].minutes if timed else None
    since = recurring.first_day(from_days) or when.today
    for day in rule.days(since):
        if at is None and day > when.today:
            return Reading(start=day, rrule=rule.rule), used
        if at is not None:
            start = datetime.combine(day, at, when.zone)
            if start > when.now:
                return Reading(start=start, rrule=rule.rule, duration_min=minutes), used
    return Reading(error="impossible"), used
