"""Who came to a session, and how many of those who had registered did."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table

SUMS = "attendance"
"""The door of errands that count who came."""
Kind = Literal["registered", "team", "unmatched", "guest"]
Span = tuple[datetime, datetime]


def attended_key(session: str, who: str) -> str:
    """The key of one person's presence at one session; it says nothing of the person."""
    return f"{session}/{hashlib.sha256(who.encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended(Record):
    """Somebody who came, under one address or, as a guest, under a name.

    ``spans`` are the times they were there, apart and in order; ``minutes`` how long where a report
    tells only that. ``registered`` is the address they registered under, ``by_hand`` says that an
    organiser said so; ``perhaps`` is who it may be. ``number`` is what they are called on the card
    of those who are not matched.
    """

    table: ClassVar[Table] = Table(
        "attended",
        key="key",
        indexes=("session", "address", "registered_in", "kind_in", "number_in", "listed_in"),
    )
    key: str
    session: str
    name: str = ""
    address: str = ""
    spans: tuple[Span, ...] = ()
    minutes: float = 0.0
    kind: Kind = "unmatched"
    registered: str = ""
    by_hand: bool = False
    perhaps: str = ""
    number: int = 0
    version: int = 1

    @property
    def registered_in(self) -> str | None:
        """The session and the address they registered under, as an index."""
        return f"{self.session}/{self.registered}" if self.registered else None

    @property
    def kind_in(self) -> str:
        """The session and what is known of them, as an index."""
        return f"{self.session}/{self.kind}"

    @property
    def number_in(self) -> str | None:
        """The session and their number, as an index."""
        return f"{self.session}/{self.number}" if self.number else None

    @property
    def listed_in(self) -> str | None:
        """The session, where they are on the list of those who are not matched, as an index."""
        return self.session if self.number else None

    def changed(self, **fields: Any) -> "Attended":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


def lasting(*present: Attended) -> timedelta:
    """How long one person was there, under whatever addresses; moments that overlap count once."""
    spans = merged(span for each in present for span in each.spans)
    watched = sum((end - start for start, end in spans), timedelta())
    return max([watched, *(timedelta(minutes=each.minutes) for each in present)])


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same times in order, each moment in one of them at the most."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return tuple(apart)


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a group had registered, and how many of those came."""

    registered: int = 0
    came: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout(Record):
    """How many came to a session, counted; it stays when the people are forgotten.

    ``minutes`` says how many of those who had registered and came stayed how long, in steps of five
    minutes; ``watched`` is the sum, in minutes. Each mapping gives a group for each language,
    department (in small letters) or post that brought people; unknown is ``-``.
    """

    table: ClassVar[Table] = Table("turnouts", key="session", indexes=("all",))
    session: str
    at: datetime
    registered: int = 0
    came: int = 0
    not_registered: int = 0
    guests: int = 0
    team: int = 0
    watched: float = 0.0
    median: float = 0.0
    minutes: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, Group] = field(default_factory=dict)
    departments: Mapping[str, Group] = field(default_factory=dict)
    origins: Mapping[str, Group] = field(default_factory=dict)
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every turnout, as an index."""
        return "turnout"

    @property
    def people(self) -> int:
        """Everybody who came, apart from the team and the speakers."""
        return self.came + self.not_registered + self.guests

    def changed(self, **fields: Any) -> "Turnout":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
