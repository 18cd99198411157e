"""Numbers written as words beside a day or an hour, as the figures that the grammar reads.

``le vingt-deux septembre`` is ``le 22 septembre``, ``June fifteenth`` ``June 15th``, ``ten to
three`` ``2:50``. Words that are as often something else (``one``, ``un``, ``second``) stay, and
``neuf`` and ``sept`` count only before a unit of time or a month.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.understanding.dates.words import MONTHS

Change = tuple[int, int, str]

_EN_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_FR_SMALL = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_EN_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_SUFFIXES = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_KEPT = frozenset({"one", "un", "first", "second", "third", "fourth", "fifth"})
_SELDOM = frozenset({"sept", "neuf"})


def _cardinals() -> Iterator[tuple[str, str]]:
    for small, tens, ands in ((_EN_SMALL, _EN_TENS, ()), (_FR_SMALL, _FR_TENS, (1,))):
        for number, word in enumerate(small, 1):
            yield word, str(number)
        for word, ten in tens.items():
            yield word, str(ten)
            for number, unit in enumerate(small[:9], 1):
                between = ("-et-", " et ") if number in ands else ("-", " ")
                for joint in between:
                    yield f"{word}{joint}{unit}", str(ten + number)
                    if unit == "un":
                        yield f"{word}{joint}une", str(ten + number)
    for number, word in enumerate(_FR_SMALL[16:], 17):
        yield word.replace("-", " "), str(number)


def _ordinals() -> Iterator[tuple[str, str]]:
    for number, word in enumerate(_EN_ORDINALS, 1):
        yield word, f"{number}{_SUFFIXES.get(number, 'th')}"
    for tens, ten in (("twenty", 20), ("thirty", 30)):
        yield f"{tens[:-1]}ieth", f"{ten}th"
        for number, word in enumerate(_EN_ORDINALS[:9], 1):
            for joint in ("-", " "):
                yield f"{tens}{joint}{word}", f"{ten + number}{_SUFFIXES.get(number, 'th')}"


FIGURES = {word: said for word, said in (*_cardinals(), *_ordinals()) if word not in _KEPT}
"""The figures of each number from 2 to 59, and of ordinals from the sixth on."""
_ANY = "|".join(sorted(map(re.escape, FIGURES), key=len, reverse=True))
_HOUR = "|".join(_EN_SMALL[:12])
_BEFORE = re.compile(r" (?:heures?|h|jours?|semaines?|mois|minutes?|" + "|".join(MONTHS) + r")\b")
_PARTS = frozenset(part for figure in FIGURES for part in re.findall("[a-z]+", figure))
"""The words that figures are made of: most texts have none, and need no search for any."""
_PAST = re.compile(
    rf"\b(?P<m>five|ten|twenty|twenty[- ]five)(?: minutes?)? (?P<to>past|after|to|before|till) "
    rf"(?P<h>{_HOUR}|\d{{1,2}})\b(?! ?(?:minutes?|people|days?|weeks?|of\b|h\b|:))"
    rf"|\bhalf (?P<british>{_HOUR})\b"
)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{_ANY})(?![\w'-])")


def changes(text: str) -> Iterator[Change]:
    """The places of a folded text that are figures in words, with their figures, in order."""
    if _PARTS.isdisjoint(re.findall("[a-z]+", text)) and "half" not in text:
        return
    last = 0
    clocks = [(*found.span(), _clock(found)) for found in _PAST.finditer(text)]
    plain = [
        (*found.span(), FIGURES[found[0]]) for found in _word().finditer(text) if _counts(found)
    ]
    for start, end, said in sorted([*clocks, *plain], key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield start, end, said
            last = end


def _counts(found: re.Match[str]) -> bool:
    return found[0] not in _SELDOM or _BEFORE.match(found.string, found.end()) is not None


def _clock(found: re.Match[str]) -> str:
    if found["british"]:
        return f"{_EN_SMALL.index(found['british']) + 1}:30"
    hour = int(found["h"]) if found["h"].isdecimal() else _EN_SMALL.index(found["h"]) + 1
    minutes = int(FIGURES[found["m"].replace(" ", "-")])
    if found["to"] in ("past", "after"):
        return f"{hour}:{minutes:02}"
    return f"{(hour - 2) % 12 + 1}:{60 - minutes}"
