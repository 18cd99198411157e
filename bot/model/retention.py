"""For how long each kind of record is kept, what was disposed of, and what is on hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

SKILL = "retention"
RETAINING = "retaining"
"""The door of errands that count what is past its time, and dispose of it."""
USUAL: Mapping[str, int] = {
    "registrations": 24,
    "attendance": 24,
    "parts": 24,
    "tickets": 24,
    "evaluations": 12,
    "questions": 3,
    "votes": 3,
    "messages": 3,
    "mail": 3,
    "forms": 3,
    "letters": 12,
    "ledgers": 24,
    "lists": 24,
    "contact": 24,
    "notes": 24,
    "lessons": 60,
}
"""The kinds of records with something personal, and the months each is kept by itself."""
LEAST, MOST = 1, 120
"""The fewest and the most months that anything may be kept for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Record):
    """What the team settled: the months for each kind that has others than the usual ones.

    There is one, under the key ``retention``. ``looked`` is when all was last gone through for what
    is past its time.
    """

    table: ClassVar[Table] = Table("retention", key="id")
    id: str = "retention"
    months: Mapping[str, int] = field(default_factory=dict)
    looked: datetime | None = None
    version: int = 1

    def kept(self, kind: str) -> int:
        """For how many months such records are kept."""
        return self.months.get(kind, USUAL[kind])

    def changed(self, **fields: Any) -> "Retention":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True)
class Lot:
    """Records of one kind that belong to one session, or to none (``""``).

    ``until`` is when the first of them is past its time.
    """

    kind: str
    session: str
    count: int
    until: datetime | None = None


class Stand(StrEnum):
    """Where a disposal stands."""

    COUNTING = "counting"
    SHOWN = "shown"
    APPROVED = "approved"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal(Record):
    """What was found to be past its time, whether it may go, what went. Nobody is named in it.

    ``by`` asked for it, empty where the bot looked by itself; ``place`` is where. ``as_of`` is when
    it was counted: nothing goes that was not past its time then. ``lots`` are what was shown, under
    the ``months`` of their kinds; ``coming`` what follows. ``gone`` is what went. It stays, as the
    log of what was disposed of; ``approved_by`` said yes to it.
    """

    table: ClassVar[Table] = Table("disposals", key="id", indexes=("stands", "logged"))
    id: str
    created: datetime
    by: str = ""
    place: Place | None = None
    languages: tuple[Language, ...] = ()
    stand: Stand = Stand.COUNTING
    as_of: datetime | None = None
    lots: tuple[Lot, ...] = ()
    coming: tuple[Lot, ...] = ()
    months: Mapping[str, int] = field(default_factory=dict)
    gone: tuple[Lot, ...] = ()
    approved_by: str = ""
    approved: datetime | None = None
    ended: datetime | None = None
    tries: int = 0
    version: int = 1

    @property
    def stands(self) -> str:
        """The stand, as an index."""
        return self.stand.value

    @property
    def logged(self) -> str | None:
        """One value for all that were approved, as an index."""
        return "log" if self.approved else None

    @property
    def total(self) -> int:
        """How many records are gone."""
        return sum(each.count for each in self.gone)

    def changed(self, **fields: Any) -> "Disposal":
        """The disposal with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Record):
    """That nothing of a session may go: since when, on whose word, why, until when it was so."""

    table: ClassVar[Table] = Table("holds", key="session", indexes=("active",))
    session: str
    reason: str
    by: str
    at: datetime
    released: datetime | None = None
    released_by: str = ""
    version: int = 1

    @property
    def active(self) -> str | None:
        """One value for every hold that is on, as an index."""
        return None if self.released else "hold"

    def changed(self, **fields: Any) -> "Hold":
        """The hold with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
