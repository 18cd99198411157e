"""Days in a plain text: weekdays, dates, the nth weekday of a month, relative days."""

import re
from collections.abc import Callable
from datetime import date

from bot.understanding.dates import reckoning
from bot.understanding.dates.reckoning import Day, Match
from bot.understanding.dates.words import MONTHS, NUMBERS, ORDINALS, SHORT_WEEKDAYS, WEEKDAYS


def _any(words: "dict[str, int]") -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


WD = f"(?:{_any(WEEKDAYS)})"
SWD = rf"(?:(?:{_any(SHORT_WEEKDAYS)})\b\.?(?=,? ?(?:le )?(?:at |a )?\d)|(?:{_any(SHORT_WEEKDAYS)})\.)"
ANY_WD = rf"(?:{WD}\b|{SWD})"
MON = f"(?:{_any(MONTHS)})"
NUM = rf"(?:\d{{1,3}}|{_any(NUMBERS)})"
ORD = f"(?:{_any(ORDINALS)})"
YEAR = r"(?:,? ?(?:de )?(?P<y>(?:19|20)\d{2,3})\b)?"
ON = r"(?:\b(?:on|for|by|le|pour le|du|au|the|for the|on the|to|until|that|of) )?"
DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|e)?"
WORD_DAY = r"(?P<od>first|second|third|fourth|fifth|premier|1er)"


_WEEKDAY_BEFORE = rf"(?:(?P<wd>{WD}|(?:{_any(SHORT_WEEKDAYS)})\.?),? (?:the |le )?)?"
_NTH = r"\d{1,2}(?:st|nd|rd|th|er|e)?"
_TWO = r",? ?(?:and|or|et|ou|&|to|au|through|until|a|jusqu'au|-) ?(?:the |le |au )?"
_NO_HOUR = r"(?! ?(?:h\b|h\d|heures?|am\b|pm\b|:\d|[ap]\.?m|o'clock|[/-]\d))"
_RULES: tuple[tuple[str, Callable[[Match, date], Day]], ...] = (
    (rf"(?:\b(?:from|between|du|entre le|on|le|the) )*\b(?<![/-]){_NTH}{_TWO}{_NTH} (?:of |de |d')?{MON}\b", reckoning.refused("ambiguous")),
    (rf"(?:\b(?:from|between) )?\b{MON} (?:the )?{_NTH}{_TWO}{_NTH}\b{_NO_HOUR}", reckoning.refused("ambiguous")),
    (rf"\b(?:(?:the )?(?:\w+ )?week (?:of|starting|beginning)|(?:la )?(?:premiere |derniere )?semaine (?:du|de)|(?:the )?{ORD} week (?:of|in)) (?:the |le )?(?:{_NTH} )?(?:of |de |d')?(?:{MON}(?: {_NTH})?|{WD})\b", reckoning.refused("ambiguous")),
    (rf"\b(?:week of|semaine du|semaine de) (?:the |le )?(?:{WD} )?\d{{1,2}}(?:st|nd|rd|th)?\b", reckoning.refused("ambiguous")),
    (rf"{ON}{_WEEKDAY_BEFORE}(?:\bthe |\ble )?\b{DAY} (?:of |du |de )(?:the )?(?P<rel>next month|this month|mois prochain|ce mois(?:-ci)?|mois courant)\b", reckoning.in_month),
    (rf"\b(?P<rel>next month|(?:le )?mois prochain),? (?:on )?(?:the |le ){DAY}\b{_NO_HOUR}", reckoning.in_month),
    (rf"{ON}\b(?P<end>last|first|dernier|premier) (?:day|jour) (?:of |in |de |d'|du mois de |du mois d')?(?:the )?(?P<mon>{MON})\b{YEAR}", reckoning.end_of_month),
    (rf"\b(?:in |dans )?(?P<n>\d{{1,2}}) (?P<w>{WD})s\b(?: from now)?", reckoning.so_many_weekdays),
    (rf"{ON}\b(?P<w>{WD}) dans (?P<n>{NUM}) semaines?\b", reckoning.weekday_in(1)),
    (r"\b(?P<n>" + NUM + r") (?P<unit>days?|weeks?|months?|fortnights?) (?:from|after) (?P<base>now|today|tomorrow)\b", reckoning.units_from),
    (r"(?:\b(?:de |d'))?\b(?P<base>demain|aujourd'hui) en (?P<n>8|15)\b", reckoning.units_from),
    (rf"(?:in |dans )?\b(?P<n>{NUM}) weeks? (?:from|after|on) (?P<rel>next )(?P<w>{WD})\b", reckoning.weekday_in(1)),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<y>(?:19|20)\d{{2}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})\b", reckoning.iso),
    (rf"{ON}\b(?P<y>(?:19|20)\d{{2}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})\b", reckoning.iso),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>(?:19|20)\d{{2}})\b", reckoning.numeric),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})\b(?!/)", reckoning.numeric),
    (rf"{ON}\b(?P<o>{ORD}) (?P<w>{WD})s?,? (?:in |of |de |d'|du mois de |du mois d'|en )(?:the month of )?(?P<mon>{MON})\b\.?{YEAR}", reckoning.nth_of_month),
    (rf"{ON}\b(?P<mon>{MON})(?:'s)? (?P<o>{ORD}) (?P<w>{WD})\b", reckoning.nth_of_month),
    (rf"{ON}\b(?P<o>{ORD}) (?P<w>{WD})s? (?P<rel>(?:of |in )?(?:this month|next month|the month|the coming month|of the next month)|de ce mois(?:-ci)?|ce mois-ci|du mois prochain|le mois prochain|du mois)\b", reckoning.nth_of_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b{DAY} (?:of |de |d')?(?P<mon>{MON})\b\.?{YEAR}", reckoning.day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b{WORD_DAY} (?:of |de |d')?(?P<mon>{MON})\b\.?{YEAR}", reckoning.day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<mon>{MON})\b\.? ?(?:the )?{DAY}\b(?! ?(?:h\b|heures?|am\b|pm\b|:\d|[ap]\.m)){YEAR}", reckoning.day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<mon>{MON})\b\.? ?(?:the )?{WORD_DAY}\b{YEAR}", reckoning.day_month),
    (rf"(?:in |dans )?\b(?P<n>{NUM}) weeks? (?:from|after|on) (?:this )?(?P<w>{WD})\b", reckoning.weekday_in(1)),
    (rf"\b(?P<w>{WD}) (?:in )?(?P<n>{NUM}) weeks?\b", reckoning.weekday_in(1)),
    (rf"\bweek from (?:next |this )?(?P<w>{WD})\b", reckoning.weekday_in(1)),
    (rf"{ON}\b(?P<w>{WD}) (?:week|en 8)\b", reckoning.weekday_in(1)),
    (rf"{ON}\b(?P<w>{WD}) en 15\b", reckoning.weekday_in(2)),
    (rf"{ON}(?:\bdu |\bdes )?(?:the )?\bnext (?:week(?:'s)? )?(?:on )?(?P<w>{WD})\b", reckoning.next_weekday),
    (rf"{ON}\b(?P<w>{WD}),? (?:of )?next week\b", reckoning.next_weekday),
    (rf"{ON}\b(?P<w>{WD}) (?:prochain|de la semaine prochaine|la semaine prochaine|de la semaine qui vient)\b", reckoning.next_weekday),
    (rf"\bla semaine prochaine,? (?:le )?(?P<w>{WD})\b", reckoning.next_weekday),
    (rf"\b(?:last|past|previous) {WD}\b|\b{WD} (?:dernier|passe)\b|\b{WD} (?:of )?last week\b", reckoning.refused("past")),
    (rf"{ON}\b(?:this |this coming |the coming |coming |ce |this upcoming )(?P<w>{WD})(?:-ci)?\b", reckoning.coming_weekday),
    (rf"{ON}\b(?P<w>{WD}) (?:qui vient|this week|cette semaine)\b", reckoning.coming_weekday),
    (r"(?:\bthe )?\bday after tomorrow\b|\bapres[- ]demain\b|\bsurlendemain\b", reckoning.days_on(2)),
    (r"\b(?:yesterday|hier|avant-hier|last (?:week|month|year)|(?:la semaine|le mois|l'annee) (?:derniere?|passee?))\b|\b\d+ (?:days?|weeks?|months?) ago\b|\bil y a \w+ (?:jours?|semaines?|mois)\b", reckoning.refused("past")),
    (r"\b(?:today\b|aujourd'hui\b|this(?= (?:morning|afternoon|evening))|cet(?= apres[- ]midi)|ce(?= (?:matin|soir))|to(?=night\b))", reckoning.days_on(0)),
    (r"\b(?:tomorrow|demain)\b", reckoning.days_on(1)),
    (rf"\b(?:in|dans|d'ici|within) (?:about |environ )?(?P<n>{NUM}) (?P<unit>days?|weeks?|months?|years?|fortnights?|jours?|semaines?|mois|ans?|annees?)(?:'s? time)?\b", reckoning.units_on),
    (rf"\b(?P<n>{NUM}) (?P<unit>days?|weeks?|months?) (?:later|plus tard|hence)\b", reckoning.units_on),
    (rf"{ON}{_WEEKDAY_BEFORE}(?:\bthe |\ble |\bdu |\bau )(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?:,|(?= ?$)|(?= (?:at|a|@|vers|around|from|de|to|pour|for|instead|plutot)\b)|(?= \d)|(?=[.?!]))", reckoning.bare_day),
    (rf"{ON}(?P<wd>{WD}|(?:{_any(SHORT_WEEKDAYS)})\.?),? (?:the |le )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)\b", reckoning.bare_day),
    (rf"{ON}(?P<wd>{WD}),? (?:the |le )?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?! ?(?:h\b|h\d|heures?|am\b|pm\b|[ap]\.m|:|o'clock|/|-\d))\b", reckoning.bare_day),
    (r"(?:\bthe |\ble )(?P<d>\d{1,2})(?:st|nd|rd|th)\b", reckoning.bare_day),
    (rf"{ON}\b(?P<w>{ANY_WD})", reckoning.coming_weekday),
    (r"\b(?:some ?time |early |late |mid-?)?(?:next|this) (?:week|month|year|spring|summer|fall|autumn|winter)\b|\b(?:la semaine prochaine|le mois prochain|l'an prochain|cette semaine|ce mois-ci|(?:au printemps|cet ete|cet automne|cet hiver))\b", reckoning.vague),
    (r"\b(?:in|en|early|late|mid|debut|fin|mi)[- ](?P<mon>" + MON + r")\b\.?(?: (?:19|20)\d\d)?", reckoning.vague),
    (rf"^ *(?P<mon>{MON})\b\.?(?: (?:19|20)\d\d)? *[.?!]?$", reckoning.vague),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), found) for pattern, found in _RULES)


def find(text: str, today: date) -> list[Day]:
    """The days in the text, first to last, none within another."""
    found: list[Day] = []
    taken = [False] * (len(text) + 1)
    for pattern, made in _COMPILED:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            try:
                day = made(match, today)
            except OverflowError:
                day = Day(*match.span(), error="impossible")
            found.append(day)
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted(found, key=lambda day: day.start)
