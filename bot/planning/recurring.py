"""The days that a rule gives, and better ones for those that something speaks against."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr

from bot.context import Context
from bot.model.words import Both
from bot.planning.moment import Moment
from bot.planning.risks import alternatives, risks

COUNT = re.compile(r";?COUNT=(\d+)")


@dataclass(frozen=True, slots=True)
class Planned:
    """One moment of a series: what speaks against it, and what would be better."""

    moment: Moment
    risks: list[Both]
    better: Moment | None


def count_in(rule: str) -> int | None:
    """How many occurrences the rule itself says."""
    said = COUNT.search(rule)
    return int(said[1]) if said else None


def occurrences(
    rule: str, first: Moment, count: int, skipped: frozenset[str] = frozenset()
) -> list[Moment]:
    """The first moments of a rule, all at the same wall time; ``skipped`` are months (``2027-03``).

    A month that is left out does not count.
    """
    midnight = datetime.combine(first.day, time())
    days = rrulestr(COUNT.sub("", rule), dtstart=midnight)
    kept = (first.on(day.date()) for day in days if f"{day:%Y-%m}" not in skipped)
    return list(islice(kept, count))


def planned(context: Context, moments: list[Moment], minutes: int) -> list[Planned]:
    """Each moment with what speaks against it; no two are given the same better day."""
    taken = {moment.day for moment in moments}
    plan: list[Planned] = []
    for moment in moments:
        against = risks(context, moment, minutes)
        better = _better(context, moment, minutes, taken) if against else None
        if better:
            taken.add(better.day)
        plan.append(Planned(moment, against, better))
    return plan


def _better(context: Context, moment: Moment, minutes: int, taken: set[date]) -> Moment | None:
    others = alternatives(context, moment, minutes)
    free = [each for each in others if each.day not in taken]
    return min(free, key=lambda each: abs(each.starts - moment.starts), default=None)
