"""Recurring moments in a plain text, as RFC 5545 rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.understanding.dates.days import NUM, ORD, WD
from bot.understanding.dates.reckoning import Day, nth, number, weekday_of
from bot.understanding.dates.words import ORDINALS

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WDS = rf"(?P<w>{WD})s?(?P<more>(?:(?:,| and| et|, and) (?:le |les )?{WD}s?)*)"
_EVERY = r"(?:every|each|chaque|tous les|toutes les)"
_MONTHLY = r"(?:each month|every month|monthly|chaque mois|tous les mois|mensuelle?(?:ment)?s?)"
_COUNT = re.compile(
    rf"[,;:]?\s*(?:\b(?:for|pendant|pour|x|times) )?(?:\b|x ?)(?P<n>{NUM})(?: of them\b| (?:sessions?|seances?|rencontres?|"
    r"discussions?|mini[- ]discussions?|causeries?|times|fois|occurrences?|episodes?|months?|mois|in (?:all|total)|en tout|au total)\b)"
    r"(?: (?:in (?:all|total)|en tout|au total))?|\bx ?(?P<x>\d{1,2})\b"
)  # fmt: skip
_TWICE = rf"(?P<o>{ORD})(?:,| and| et|, and| &) (?:the |le )?(?P<also>{ORD}) (?P<w>{WD})s?"
_RULES = (
    # the first and third Tuesday of every month, les premier et troisième mardis du mois
    ("nth", rf"(?:\b(?:every|each|the|on|le|les|chaque|tous les) )*\b{_TWICE},? (?:of (?:the|each|every) month|in the month|du mois|de chaque mois|{_MONTHLY})"),
    ("nth", rf"\b(?:{_EVERY} |{_MONTHLY},? (?:on )?(?:the |le |les )?){_TWICE}"),
    # every last Thursday (of the month), chaque dernier jeudi du mois, tous les derniers jeudis
    ("nth", rf"\b{_EVERY} (?P<o>{ORD}) (?P<w>{WD})s?(?: (?:of (?:the|each|every) month|in the month|du mois|de chaque mois|of every month))?"),
    ("nth", rf"(?:\b(?:on )?(?:the )?|\ble )(?P<o>{ORD}) (?P<w>{WD})s?,? (?:of |in |de |du )?(?:{_MONTHLY}|(?:of |in )?(?:the|each|every) month,? (?:every|each) month|mois,? {_MONTHLY})"),
    ("nth", rf"\b{_MONTHLY}\b(?:,| series:?| serie| session| sessions| seances?)*:? ?,? ?(?:on |le |chaque )?(?:the )?(?P<o>{ORD}) (?P<w>{WD})s?(?: (?:of|du) (?:the )?(?:month|mois))?"),
    ("nth", rf"\b(?P<o>{ORD}) (?P<w>{WD})s? (?:of (?:the|each|every) month|du mois|de chaque mois|of months)(?=.*\b(?:series|serie|monthly|each|every|chaque|mensuel|recurring|recurrent|\d+ sessions|sessions|seances|rencontres|times|fois)\b)"),
    ("nth", rf"\b(?:les |the )(?P<o>{ORD}) (?P<w>{WD})s(?: (?:of the month|du mois))?"),
    # every other Tuesday, un mardi sur deux, every two weeks on Tuesday, toutes les deux semaines le mardi
    ("two", rf"\bevery (?:other|second) {_WDS}"),
    ("two", rf"\bun (?P<w>{WD}) sur (?:deux|2)\b(?P<more>)"),
    ("weeks", rf"\b(?:every|each|toutes les|aux) (?P<n>{NUM}|other|second)(?:nd)? (?:weeks?|semaines?),?(?: on| le| les|, le)? ?{_WDS}"),
    ("weeks", rf"\b(?:every|each|toutes les|aux) (?P<n>{NUM}|other|second)(?:nd)? (?:weeks?|semaines?)\b(?P<w>)(?P<more>)"),
    ("two", rf"\b(?:biweekly|bi-weekly|fortnightly|aux (?:quinze|15) jours)(?: on| le)? ?{_WDS}"),
    # on the 1st of every month, le premier de chaque mois, every month on the 1st
    ("day", rf"(?:\bon )?(?:\bthe |\ble )(?P<d>\d{{1,2}}|first|premier)(?:st|nd|rd|th|er)?,? (?:and|et|&) (?:the |le )?(?P<also>\d{{1,2}})(?:st|nd|rd|th|er)? (?:of |de )?{_MONTHLY}"),
    ("day", rf"(?:\bon )?(?:\bthe |\ble )(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?: day)? (?:of |de )?{_MONTHLY}"),
    ("day", rf"(?:\bon )?(?:\bthe |\ble )(?P<d>first|premier)(?: day| jour)? (?:of |de )?{_MONTHLY}"),
    ("day", rf"\b{_MONTHLY},? (?:on )?(?:the |le )(?P<d>\d{{1,2}}|first|premier)(?:st|nd|rd|th|er)?\b"),
    # every Monday, chaque lundi, tous les lundis, weekly on Mondays, Mondays
    ("week", rf"\b{_EVERY} {_WDS}"),
    ("week", rf"\b(?:weekly|each week|every week|hebdomadaire(?:ment)?|chaque semaine|toutes les semaines)(?:,)?(?: on| le| les)? ?{_WDS}"),
    ("week", rf"(?:\bon |\bles )?(?<!\d )\b(?P<w>{WD})s(?P<more>(?:(?:,| and| et) (?:les )?{WD}s)*)"),
    ("workdays", r"\b(?:every|each) (?:weekday|working day|business day)\b|\btous les jours (?:ouvrables|de semaine)\b|\bchaque jour ouvrable\b"),
    ("days", r"\b(?:every day|each day|daily|chaque jour|tous les jours|quotidiennement)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence where it was said; ``first`` gives its days from one on."""

    spans: tuple[tuple[int, int], ...]
    rule: str
    kind: str
    weekdays: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    def days(self, start: date) -> Iterator[date]:
        """The days of the rule from a day on, in order, for two years."""
        for shift in range(731):
            day = start + timedelta(days=shift)
            if self._holds(day):
                yield day

    def _holds(self, day: date) -> bool:
        if self.kind == "nth":
            told = (nth(day.year, day.month, self.weekdays[0], each) for each in self.positions)
            return day in told
        if self.kind == "day":
            return day.day in self.positions
        return not self.weekdays or day.weekday() in self.weekdays


def find(text: str) -> Rule | None:
    """The recurrence said in the text, if one is."""
    for kind, pattern in _COMPILED:
        match = pattern.search(text)
        if match:
            return _counted(text, _rule(kind, match))
    return None


def first_day(days: list[Day]) -> date | None:
    """The day a series is to start from, where one is said."""
    return next((day.on for day in days if day.on is not None), None)


def _rule(kind: str, match: re.Match[str]) -> Rule:
    groups = match.groupdict()
    spans = (match.span(),)
    if kind == "nth":
        weekday = weekday_of(groups["w"] or "")
        said = [groups[name] for name in ("o", "also") if groups.get(name)]
        positions = tuple(ORDINALS[each or ""] for each in said)
        by = ",".join(f"{each}{CODES[weekday]}" for each in positions)
        return Rule(spans, f"FREQ=MONTHLY;BYDAY={by}", "nth", (weekday,), positions)
    if kind == "day":
        told = [groups[name] or "" for name in ("d", "also") if groups.get(name)]
        days = tuple(int(each) if each.isdecimal() else 1 for each in told)
        by = ",".join(map(str, days))
        return Rule(spans, f"FREQ=MONTHLY;BYMONTHDAY={by}", "day", (), days)
    if kind in ("days", "workdays"):
        weekdays = (0, 1, 2, 3, 4) if kind == "workdays" else ()
        by = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" if weekdays else "FREQ=DAILY"
        return Rule(spans, by, "week", weekdays)
    return _weekly(kind, match, spans)


def _weekly(kind: str, match: re.Match[str], spans: tuple[tuple[int, int], ...]) -> Rule:
    words = re.findall(WD, f"{match['w'] or ''} {match['more'] or ''}")
    weekdays = tuple(sorted({weekday_of(word) for word in words}))
    every = 2 if kind == "two" else 1
    if kind == "weeks":
        said = match["n"]
        every = 2 if said in ("other", "second") else number(said)
    interval = f";INTERVAL={every}" if every > 1 else ""
    by = f";BYDAY={','.join(CODES[each] for each in weekdays)}" if weekdays else ""
    return Rule(spans, f"FREQ=WEEKLY{interval}{by}", "week", weekdays)


def _counted(text: str, rule: Rule) -> Rule:
    """The rule with how often it happens, if that is said."""
    for match in _COUNT.finditer(text):
        start, end = match.span()
        inside = any(start < last and first < end for first, last in rule.spans)
        many = int(match["x"]) if match["x"] else number(match["n"])
        if not inside and 2 <= many <= 60:
            counted = f"{rule.rule};COUNT={many}"
            return replace(rule, spans=(*rule.spans, (start, end)), rule=counted)
    return rule
