"""Requests and complaints about accessibility: private tickets, and what the team settled for them.

Nobody reads a ticket but its owner and those whom the team names for tickets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table
from bot.model.words import Language

SKILL = "access"
Kind = Literal["request", "complaint"]
TicketSource = Literal["chat", "page", "form", "mail"]
SERVICES = ("asl", "lsq", "cart")
"""What people are booked for: sign language in English and in French, captions by a person."""
LEADS: Mapping[str, int] = {"asl": 10, "lsq": 10, "cart": 5}
"""Working days ahead by which each is booked, until the team settles its own."""
LONGEST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket(Record):
    """What somebody needs, or what shut them out.

    ``by`` is where they are told, empty where they left no address. ``source`` is the registration
    it came with. ``services`` are those that must be booked, each in ``booked`` or ``refused`` once
    that is known. ``answer`` is what was last written to them.
    """

    table: ClassVar[Table] = Table(
        "access_tickets",
        key="id",
        indexes=("stands", "owned", "by_open", "source", "session"),
        times=("nudge_at", "late_at"),
    )
    id: str
    kind: Kind
    words: str
    topics: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    booked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    language: Language | None = None
    by: str = ""
    session: str = ""
    brought: TicketSource = "chat"
    source: str = ""
    at: datetime
    owner: str = ""
    due: datetime
    nudge: datetime
    nudged: bool = False
    late: bool = False
    closed: bool = False
    answer: str = ""
    version: int = 1

    @property
    def stands(self) -> str:
        """Whether it is open, as an index."""
        return "closed" if self.closed else "open"

    @property
    def owned(self) -> str | None:
        """Who sees to it, while it is open, as an index."""
        return None if self.closed else self.owner or "nobody"

    @property
    def by_open(self) -> str | None:
        """Who brought it, while it is open, as an index."""
        return None if self.closed or not self.by else self.by

    @property
    def nudge_at(self) -> datetime | None:
        """When its owner is reminded that nobody answered."""
        return None if self.closed or self.answer or self.nudged else self.nudge

    @property
    def late_at(self) -> datetime | None:
        """When its owner hears that the promised day is past."""
        return None if self.closed or self.answer or self.late else self.due

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The services of which it is not known yet whether they can be had."""
        return tuple(e for e in self.services if e not in (*self.booked, *self.refused))

    def changed(self, **fields: Any) -> "Ticket":
        """The ticket with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Record):
    """What a ticket taught, without the name of who brought it."""

    table: ClassVar[Table] = Table("access_lessons", key="id", indexes=("all",))
    id: str
    at: datetime
    session: str
    kind: Kind
    topics: tuple[str, ...] = ()
    words: str = ""

    @property
    def all(self) -> str:
        """One value for every lesson, as an index."""
        return "lesson"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPlan(Record):
    """What the team settled for tickets. There is one, under the key ``access``.

    ``people`` see to them; ``days`` is how many working days an answer may take; ``leads`` the
    working days ahead by which each service is booked; ``phone`` how one takes part by phone.
    ``read`` is the time up to which registrations were looked at for what people need.
    """

    table: ClassVar[Table] = Table("access_plan", key="id")
    id: str = "access"
    people: tuple[str, ...] = ()
    days: int = 2
    leads: Mapping[str, int] = field(default_factory=lambda: dict(LEADS))
    phone: str = ""
    read: datetime | None = None
    version: int = 1

    def changed(self, **fields: Any) -> "AccessPlan":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
