"""What stands around a day or an hour and changes it: ``la veille du 20 juin``, ``a week after``.

What is left over beside a date and looks like a part of one makes it open to question: better to
ask than to take half of what was said.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.understanding.dates.days import NUM
from bot.understanding.dates.reckoning import Day, number
from bot.understanding.dates.words import MONTHS

_COUNTED = re.compile(
    rf"(?:\b(?P<n>{NUM}) (?P<unit>days?|weeks?|jours?|semaines?) (?P<way>before|after|avant|apres)"
    r"|(?:\bthe )?\bday (?P<day>before|after)|\bla (?P<eve>veille)|\ble (?P<morrow>lendemain))"
    r"(?: (?:de|du|the|le))? ?$"
)
_OF_A_SESSION = re.compile(r"(?:'s)? (?:session|seance|discussion|talk|webinar|one)\b")
_OFTEN_ELSE = {"may", "march", "mars", "mar", "sept", "sep", "dec", "jan", "jun", "oct", "nov"}
_LEFT = re.compile(
    r"\b(?:"
    + "|".join(sorted(MONTHS.keys() - _OFTEN_ELSE, key=len, reverse=True))
    + r")\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:le|du|au) \d{1,2}\b(?! ?(?:h\b|heures?|:|%|\$))"
    r"|\bmoins (?:le )?(?:quart|\d)|\b(?:past|quarter)\b|\bfrom now\b|\bet demie?\b"
)


def moved(text: str, day: Day) -> Day:
    """The day that the words before this one count from it; the day itself if they do not."""
    found = _COUNTED.search(text, max(0, day.start - 40), day.start)
    if found is None or day.on is None or _OF_A_SESSION.match(text, day.end):
        return day
    days = number(found["n"]) if found["n"] else 1
    if found["unit"] and found["unit"].startswith(("w", "s")):
        days *= 7
    back = found["eve"] or found["way"] in ("before", "avant") or found["day"] == "before"
    return replace(day, start=found.start(), on=day.on + timedelta(days=-days if back else days))


def left_over(text: str, used: Iterable[tuple[int, int]]) -> bool:
    """Whether something that looks like a part of a date was not used."""
    for start, end in used:
        text = text[:start] + " " * (end - start) + text[end:]
    return _LEFT.search(text) is not None
