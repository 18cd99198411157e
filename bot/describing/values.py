"""What a text says by value: its days, hours, numbers, amounts, links, addresses and blanks.

The same thing has the same value in both languages, however it is written: ``1 p.m.`` and ``13 h``,
``1,500`` and ``1 500``, ``$5`` and ``5 $``, ``February 25`` and ``25 février``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.describing import patterns
from bot.model.words import Language

Kind = Literal[
    "blank", "link", "mail", "day", "weekday", "month", "time", "zone", "money", "percent", "number"
]
SPACES = re.compile("[\u00a0\u202f\u2009\t]")
APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")
PER_LANGUAGE = re.compile(
    r"(?<=[/=._-])(?:english|anglais|francais|french|eng|fra|fre|en|fr|e|f)(?=[/.&?#_-]|$)"
)
END_OF_LINK = ".,;:!?)»”"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing a text says: its kind, what it is in either language, and how it stands there."""

    kind: Kind
    what: str
    shown: str


def values(text: str, language: Language) -> list[Value]:
    """Everything of value that a text in this language says, kind by kind."""
    left = SPACES.sub(" ", text).translate(APOSTROPHES)
    found: list[Value] = []
    for pattern, read in _READERS[language]:
        for match in pattern.finditer(left):
            found += [
                Value(kind, what, " ".join((shown or match[0]).split()))
                for kind, what, shown in read(match)
            ]
        left = pattern.sub(lambda match: "\u2022" * len(match[0]), left)
    return found


def in_words(text: str, language: Language) -> frozenset[str]:
    """The small numbers that a text says in words, as the values of numbers."""
    spoken = patterns.SPOKEN[language]
    said = re.findall(r"[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*", text.lower())
    return frozenset(str(spoken[word]) for word in said if word in spoken)


Read = Iterator[tuple[Kind, str, str]]
Reader = Callable[[re.Match[str]], Read]


def _blank(match: re.Match[str]) -> Read:
    yield "blank", match[1], ""


def _link(match: re.Match[str]) -> Read:
    link = match[0].rstrip(END_OF_LINK)
    yield "link", PER_LANGUAGE.sub("*", link.casefold().rstrip("/")), link


def _mail(match: re.Match[str]) -> Read:
    yield "mail", match[0].casefold(), ""


def _iso(match: re.Match[str]) -> Read:
    yield "day", f"{int(match[2])}-{int(match[3])}", ""
    yield "number", match[1], match[1]


def _date(language: Language) -> Reader:
    months, weekdays = patterns.MONTHS[language], patterns.WEEKDAYS[language]

    def read(match: re.Match[str]) -> Read:
        """A day, the one it goes on to, its year and the day of the week."""
        said = match.groupdict()
        month = months[match["month"].lower()]
        for number in (match["day"], said.get("also")):
            if number:
                named = "" if number == match["day"] else f"{number} ({match['month']})"
                yield "day", f"{month}-{int(number)}", named or _day_alone(match)
        if match["year"]:
            yield "number", match["year"], match["year"]
        if said.get("weekday"):
            yield "weekday", str(weekdays[match["weekday"].lower()]), match["weekday"]

    return read


def _day_alone(match: re.Match[str]) -> str:
    """The day and its month as they stand, without weekday and year."""
    start = min(match.start("day"), match.start("month"))
    end = max(match.end("day"), match.end("month"))
    return match.string[start:end]


def _named(kind: Kind, names: Mapping[str, int]) -> Reader:
    def read(match: re.Match[str]) -> Read:
        yield kind, str(names[match[1].lower()]), match[1]

    return read


def _english_time(match: re.Match[str]) -> Read:
    """One hour, or two of which the first takes its half of the day from the second."""
    said = match.groupdict()
    last = _minutes(match["hour"], match["minute"], match["half"])
    if said.get("first"):
        first = _minutes(match["first"], match["first_minute"], match["half"])
        first -= 720 if first > last else 0
        yield "time", str(first), match[0]
    yield "time", str(last), match[0]
    yield from _zone(match)


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour) % 12 + (12 if half and half.lower() == "p" else 0) if half else int(hour)
    return hours * 60 + int(minute or 0)


def _french_time(match: re.Match[str]) -> Read:
    said = match.groupdict()
    if said.get("first"):
        yield "time", str(int(match["first"]) * 60), match[0]
    yield "time", str(_minutes(match["hour"], match["minute"], None)), match[0]
    yield from _zone(match)


def _zone(match: re.Match[str]) -> Read:
    zone = match.groupdict().get("zone")
    if zone:
        yield "zone", patterns.ZONES[zone], zone


def _noon(match: re.Match[str]) -> Read:
    yield "time", "720" if match[1].lower() in ("noon", "midi") else "0", match[1]
    yield from _zone(match)


def _amount(kind: Kind, language: Language) -> Reader:
    def read(match: re.Match[str]) -> Read:
        said = match.groupdict()
        raw = said["number"] or said["second"]
        scale = said.get("scale") or said.get("second_scale") or ""
        shown = match[0] if kind != "number" or said.get("scale") else raw
        yield kind, _value(raw, scale, language), shown

    return read


def _value(raw: str, scale: str, language: Language) -> str:
    digits = raw.replace(" ", "")
    digits = digits.replace(",", "") if language == "en" else digits.replace(",", ".")
    many = Decimal(digits) * patterns.SCALES.get(scale.lower().rstrip("s"), 1)
    return f"{many.normalize():f}"


def _readers(language: Language) -> list[tuple[re.Pattern[str], Reader]]:
    time = _english_time if language == "en" else _french_time
    own = patterns.OF[language]
    return [
        (patterns.BLANK, _blank),
        (patterns.LINK, _link),
        (patterns.MAIL, _mail),
        (patterns.ISO, _iso),
        *((pattern, _date(language)) for pattern in own.dates),
        *((pattern, time) for pattern in own.times),
        (own.noon, _noon),
        (own.weekday, _named("weekday", patterns.WEEKDAYS[language])),
        (own.month, _named("month", patterns.MONTHS[language])),
        (own.money, _amount("money", language)),
        (own.percent, _amount("percent", language)),
        (own.number, _amount("number", language)),
    ]


_READERS = {language: _readers(language) for language in ("en", "fr")}
