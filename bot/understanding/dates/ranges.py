"""Times of day as people give them: one, two joined by “to”, or a part of the day."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.understanding.dates import Span, hours
from bot.understanding.dates.hours import Hour

_JOIN = re.compile(r"\s*(?:-|to|until|till|a|et|and|jusqu'a)\s*")
_OPENS = re.compile(r"(?:\b(?:from|between|de|entre)\b ?)$")


@dataclass(frozen=True, slots=True)
class Range:
    """A time of day, perhaps with the length until another one."""

    hour: Hour
    minutes: int | None = None


def find(text: str) -> tuple[list[Range], list[Span]]:
    """The times of day, two joined by ``to`` as one with its length; and where they are."""
    found = hours.find(text)
    ranges: list[Range] = []
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
            ranges.append(Range(part))
            used.append((part.start, part.end))
    elif part := hours.part(text):
        used.append((part.start, part.end))
        ranges = [_in_part(each, part) for each in ranges]
    return ranges, used


def _in_part(timed: Range, part: Hour) -> Range:
    """A guessed hour, in the part of the day said elsewhere: ``demain matin à 5 h``."""
    at = timed.hour.at
    if timed.hour.literal or at is None or part.at is None:
        return timed
    morning = part.at.hour < 12
    hour = at.hour - 12 if morning and at.hour >= 13 else at.hour
    hour = hour + 12 if not morning and hour < 12 and part.at.hour >= 13 else hour
    return Range(replace(timed.hour, at=at.replace(hour=hour)), timed.minutes)


def _between(first: Hour, second: Hour) -> Range:
    """A range; a first hour that is only guessed falls in the half of the day of the second."""
    at = first.at
    if at and second.at and second.literal and not first.literal:
        later = at.replace(hour=at.hour % 12 + 12)
        at = later if later <= second.at else at.replace(hour=at.hour % 12)
    return Range(replace(first, at=at), _minutes(at, second.at))


def _before(text: str, hour: Hour, used: list[Span]) -> Range:
    """The hour; or the range it ends, if a bare hour stands before it (``2 to 2:45 pm``)."""
    for bare in hours.BARE.finditer(text, max(0, hour.core - 14), hour.core):
        if _JOIN.fullmatch(text, bare.end(), hour.core):
            at = hours.read_bare(bare, hour)
            used.append((_opened(text, bare.start()), hour.end))
            return Range(replace(hour, at=at), _minutes(at, hour.at))
    used.append((hour.start, hour.end))
    return Range(hour)


def _opened(text: str, start: int) -> int:
    opens = _OPENS.search(text, max(0, start - 9), start)
    return opens.start() if opens else start


def _minutes(first: time | None, second: time | None) -> int | None:
    if first is None or second is None:
        return None
    minutes = (second.hour * 60 + second.minute) - (first.hour * 60 + first.minute)
    return minutes if minutes > 0 else None
