"""Zones as people name them.

ET is America/Toronto, and so on by Canadian city, because the west no longer changes its clocks
(tzdata 2026). An explicit EST or HAE is an offset, which also settles a repeated hour.
"""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

CITIES = {
    "ottawa": "America/Toronto", "toronto": "America/Toronto", "montreal": "America/Toronto",
    "gatineau": "America/Toronto", "quebec": "America/Toronto", "halifax": "America/Halifax",
    "moncton": "America/Moncton", "st. john's": "America/St_Johns", "st john's": "America/St_Johns",
    "winnipeg": "America/Winnipeg", "regina": "America/Regina", "edmonton": "America/Edmonton",
    "calgary": "America/Edmonton", "vancouver": "America/Vancouver", "victoria": "America/Vancouver",
    "whitehorse": "America/Whitehorse", "iqaluit": "America/Iqaluit", "yellowknife": "America/Edmonton",
}  # fmt: skip
REGIONS = {
    "eastern": "America/Toronto", "atlantic": "America/Halifax", "newfoundland": "America/St_Johns",
    "central": "America/Winnipeg", "mountain": "America/Edmonton", "pacific": "America/Vancouver",
    "l'est": "America/Toronto", "l'atlantique": "America/Halifax", "terre-neuve": "America/St_Johns",
    "centre": "America/Winnipeg", "rocheuses": "America/Edmonton", "montagnes": "America/Edmonton",
    "pacifique": "America/Vancouver",
}  # fmt: skip
LETTERS = {
    "ET": "America/Toronto", "HE": "America/Toronto", "AT": "America/Halifax", "HA": "America/Halifax",
    "NT": "America/St_Johns", "HT": "America/St_Johns", "CT": "America/Winnipeg",
    "HC": "America/Winnipeg", "MT": "America/Edmonton", "HR": "America/Edmonton",
    "PT": "America/Vancouver", "HP": "America/Vancouver",
}  # fmt: skip
OFFSETS = {
    "EST": -5, "HNE": -5, "EDT": -4, "HAE": -4, "AST": -4, "HNA": -4, "ADT": -3, "HAA": -3,
    "NST": -3.5, "HNT": -3.5, "NDT": -2.5, "HAT": -2.5, "CST": -6, "HNC": -6, "CDT": -5, "HAC": -5,
    "MST": -7, "HNR": -7, "MDT": -6, "HAR": -6, "PST": -8, "HNP": -8, "PDT": -7, "HAP": -7,
    "UTC": 0, "GMT": 0, "TUC": 0,
}  # fmt: skip
_REGION = "|".join(sorted(REGIONS, key=len, reverse=True))
_CITY = "|".join(re.escape(city) for city in sorted(CITIES, key=len, reverse=True))
NAMED = re.compile(
    rf"[(,]?\s*(?:\bheure (?:normale |avancee )?(?:de |du |des )?(?:la )?(?P<fr>{_REGION}|{_CITY})\b"
    rf"|\b(?P<en>{_REGION}|{_CITY})(?: standard| daylight)? time\b|\b(?P<bare>eastern|pacific)\b)\)?"
)
IN_CITY = re.compile(rf"\s*,?\s*(?:in|a) (?P<city>{_CITY})\b")
"""A city right after an hour: ``10 am in Vancouver``."""
SHORT = re.compile(r"\s*\(?\b(" + "|".join([*LETTERS, *OFFSETS]) + r")\b\)?")


@cache
def place(name: str) -> tzinfo:
    """The zone of a place or of a region."""
    return ZoneInfo(CITIES.get(name) or REGIONS[name])


@cache
def letters(name: str) -> tzinfo:
    """The zone of a few capital letters: a place for ``ET``, an offset for ``EST``."""
    if name in LETTERS:
        return ZoneInfo(LETTERS[name])
    return timezone(timedelta(hours=OFFSETS[name]))
