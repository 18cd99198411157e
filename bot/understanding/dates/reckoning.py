"""The day that some words stand for, counted from today: what a pattern of ``days`` found."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.dates.words import MONTHS, NUMBERS, ORDINALS, SHORT_WEEKDAYS, WEEKDAYS

Match = re.Match[str]


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


def iso(match: Match, today: date) -> Day:
    """A day written with its year first."""
    on = _made(int(match["y"]), int(match["m"]), int(match["d"]))
    if on is None:
        return Day(*match.span(), error="impossible")
    return _with_weekday(_not_past(match, on, today), match, today)


def _not_past(match: Match, on: date, today: date) -> Day:
    return Day(*match.span(), on) if on >= today else Day(*match.span(), error="past")


def numeric(match: Match, today: date) -> Day:
    """A day in figures; asked about where day and month may be either."""
    first, second = int(match["d"]), int(match["m"])
    if first > 12 and second > 12:
        return Day(*match.span(), error="impossible")
    if first <= 12 and second <= 12 and first != second:
        both = (_rolled(match, second, first, today).on, _rolled(match, first, second, today).on)
        choices = tuple(each for each in both if each)
        return Day(*match.span(), error="ambiguous", choices=choices)
    day, month = (first, second) if second <= 12 else (second, first)
    return _with_weekday(_rolled(match, month, day, today), match, today)


def day_month(match: Match, today: date) -> Day:
    """A day of a named month."""
    groups = match.groupdict()
    day = int(groups["d"]) if groups.get("d") else ORDINALS[groups["od"] or ""]
    return _with_weekday(_rolled(match, MONTHS[match["mon"]], day, today), match, today)


def nth_of_month(match: Match, today: date) -> Day:
    """The nth weekday of a month, named or counted from this one."""
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


def next_weekday(match: Match, today: date) -> Day:
    """``next X``: that day of the following Monday-to-Sunday week."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    on = monday + timedelta(days=weekday_of(match["w"]))
    return Day(*match.span(), on)


def weekday_in(weeks: int) -> Callable[[Match, date], Day]:
    """A finder of the coming such weekday, so many weeks later."""

    def found(match: Match, today: date) -> Day:
        groups = match.groupdict()
        more = number(groups["n"]) if groups.get("n") else weeks
        return Day(*match.span(), coming(today, weekday_of(match["w"])) + timedelta(weeks=more))

    return found


def coming_weekday(match: Match, today: date) -> Day:
    """The first such weekday after today."""
    return Day(*match.span(), coming(today, weekday_of(match["w"])))


def days_on(days: int) -> Callable[[Match, date], Day]:
    """A finder of the day so many days from today."""
    return lambda match, today: Day(*match.span(), today + timedelta(days=days))


def units_on(match: Match, today: date) -> Day:
    """The day so many days, weeks, months or years from today."""
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


def units_from(match: Match, today: date) -> Day:
    """So many units from today or tomorrow; ``en huit`` and ``en quinze`` are weeks."""
    base = today + timedelta(days=match["base"] in ("tomorrow", "demain"))
    if "unit" in match.re.groupindex:
        return units_on(match, base)
    return Day(*match.span(), base + timedelta(weeks=1 if match["n"] == "8" else 2))


def in_month(match: Match, today: date) -> Day:
    """A day of this month or of the next, where that is said."""
    shift = "next" in match["rel"] or "prochain" in match["rel"]
    year, index = divmod(today.year * 12 + today.month - 1 + shift, 12)
    on = _made(year, index + 1, int(match["d"]))
    if on is None:
        return Day(*match.span(), error="impossible")
    return _with_weekday(_not_past(match, on, today), match, today)


def end_of_month(match: Match, today: date) -> Day:
    """The first or the last day of a month, in the year said or the next that is to come."""
    month = MONTHS[match["mon"]]
    year = int(match["y"]) if match["y"] else today.year + (month < today.month)
    last = match["end"] in ("last", "dernier")
    on = _made(year, month, monthrange(year, month)[1] if last else 1)
    if on is not None and on < today and not match["y"]:
        on = _made(year + 1, month, 1)
    return _not_past(match, on, today) if on else Day(*match.span(), error="impossible")


def so_many_weekdays(match: Match, today: date) -> Day:
    """``in two Thursdays``: the second one to come."""
    weeks = int(match["n"]) - 1
    on = coming(today, weekday_of(match["w"])) + timedelta(weeks=weeks)
    return Day(*match.span(), on) if weeks >= 0 else Day(*match.span(), error="impossible")


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)


def bare_day(match: Match, today: date) -> Day:
    """A day of the month without its month: the next to come."""
    day = int(match["d"])
    if not 1 <= day <= 31:
        return Day(*match.span(), error="impossible")
    for shift in range(3):
        year, index = divmod(today.year * 12 + today.month - 1 + shift, 12)
        on = _made(year, index + 1, day)
        if on is not None and on >= today:
            return _with_weekday(Day(*match.span(), on), match, today)
    return Day(*match.span(), error="impossible")


def refused(error: str) -> Callable[[Match, date], Day]:
    """A finder of no day, with the reason."""
    return lambda match, _: Day(*match.span(), error=error)


def vague(match: Match, _: date) -> Day:
    """No day: a month or a week, which only counts where nothing plainer is said."""
    return Day(*match.span(), error="ambiguous", weak=True)
