"""Whom the team tells of sessions besides those who registered, and what else it tells of."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Record):
    """A partner by a memorandum of understanding, and whom to write to there.

    ``language`` is None where both are written. ``gone`` is one that was taken off the list.
    """

    table: ClassVar[Table] = Table("partners", key="address", indexes=("listed",))
    address: str
    organisation: str
    contact: str = ""
    language: Language | None = None
    last_contacted: datetime | None = None
    added: datetime
    gone: bool = False
    version: int = 1

    @property
    def listed(self) -> str | None:
        """One value for every partner on the list, as an index: they are few."""
        return None if self.gone else "partner"

    def changed(self, **fields: Any) -> "Partner":
        """The partner with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedSession(Record):
    """A session of the Digital Academy or of ISDB that the director's e-mail speaks of as well.

    ISDB is the Innovation and Skills Development Branch. ``day`` is the last one on which it is
    worth telling of (``2027-02-25``), ``address`` the page to register on.
    """

    table: ClassVar[Table] = Table("related_sessions", key="id", indexes=("listed",))
    id: str
    title: Both
    day: str
    address: str = ""
    added: datetime
    gone: bool = False
    version: int = 1

    @property
    def listed(self) -> str | None:
        """One value for every one on the list, as an index: they are few."""
        return None if self.gone else "related"

    def changed(self, **fields: Any) -> "RelatedSession":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAttendee(Record):
    """Somebody from an older list who agreed to be told of sessions to come.

    ``basis`` is what the team says of their consent: where and when it was given. ``themes`` are
    what they came for, as words of the list.
    """

    table: ClassVar[Table] = Table(
        "past_attendees", key="address", indexes=("all", "language_", "unit", "themed")
    )
    address: str
    name: str = ""
    language: Language | None = None
    department: str = ""
    themes: tuple[str, ...] = field(default_factory=tuple)
    basis: str
    added: datetime
    version: int = 1

    @property
    def all(self) -> str:
        """One value for everybody, as an index to go through."""
        return "past"

    @property
    def language_(self) -> str:
        """The language, ``-`` where it is unknown, as an index."""
        return self.language or "-"

    @property
    def unit(self) -> str | None:
        """The department without case, as an index."""
        return self.department.casefold() or None

    @property
    def themed(self) -> tuple[str, ...]:
        """The themes without case, as an index."""
        return tuple(each.casefold() for each in self.themes)

    def changed(self, **fields: Any) -> "PastAttendee":
        """The same person with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
