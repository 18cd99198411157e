"""How many came, counted person by person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from bot.model.attendance import Attended, Group, Turnout, lasting
from bot.model.origin import origin_of
from bot.model.registration import UNKNOWN, Registration, Standing

STEP = 5
"""Minutes of a step in which it is counted how long people stayed."""


@dataclass(slots=True)
class Summing:
    """A count that grows with each person."""

    registered: int = 0
    not_registered: int = 0
    minutes: list[float] = field(default_factory=list)
    languages: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(_nobody))
    departments: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(_nobody))
    origins: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(_nobody))

    def add(self, mine: Registration, present: list[Attended]) -> None:
        """Somebody who registered, and all that is known of their being there.

        Who had no place any more and came is counted with those who had not registered.
        """
        if mine.standing is not Standing.REGISTERED:
            self.not_registered += bool(present)
            return
        origin = origin_of(mine.origin)
        self.registered += 1
        groups = (
            self.languages[mine.language or UNKNOWN],
            self.departments[mine.department.casefold() or UNKNOWN],
            self.origins[origin.post if origin else UNKNOWN],
        )
        for group in groups:
            group[0] += 1
            group[1] += bool(present)
        if present:
            self.minutes.append(lasting(*present).total_seconds() / 60)

    def turnout(self, session: str, at: datetime, others: Mapping[str, int]) -> Turnout:
        """The count; ``others`` says how many came of each kind that had not registered."""
        steps: defaultdict[str, int] = defaultdict(int)
        for each in sorted(self.minutes):
            steps[str(int(each) // STEP * STEP)] += 1
        return Turnout(
            session=session,
            at=at,
            registered=self.registered,
            came=len(self.minutes),
            not_registered=self.not_registered + others["unmatched"],
            guests=others["guest"],
            team=others["team"],
            watched=round(sum(self.minutes), 3),
            median=round(median(self.minutes), 3) if self.minutes else 0.0,
            minutes=dict(steps),
            languages=_groups(self.languages),
            departments=_groups(self.departments),
            origins=_groups(self.origins),
        )


def _nobody() -> list[int]:
    return [0, 0]


def _groups(counted: Mapping[str, list[int]]) -> dict[str, Group]:
    return {name: Group(*counted[name]) for name in sorted(counted)}
