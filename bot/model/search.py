"""A search for all that is kept about a person, for an access request or for themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language

SKILL = "searching"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Record):
    """What may be taken by whom, behind the link of the same ``id``; it is forgotten at ``until``.

    ``start`` and ``end`` bound what is looked for, the end left out; None leaves a side open.
    """

    table: ClassVar[Table] = Table("searches", key="id", times=("until",))
    id: str
    address: str
    by: str
    languages: tuple[Language, ...]
    until: datetime
    start: datetime | None = None
    end: datetime | None = None

    @property
    def last(self) -> datetime | None:
        """The day that is looked for last."""
        return self.end - A_DAY if self.end else None

    @property
    def own(self) -> bool:
        """Whether somebody asks about themselves."""
        return self.by == self.address
