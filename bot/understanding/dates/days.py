"""Days in a plain text: weekdays, dates, the nth weekday of a month, relative days."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.dates.words import MONTHS, NUMBERS, ORDINALS, SHORT_WEEKDAYS, WEEKDAYS

Match = re.Match[str]


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


@dataclass(frozen=True, slots=True)
class Day:
    """A day where it was said. ``error`` says why there is none, ``choices`` what it may be.

    ``weak`` marks words that only count where nothing plainer is said (``next week``).
    """

    start: int
    end: int
    on: date | None = None
    error: str = ""
    choices: tuple[date, ...] = ()
    weak: bool = False


def weekday_of(word: str) -> int:
    """The number of a weekday, Monday being 0, from its long or short form."""
    bare = word.rstrip(". ")
    return WEEKDAYS[bare] if bare in WEEKDAYS else SHORT_WEEKDAYS[bare]


def number(word: str) -> int:
    """The number a word or some digits stand for."""
    return int(word) if word.isdecimal() else NUMBERS[word]


def coming(today: date, weekday: int) -> date:
    """The first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def nth(year: int, month: int, weekday: int, position: int) -> date | None:
    """The nth such weekday of a month, from the end if negative; None if there is none."""
    last = monthrange(year, month)[1]
    days = [d for d in (date(year, month, n) for n in range(1, last + 1)) if d.weekday() == weekday]
    try:
        return days[position - 1 if position > 0 else position]
    except IndexError:
        return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _rolled(match: Match, month: int, day: int, today: date) -> Day:
    """A day of a month, in the year said or else the next in which it is to come."""
    said = match.groupdict().get("y")
    start, end = match.span()
    if said:
        on = _made(int(said), month, day) if len(said) == 4 else None
        if on is None:
            return Day(start, end, error="impossible")
        return Day(start, end, on) if on >= today else Day(start, end, error="past")
    for year in range(today.year, today.year + 9):
        on = _made(year, month, day)
        if on is not None and on >= today and (year - today.year < 2 or (month, day) == (2, 29)):
            return Day(start, end, on)
    return Day(start, end, error="impossible")


def _with_weekday(found: Day, match: Match, today: date) -> Day:
    """The same, unless a weekday said beside it contradicts it."""
    said = match.groupdict().get("wd")
    if not said or found.on is None or found.on.weekday() == weekday_of(said):
        return found
    other = found.on + timedelta(days=(weekday_of(said) - found.on.weekday() + 3) % 7 - 3)
    return Day(found.start, found.end, error="ambiguous", choices=(found.on, max(other, today)))


def _iso(match: Match, today: date) -> Day:
    on = _made(int(match["y"]), int(match["m"]), int(match["d"]))
    if on is None:
        return Day(*match.span(), error="impossible")
    return _with_weekday(_not_past(match, on, today), match, today)


def _not_past(match: Match, on: date, today: date) -> Day:
    return Day(*match.span(), on) if on >= today else Day(*match.span(), error="past")


def _numeric(match: Match, today: date) -> Day:
    first, second = int(match["d"]), int(match["m"])
    if first > 12 and second > 12:
        return Day(*match.span(), error="impossible")
    if first <= 12 and second <= 12 and first != second:
        both = (_rolled(match, second, first, today).on, _rolled(match, first, second, today).on)
        choices = tuple(each for each in both if each)
        return Day(*match.span(), error="ambiguous", choices=choices)
    day, month = (first, second) if second <= 12 else (second, first)
    return _with_weekday(_rolled(match, month, day, today), match, today)


def _day_month(match: Match, today: date) -> Day:
    groups = match.groupdict()
    day = int(groups["d"]) if groups.get("d") else ORDINALS[groups["od"] or ""]
    return _with_weekday(_rolled(match, MONTHS[match["mon"]], day, today), match, today)


def _nth_of_month(match: Match, today: date) -> Day:
    weekday, position = weekday_of(match["w"]), ORDINALS[match["o"]]
    month = match.groupdict().get("mon")
    if month:
        return _nth_in_year(match, MONTHS[month], weekday, position, today)
    shift = 1 if re.search(r"next|prochain", match["rel"]) else 0
    year, index = divmod(today.year * 12 + today.month - 1 + shift, 12)
    on = nth(year, index + 1, weekday, position)
    if on is None:
        return Day(*match.span(), error="impossible")
    if on < today and "this" not in match["rel"] and "ce mois" not in match["rel"]:
        year, index = divmod(today.year * 12 + today.month, 12)
        on = nth(year, index + 1, weekday, position) or on
    return _not_past(match, on, today)


def _nth_in_year(match: Match, month: int, weekday: int, position: int, today: date) -> Day:
    said = match.groupdict().get("y")
    years = [int(said)] if said else [today.year, today.year + 1]
    if said and len(said) != 4:
        return Day(*match.span(), error="impossible")
    days = [nth(year, month, weekday, position) for year in years]
    ahead = [each for each in days if each and each >= today]
    if ahead:
        return Day(*match.span(), ahead[0])
    return Day(*match.span(), error="past" if any(days) else "impossible")


def _next_weekday(match: Match, today: date) -> Day:
    """``next X``: that day of the following Monday-to-Sunday week."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    on = monday + timedelta(days=weekday_of(match["w"]))
    return Day(*match.span(), on)


def _weekday_in(weeks: int) -> Callable[[Match, date], Day]:
    def found(match: Match, today: date) -> Day:
        groups = match.groupdict()
        more = number(groups["n"]) if groups.get("n") else weeks
        return Day(*match.span(), coming(today, weekday_of(match["w"])) + timedelta(weeks=more))

    return found


def _coming_weekday(match: Match, today: date) -> Day:
    return Day(*match.span(), coming(today, weekday_of(match["w"])))


def _days_on(days: int) -> Callable[[Match, date], Day]:
    return lambda match, today: Day(*match.span(), today + timedelta(days=days))


def _units_on(match: Match, today: date) -> Day:
    unit, many = match["unit"], number(match["n"])
    if unit.startswith(("d", "j")):
        exact = {15: 14, 8: 7}.get(many, many) if unit.startswith("j") else many
        return Day(*match.span(), _later(today, exact))
    if unit.startswith(("w", "s")):
        return Day(*match.span(), _later(today, 7 * many))
    if unit.startswith("f"):
        return Day(*match.span(), _later(today, 14 * many))
    if unit.startswith("m"):
        year, index = divmod(today.year * 12 + today.month - 1 + many, 12)
        day = min(today.day, monthrange(year, index + 1)[1]) if year < 9999 else 1
        return Day(*match.span(), _made(year, index + 1, day))
    return Day(*match.span(), _made(today.year + many, today.month, today.day))


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _bare_day(match: Match, today: date) -> Day:
    day = int(match["d"])
    if not 1 <= day <= 31:
        return Day(*match.span(), error="impossible")
    for shift in range(3):
        year, index = divmod(today.year * 12 + today.month - 1 + shift, 12)
        on = _made(year, index + 1, day)
        if on is not None and on >= today:
            return _with_weekday(Day(*match.span(), on), match, today)
    return Day(*match.span(), error="impossible")


def _error(error: str) -> Callable[[Match, date], Day]:
    return lambda match, _: Day(*match.span(), error=error)


def _vague(match: Match, _: date) -> Day:
    return Day(*match.span(), error="ambiguous", weak=True)


_WEEKDAY_BEFORE = rf"(?:(?P<wd>{WD}|(?:{_any(SHORT_WEEKDAYS)})\.?),? (?:the |le )?)?"
_RULES: tuple[tuple[str, Callable[[Match, date], Day]], ...] = (
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<y>(?:19|20)\d{{2}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})\b", _iso),
    (rf"{ON}\b(?P<y>(?:19|20)\d{{2}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})\b", _iso),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>(?:19|20)\d{{2}})\b", _numeric),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})\b(?!/)", _numeric),
    (rf"{ON}\b(?P<o>{ORD}) (?P<w>{WD})s?,? (?:in |of |de |d'|du mois de |du mois d'|en )(?:the month of )?(?P<mon>{MON})\b\.?{YEAR}", _nth_of_month),
    (rf"{ON}\b(?P<mon>{MON})(?:'s)? (?P<o>{ORD}) (?P<w>{WD})\b", _nth_of_month),
    (rf"{ON}\b(?P<o>{ORD}) (?P<w>{WD})s? (?P<rel>(?:of |in )?(?:this month|next month|the month|the coming month|of the next month)|de ce mois(?:-ci)?|ce mois-ci|du mois prochain|le mois prochain|du mois)\b", _nth_of_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b{DAY} (?:of |de |d')?(?P<mon>{MON})\b\.?{YEAR}", _day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b{WORD_DAY} (?:of |de |d')?(?P<mon>{MON})\b\.?{YEAR}", _day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<mon>{MON})\b\.? ?(?:the )?{DAY}\b(?! ?(?:h\b|heures?|am\b|pm\b|:\d|[ap]\.m)){YEAR}", _day_month),
    (rf"{ON}{_WEEKDAY_BEFORE}\b(?P<mon>{MON})\b\.? ?(?:the )?{WORD_DAY}\b{YEAR}", _day_month),
    (rf"(?:in |dans )?\b(?P<n>{NUM}) weeks? (?:from|after|on) (?:this )?(?P<w>{WD})\b", _weekday_in(1)),
    (rf"\b(?P<w>{WD}) (?:in )?(?P<n>{NUM}) weeks?\b", _weekday_in(1)),
    (rf"\bweek from (?:next |this )?(?P<w>{WD})\b", _weekday_in(1)),
    (rf"\b\d{{1,2}}(?:st|nd|rd|th|er)?,? (?:and|or|et|ou|&) (?:the |le )?\d{{1,2}}(?:st|nd|rd|th|er)? (?:of |de )?{MON}\b|\b{MON} \d{{1,2}}(?:st|nd|rd|th)? (?:and|or) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?! ?[ap]\.?m)", _error("ambiguous")),
    (rf"{ON}\b(?P<w>{WD}) (?:week|en huit)\b", _weekday_in(1)),
    (rf"{ON}\b(?P<w>{WD}) en quinze\b", _weekday_in(2)),
    (rf"{ON}(?:\bdu |\bdes )?(?:the )?\bnext (?:week(?:'s)? )?(?:on )?(?P<w>{WD})\b", _next_weekday),
    (rf"{ON}\b(?P<w>{WD}),? (?:of )?next week\b", _next_weekday),
    (rf"{ON}\b(?P<w>{WD}) (?:prochain|de la semaine prochaine|la semaine prochaine|de la semaine qui vient)\b", _next_weekday),
    (rf"\bla semaine prochaine,? (?:le )?(?P<w>{WD})\b", _next_weekday),
    (rf"\b(?:last|past|previous) {WD}\b|\b{WD} (?:dernier|passe)\b|\b{WD} (?:of )?last week\b", _error("past")),
    (rf"{ON}\b(?:this |this coming |the coming |coming |ce |this upcoming )(?P<w>{WD})(?:-ci)?\b", _coming_weekday),
    (rf"{ON}\b(?P<w>{WD}) (?:qui vient|this week|cette semaine)\b", _coming_weekday),
    (r"(?:\bthe )?\bday after tomorrow\b|\bapres[- ]demain\b|\bsurlendemain\b", _days_on(2)),
    (r"\b(?:yesterday|hier|avant-hier|last (?:week|month|year)|(?:la semaine|le mois|l'annee) (?:derniere?|passee?))\b|\b\d+ (?:days?|weeks?|months?) ago\b|\bil y a \w+ (?:jours?|semaines?|mois)\b", _error("past")),
    (r"\b(?:today\b|aujourd'hui\b|this(?= (?:morning|afternoon|evening))|cet(?= apres[- ]midi)|ce(?= (?:matin|soir))|to(?=night\b))", _days_on(0)),
    (r"\b(?:tomorrow|demain)\b", _days_on(1)),
    (rf"\b(?:in|dans|d'ici|within) (?:about |environ )?(?P<n>{NUM}) (?P<unit>days?|weeks?|months?|years?|fortnights?|jours?|semaines?|mois|ans?|annees?)(?:'s? time)?\b", _units_on),
    (rf"\b(?P<n>{NUM}) (?P<unit>days?|weeks?|months?) (?:from (?:now|today)|later|plus tard|hence)\b", _units_on),
    (rf"{ON}{_WEEKDAY_BEFORE}(?:\bthe |\ble |\bdu |\bau )(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?:,|(?= ?$)|(?= (?:at|a|@|vers|around|from|de|to|pour|for|instead|plutot)\b)|(?= \d)|(?=[.?!]))", _bare_day),
    (rf"{ON}(?P<wd>{WD}),? (?:the |le )?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?! ?(?:h\b|h\d|heures?|am\b|pm\b|[ap]\.m|:|o'clock|/|-\d))\b", _bare_day),
    (r"(?:\bthe |\ble )(?P<d>\d{1,2})(?:st|nd|rd|th)\b", _bare_day),
    (rf"{ON}\b(?P<w>{ANY_WD})", _coming_weekday),
    (r"\b(?:some ?time |early |late |mid-?)?(?:next|this) (?:week|month|year|spring|summer|fall|autumn|winter)\b|\b(?:la semaine prochaine|le mois prochain|l'an prochain|cette semaine|ce mois-ci|(?:au printemps|cet ete|cet automne|cet hiver))\b", _vague),
    (r"\b(?:in|en|early|late|mid|debut|fin|mi)[- ](?P<mon>" + MON + r")\b\.?(?: (?:19|20)\d\d)?", _vague),
    (rf"^ *(?P<mon>{MON})\b\.?(?: (?:19|20)\d\d)? *[.?!]?$", _vague),
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
