"""Times of day in a plain text: ``13 h 30``, ``1:30 pm``, ``half past one``, ``demain matin``.

Hours 1 to 6 without a half of the day are afternoon, 7 to 11 morning; a leading zero, ``am``,
``du matin`` or a 24-hour value is literal.
"""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.understanding.dates.words import NUMBERS

_HOURS = {word: n for word, n in NUMBERS.items() if n < 24 and word not in ("a", "an", "couple of")}
_WORD = "|".join(sorted(map(re.escape, _HOURS), key=len, reverse=True))
_MINUTES = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
_EN = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HALF = (
    r"(?P<half>[ap]\.? ?m\b\.?|(?:in the |this )?(?:morning|afternoon|evening)\b"
    r"|du matin\b|de l'apres-midi\b|de l'apres midi\b|de l'aprem\b|du soir\b|pm\b)"
)
_LED = r"(?:\b(?:at|around|about|by|from|@|a|vers|de|pour|des|starting at|starts at|debut)\b ?|@ ?)"
_COUNTED = r"(?!(?:dans|vers|mars|plus|thanks|pls|thurs|tues|weds|sans|unless|as|this|us|jours|les|des)\b)[a-z]+[sx]\b"
"""What is counted after a number, so that the number is no hour: ``à 4 choix``, ``at 3 sites``."""
_TO = r"moins (?:le )?quart|moins (?P<less>\d{1,2})"
_PATTERNS = (
    # 10 heures moins le quart, 2 h moins 10, 10 h et demie, 14 h et quart
    rf"\b(?P<h>\d{{1,2}}) ?h(?:eures?)? (?P<part>et demie?|et quart|{_TO})\b(?: ?{_HALF})?",
    # 2 30 pm, from “two thirty pm”; noon 30
    rf"\b(?P<h>\d{{1,2}}) (?P<m>15|30|45) ?{_HALF}",
    r"(?<!apres[- ])\b(?P<w>midi|minuit|noon|midnight) (?P<m>\d{2})\b(?! ?(?:h|:|minutes?|min))",
    # 13 h 30, 13h, 13 heures 30, 9 h du matin
    rf"\b(?P<h>\d{{1,2}}) ?(?:h(?:eures?|rs?)?\b|h(?=\d))\.? ?(?P<m>\d{{2}})?(?!\d)(?: ?{_HALF})?",
    # 13:30, 1:30 pm
    rf"\b(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(?::00)?(?!\d|[/.-]\d)(?: ?{_HALF})?",
    # 1 pm, 9 in the morning
    rf"\b(?P<h>\d{{1,2}}) ?{_HALF}",
    # 1900 before a zone, at 1400
    r"\b(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?=\s*(?:~|utc|gmt|hours|h\b))(?: ?hours| ?h\b)?",
    # 1300 on June 17
    r"\b(?P<h>0\d|1[0-8]|2[1-3])(?P<m>00|15|30|45)(?= (?:on |le | ))",
    # at 1300
    r"(?:\b(?:at|a|vers) )(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\b(?![/.:-])",
    # half past one, quarter to three
    rf"\b(?P<part>half past|quarter past|quarter after|quarter to|quarter of) (?P<w>{_EN}|\d{{1,2}})\b(?: ?{_HALF})?",
    # dix heures et demie, treize heures trente, midi et demi
    rf"\b(?P<w>{_WORD}) heures?(?: (?P<part>et demie?|et quart|moins (?:le )?quart)| (?P<mw>{_MINUTES}))?\b(?: ?{_HALF})?",
    r"(?<!apres[- ])\b(?P<w>midi|minuit|noon|midnight)\b(?: (?P<part>et demie?|et quart|thirty))?",
    # two o'clock, one thirty pm, ten a.m.
    rf"\b(?P<w>{_EN}|\d{{1,2}}) o'? ?clock(?: ?{_HALF})?",
    rf"\b(?P<w>{_EN}) (?P<mw>thirty|fifteen|forty-five)(?: ?{_HALF})?",
    rf"\b(?P<w>{_EN}) {_HALF}",
    # at 2, a 14, at two
    rf"{_LED}(?P<h>\d{{1,2}})(?![\d/.:%$-]| ?(?:minutes?|mins?|days?|jours?|weeks?|semaines?|of\b|de\b)| {_COUNTED})\b",
    rf"\b(?:at|around) (?P<w>{_EN})\b(?! (?:of|point))",
)  # fmt: skip
_PATTERNS_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)
_LEAD = re.compile(_LED + r"$")
# A bare hour after another word of time: "2 to 2:45 pm", "jeudi 14".
BARE = re.compile(r"\b(?P<h>\d{1,2})(?::(?P<m>\d{2}))?\b")
PARTS = re.compile(
    r"\b(?:in the |this |en |dans l'|dans la |le |l'|au |du )?(?P<part>early morning|morning|mornings|matin|matinee|midday|mid-day|"
    r"lunch ?time|lunch|heure du diner|heure du lunch|diner|afternoon|apres[- ]midi|aprem|p\.?m\b\.?|"
    r"end of (?:the )?day|fin de la journee|eod|fin de journee|end of business|cob|close of business|evening|soiree|"
    r"soir|night)\b"
)
_PART_HOURS = {
    "morning": 9, "mornings": 9, "early morning": 9, "matin": 9, "matinee": 9, "midday": 12,
    "mid-day": 12, "lunchtime": 12, "lunch time": 12, "lunch": 12, "heure du diner": 12,
    "heure du lunch": 12, "diner": 12, "afternoon": 13, "apres-midi": 13, "apres midi": 13,
    "aprem": 13, "pm": 13, "p.m": 13, "p.m.": 13, "evening": 18, "soiree": 18, "soir": 18,
    "night": 18,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day where it was said; ``at`` is None if there is no such time.

    ``core`` is where it begins without the little word before it; ``literal`` says that nothing
    needs to be guessed about the half of the day.
    """

    start: int
    core: int
    end: int
    at: time | None
    literal: bool


def find(text: str) -> list[Hour]:
    """The times of day in the text, first to last, none within another."""
    found: list[Hour] = []
    taken = [False] * (len(text) + 1)
    for pattern in _PATTERNS_COMPILED:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                found.append(_hour(match))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted((_led(text, each) for each in found), key=lambda hour: hour.start)


def part(text: str) -> Hour | None:
    """A part of the day (``morning``, ``fin de journée``) as the hour it stands for."""
    match = PARTS.search(text)
    if not match:
        return None
    hour = _PART_HOURS.get(match["part"], 17)
    return Hour(match.start(), match.start(), match.end(), time(hour), literal=True)


def read_bare(match: re.Match[str], other: Hour) -> time | None:
    """A bare hour before a range's end, in the half of the day that makes the range short."""
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if other.at is None:
        return None
    if hour <= 12 and other.at.hour >= 12 and (hour % 12) + 12 <= other.at.hour:
        hour = hour % 12 + 12
    return _time(hour, minute)


def _led(text: str, hour: Hour) -> Hour:
    """The hour, with the little word before it."""
    lead = _LEAD.search(text, max(0, hour.start - 14), hour.start)
    return replace(hour, start=lead.start()) if lead else hour


def _hour(match: re.Match[str]) -> Hour:
    groups = match.groupdict()
    said, minute = _said_hour(groups), _said_minute(groups)
    part = groups.get("part") or ""
    if part in ("quarter to", "quarter of") or part.startswith("moins"):
        said, minute = said - 1, 60 - int(groups.get("less") or 15)
    half = (groups.get("half") or "").replace(".", "").replace(" ", "")
    exact = (groups.get("h") or "").startswith("0") or said > 12 or said == 0
    hour = _in_half(said, half) if half else said if exact else _guessed(said, groups)
    start, end = match.span()
    core = match.start("h" if groups.get("h") else "w")
    return Hour(start, core, end, _time(hour, minute), literal=bool(half) or exact)


def _said_hour(groups: dict[str, str | None]) -> int:
    if groups.get("h"):
        return int(groups["h"] or 0)
    word = groups.get("w") or ""
    if word in ("midi", "noon"):
        return 12
    if word in ("minuit", "midnight"):
        return 0
    return int(word) if word.isdecimal() else _HOURS[word]


def _said_minute(groups: dict[str, str | None]) -> int:
    if groups.get("m"):
        return int(groups["m"] or 0)
    if groups.get("mw"):
        return NUMBERS[groups["mw"] or ""]
    part = groups.get("part") or ""
    return (
        30 if "half" in part or "demi" in part or part == "thirty" else 15 if "qua" in part else 0
    )


def _in_half(hour: int, half: str) -> int:
    if half in ("am", "dumatin", "inthemorning", "morning", "thismorning"):
        return 0 if hour == 12 else hour
    return hour + 12 if hour < 12 else hour


def _guessed(hour: int, groups: dict[str, str | None]) -> int:
    if groups.get("w") in ("midi", "noon", "minuit", "midnight"):
        return hour
    return hour + 12 if 1 <= hour <= 6 else hour


def _time(hour: int, minute: int) -> time | None:
    return time(hour % 24 if hour == 24 else hour, minute) if hour <= 24 and minute < 60 else None
