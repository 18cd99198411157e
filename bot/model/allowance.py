"""What was given lately to a door that takes only so many letters a day."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from bot.model.record import Record, Table

DAY = timedelta(hours=24)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Given:
    """So many letters in the quarter of an hour that ends then."""

    at: datetime
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance(Record):
    """What a door was given in the last 24 hours, oldest first."""

    table: ClassVar[Table] = Table("allowances", key="door")
    door: str
    given: tuple[Given, ...] = ()

    def left(self, daily: int, now: datetime) -> int:
        """How many more the door takes now, if it takes so many in 24 hours."""
        return max(0, daily - sum(each.letters for each in self._lately(now)))

    def more_at(self, now: datetime) -> datetime:
        """When the oldest letters are a day old, and as many more may leave."""
        lately = self._lately(now)
        return lately[0].at + DAY if lately else now

    def after(self, letters: int, now: datetime) -> "Allowance":
        """What was given once these are given too."""
        at = now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % QUARTER
        lately = self._lately(now)
        if lately and lately[-1].at == at:
            lately, letters = lately[:-1], lately[-1].letters + letters
        return replace(self, given=(*lately, Given(at, letters)))

    def _lately(self, now: datetime) -> tuple[Given, ...]:
        return tuple(each for each in self.given if now - each.at < DAY)
