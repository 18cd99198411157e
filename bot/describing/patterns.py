"""How days, hours, numbers and amounts are written in each language, in Canada.

Sources: Translation Bureau (The Canadian Style; Le guide du rédacteur).
"""

import re
from dataclasses import dataclass

from bot.model.words import Language
from bot.texts import moments

MONTHS: dict[Language, dict[str, int]] = {
    language: {name.lower(): number for number, name in enumerate(moments.MONTHS[language], 1)}
    for language in ("en", "fr")
}
WEEKDAYS: dict[Language, dict[str, int]] = {
    language: {name.lower(): number for number, name in enumerate(moments.WEEKDAYS[language])}
    for language in ("en", "fr")
}
SPOKEN: dict[Language, dict[str, int]] = {
    "en": {
        word: number
        for number, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve".split()
        )
    }
    | {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifteen": 15, "twenty": 20}
    | {"thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "hundred": 100},
    "fr": {
        word: number
        for number, word in enumerate(
            "zéro un deux trois quatre cinq six sept huit neuf dix onze douze".split()
        )
    }
    | {"une": 1, "premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4}
    | {"quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "quarante-cinq": 45}
    | {"soixante": 60, "cent": 100},
}
SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "millier": 10**3, "mille": 10**3,
    "milliard": 10**9, "k": 10**3, "m": 10**6, "b": 10**9, "g": 10**9,
}  # fmt: skip
ZONES = {
    zone: english
    for english, zones in {
        "ET": "ET EST EDT HE HNE HAE", "AT": "AT AST ADT HA HNA HAA", "NT": "NT NST NDT HT HNT HAT",
        "CT": "CT CST CDT HC HNC HAC", "MT": "MT MST MDT HR HNR HAR", "PT": "PT PST PDT HP HNP HAP",
    }.items()
    for zone in zones.split()
}  # fmt: skip

BLANK = re.compile(r"\(\(\s*([\w-]+)\s*\)\)")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
ZONE = rf"(?:\s*[(,]?\s*(?P<zone>{'|'.join(sorted(ZONES, key=len, reverse=True))})\b\)?)?"
SCALE = r"(?:\s(?P<scale>thousand|millions?|billion|milliers?|mille|milliards?)\b)?"


@dataclass(frozen=True, slots=True)
class Patterns:
    """What stands for a value in one language; those that come first take what they find."""

    dates: tuple[re.Pattern[str], ...]
    times: tuple[re.Pattern[str], ...]
    noon: re.Pattern[str]
    weekday: re.Pattern[str]
    month: re.Pattern[str]
    money: re.Pattern[str]
    percent: re.Pattern[str]
    number: re.Pattern[str]


def _any(names: dict[str, int]) -> str:
    return "|".join(names)


def _english() -> Patterns:
    months, weekdays = _any(MONTHS["en"]), _any(WEEKDAYS["en"])
    number = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    half = r"\s?(?P<half>[ap])\.?\s?m\b\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
    year = r"(?:,?\s+(?P<year>\d{4})\b)?"
    also = r"(?:\s*(?:and|to|through|[-–])\s*(?P<also>\d{1,2})(?=\s*(?:[,.;:)]|$|at\b|from\b)))?"
    weekday = rf"(?:\b(?P<weekday>{weekdays}),?\s+)?"
    sure = "|".join(name for name in MONTHS["en"] if name not in ("may", "march"))
    return Patterns(
        dates=(
            re.compile(rf"{weekday}\b(?P<month>{months})\s+{day}{also}{year}", re.I | re.M),
            re.compile(rf"{weekday}\b{day}(?:\s+of)?\s+(?P<month>{months})\b{year}", re.I),
        ),
        times=(
            re.compile(
                r"\b(?P<first>\d{1,2})(?::(?P<first_minute>\d\d))?\s*(?:to|and|[-–])\s*"
                rf"(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?{half}{ZONE}",
                re.I,
            ),
            re.compile(rf"\b(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?{half}{ZONE}", re.I),
            re.compile(rf"\b(?P<hour>\d{{1,2}}):(?P<minute>\d\d)\b(?P<half>){ZONE}"),
        ),
        noon=re.compile(rf"\b(noon|midnight)\b{ZONE}", re.I),
        weekday=re.compile(rf"\b({weekdays.title()})s?\b"),
        month=re.compile(
            rf"\b((?i:{sure})|(?:(?<=in )|(?<=of )|(?<=by )|(?<=to )|(?<=from )|(?<=until )"
            r"|(?<=next )|(?<=this )|(?<=early )|(?<=late ))(?:May|March))\b"
        ),
        money=re.compile(
            rf"\$\s?(?P<number>{number})(?:\s?(?P<scale>thousand|million|billion|[kMB])\b)?"
            rf"|(?<![\w.])(?P<second>{number})(?:\s(?P<second_scale>thousand|million|billion))?"
            r"\sdollars\b"
        ),
        percent=re.compile(rf"(?<![\w.])(?P<number>{number})\s?(?:%|per\s?cent\b)(?P<second>)"),
        number=re.compile(rf"(?<![\w.])(?P<number>{number})(?:st|nd|rd|th)?(?!\w){SCALE}"),
    )


def _french() -> Patterns:
    months, weekdays = _any(MONTHS["fr"]), _any(WEEKDAYS["fr"])
    number = r"(?:\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)"
    also = r"(?:\b(?P<also>\d{1,2})(?:er)?\s*(?:et|au|à|[-–])\s*(?:le\s+)?)?"
    return Patterns(
        dates=(
            re.compile(
                rf"(?:\b(?P<weekday>{weekdays}),?\s+(?:le\s+)?)?{also}"
                rf"\b(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{months})\b(?:\s+(?P<year>\d{{4}})\b)?",
                re.I,
            ),
        ),
        times=(
            re.compile(
                r"\b(?P<first>\d{1,2})\s*(?:à|et|[-–])\s*(?P<hour>\d{1,2})\s?h\b"
                rf"(?:\s?(?P<minute>\d\d)\b)?{ZONE}"
            ),
            re.compile(
                r"\b(?P<hour>\d{1,2})\s?h(?:(?=\d)|\b)(?:\s?(?P<minute>\d\d)\b(?!\s?(?:min|h\b)))?"
                rf"{ZONE}"
            ),
            re.compile(rf"\b(?P<hour>\d{{1,2}}):(?P<minute>\d\d)\b{ZONE}"),
        ),
        noon=re.compile(rf"(?<![-\w])(midi|minuit)\b{ZONE}", re.I),
        weekday=re.compile(rf"\b({weekdays})s?\b", re.I),
        month=re.compile(rf"\b({months})\b"),
        money=re.compile(
            rf"(?<![\w,])(?P<number>{number})"
            r"(?:\s?(?P<scale>milliers?|millions?|milliards?)\s(?:de\s)?|\s?(?P<second_scale>[kMG])?)"
            r"\s?(?:\$|dollars\b)(?P<second>)"
        ),
        percent=re.compile(rf"(?<![\w,])(?P<number>{number})\s?(?:%|pour\scent\b)(?P<second>)"),
        number=re.compile(rf"(?<![\w,])(?P<number>{number})(?:ers?|res?|es?|ièmes?)?(?!\w){SCALE}"),
    )


OF: dict[Language, Patterns] = {"en": _english(), "fr": _french()}
