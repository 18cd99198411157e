"""The reading of a text: its zone, what recurs, its day and its hours."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.understanding.dates import (
    Reading,
    Span,
    days,
    fallback,
    hours,
    nearby,
    plain,
    ranges,
    recurring,
    zones,
)
from bot.understanding.dates.moments import When, moment
from bot.understanding.dates.plain import Plain
from bot.understanding.dates.ranges import Range
from bot.understanding.dates.reckoning import Day

_AMOUNT = (
    r"(?:(?P<half>half an hour|une demi[- ]?heure)|(?P<quarters>(?:un |a |3 |three )?(?:quarts? d'heure"
    r"|quarters? of an hour))|(?P<n>\d{1,4}(?:[.,]\d)?|an?|une?|one)(?P<and_half> and a half)? ?"
    r"(?P<unit>minutes?|mins?|hours?|hrs?|heures?|h)\b(?: ?(?P<m>\d{2})\b| (?:and|et) (?P<more>\d{1,2}) min\w*"
    r"| (?P<plus>and a half|et demie?|et quart))?)"
)
_SOON = re.compile(
    rf"\b(?:in|dans|d'ici) (?:about |environ )?{_AMOUNT}|\b{_AMOUNT.replace('(?P<', '(?P<later_')} from now\b"
)
_LENGTH = re.compile(
    r"(?:\b(?:for|lasting|pendant|duree(?: de)?|durant|pour|of|de)\b ?:? ?)?\b(?P<n>\d{1,3})[ -]?"
    r"(?:minutes?|mins?|min)\b(?: long\b)?"
)

_HOURS_LONG = re.compile(
    r"\b(?:for|lasting|lasts|pendant|durant|dure|duree(?: de)?) ?:? ?"
    r"(?P<n>[1-4](?:[.,]5)?|an|une|one)(?P<and_half> and a half)? ?(?:hours?|hrs?|heures?|h)\b"
    r"(?: ?(?P<m>\d{2})\b| (?P<plus>and a half|et demie?|et quart))?"
)


def read_text(text: str, now: datetime, zone: str) -> Reading:
    """The moment the words mean; ``error`` is ``none`` if they mean none."""
    folded = plain.read(text)
    found, zone_span = _zone(folded, zone)
    when = When(now, found)
    masked = _without(folded.text, [zone_span] if zone_span else [], "~")
    rule = recurring.find(masked)
    reading, used = _recurring(rule, masked, when) if rule else _single(masked, when)
    if reading.error == "none":
        return _foreign(folded, when)
    spans = sorted(folded.span(*each) for each in [*used, *([zone_span] if zone_span else [])])
    return replace(reading, spans=tuple(spans))


def _foreign(folded: Plain, when: When) -> Reading:
    """What our grammar does not know and dateparser does."""
    on = fallback.read(folded, when.now, when.zone)
    if on is None:
        return Reading(error="none")
    return Reading(start=on, spans=(folded.span(0, len(folded.text)),))


def _zone(folded: Plain, default: str) -> tuple[tzinfo, Span | None]:
    """The zone the words name, beside a time of day only, and where."""
    for hour in hours.find(folded.text):
        after = zones.SHORT.match(folded.cased, hour.end)
        if after:
            return zones.letters(after[1]), (after.start(1), after.end())
        city = zones.IN_CITY.match(folded.text, hour.end)
        if city:
            return zones.place(city["city"]), city.span()
    named = zones.NAMED.search(folded.text)
    if named:
        name = named["fr"] or named["en"] or named["bare"]
        return zones.place(name), named.span()
    return ZoneInfo(default), None


def _without(text: str, spans: list[Span], blank: str = " ") -> str:
    for start, end in spans:
        text = text[:start] + blank * (end - start) + text[end:]
    return text


def _single(text: str, when: When) -> tuple[Reading, list[Span]]:
    """One moment: its day, its hour, what is wrong with them."""
    soon = _SOON.search(text)
    if soon:
        start = when.now.astimezone(when.zone) + _length_of(soon)
        return Reading(start=start), [soon.span()]
    long = _HOURS_LONG.search(text)
    text = _without(text, [long.span()]) if long else text
    found = [nearby.moved(text, each) for each in days.find(text, when.today)]
    rest = _without(text, [(day.start, day.end) for day in found])
    timed, used = ranges.find(rest)
    found = _relevant(found)
    used += [(day.start, day.end) for day in found]
    if not found and not timed:
        return Reading(error="none"), []
    reading = _with_length(moment(found, timed, when), timed, rest, used)
    if long:
        used.append(long.span())
        minutes = reading.duration_min or int(_length_of(long).total_seconds() // 60)
        reading = replace(reading, duration_min=minutes)
    if reading.error is None and nearby.left_over(text, used):
        return Reading(error="ambiguous"), used
    return reading, used


def _length_of(soon: re.Match[str]) -> timedelta:
    said = {name.removeprefix("later_"): each for name, each in soon.groupdict().items() if each}
    if "half" in said:
        return timedelta(minutes=30)
    if "quarters" in said:
        return timedelta(minutes=45 if said["quarters"].startswith(("3", "three")) else 15)
    count = said["n"].replace(",", ".")
    many = float(count) if count[0].isdecimal() else 1.0
    if said.get("unit", "h").startswith("m"):
        return timedelta(minutes=many)
    over = said.get("and_half") or said.get("plus") or ""
    part = 30 if "half" in over or "demi" in over else 15 if over else 0
    return timedelta(hours=many, minutes=part + int(said.get("m") or said.get("more") or 0))


def _relevant(found: list[Day]) -> list[Day]:
    """Without what is only vague beside a day that is plain."""
    plain_days = [day for day in found if not day.weak]
    return plain_days or found


def _with_length(reading: Reading, timed: list[Range], rest: str, used: list[Span]) -> Reading:
    minutes = timed[0].minutes if timed else None
    said = _LENGTH.search(rest)
    if minutes is None and said and reading.error is None:
        used.append(said.span())
        minutes = int(said["n"])
    return replace(reading, duration_min=minutes)


def _recurring(rule: recurring.Rule, text: str, when: When) -> tuple[Reading, list[Span]]:
    """A rule with its first occurrence after now."""
    rest = _without(text, list(rule.spans))
    from_days = [day for day in days.find(rest, when.today) if not day.weak]
    timed, used = ranges.find(_without(rest, [(day.start, day.end) for day in from_days]))
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
