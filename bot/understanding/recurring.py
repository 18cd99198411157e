"""How often a series is held, where the day and the rhythm are said apart from one another."""

import re
from datetime import date, datetime

from bot.understanding.dates.words import WEEKDAYS

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = {
    "first": 1, "1st": 1, "premier": 1, "1er": 1, "second": 2, "2nd": 2, "deuxieme": 2, "2e": 2,
    "third": 3, "3rd": 3, "troisieme": 3, "3e": 3, "fourth": 4, "4th": 4, "quatrieme": 4, "4e": 4,
    "last": -1, "dernier": -1,
}  # fmt: skip
NTH_DAY = re.compile(
    rf"\b(?P<nth>{'|'.join(NTHS)})\s+(?P<day>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})s?\b"
)
MONTHLY = re.compile(
    r"\bmonthly\b|\b(?:a|per|each|every|of the|in the) month\b|\bmensuel|\b(?:par|du|chaque) mois\b"
)
FORTNIGHTLY = re.compile(
    r"\bbi-?weekly\b|\bfortnight|\bevery (?:two|2|other|second) weeks?\b"
    r"|\b(?:aux|toutes les) (?:deux|2) semaines\b|\bbimensuel"
)
WEEKLY = re.compile(
    r"\bweekly\b|\b(?:a|per|each|every) week\b|\bhebdomadaire|\b(?:par|chaque) semaine\b"
)


def rule(bare: str, read: str | None, start: date | datetime | None) -> str | None:
    """The rule of a series (RFC 5545); ``read`` is what was read of the moment, if it says one."""
    if read:
        apart = FORTNIGHTLY.search(bare) and "INTERVAL" not in read and "WEEKLY" in read
        return read.replace("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2") if apart else read
    found = NTH_DAY.search(bare)
    if found and MONTHLY.search(bare):
        return f"FREQ=MONTHLY;BYDAY={NTHS[found['nth']]}{DAYS[WEEKDAYS[found['day']]]}"
    if start is None or not (FORTNIGHTLY.search(bare) or WEEKLY.search(bare)):
        return None
    interval = ";INTERVAL=2" if FORTNIGHTLY.search(bare) else ""
    return f"FREQ=WEEKLY{interval};BYDAY={DAYS[start.weekday()]}"
