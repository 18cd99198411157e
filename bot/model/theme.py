"""What the sessions may be about: themes, series, and who could speak."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could speak about a theme: who, why, by whom suggested."""

    person: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Record):
    """A theme, who voted for it, the sessions that used it, the related series it belongs to."""

    table: ClassVar[Table] = Table("themes", key="id", indexes=("all", "folded"))
    id: str
    title: Both
    added: datetime
    added_by: str = ""
    votes: frozenset[str] = frozenset()
    sessions: tuple[str, ...] = ()
    belongs_to: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every theme, as an index: they are few."""
        return "theme"

    @property
    def folded(self) -> tuple[str, ...]:
        """The titles without case, as an index."""
        return tuple(side.casefold() for side in (self.title.en, self.title.fr) if side)

    def changed(self, **fields: Any) -> "Theme":
        """The theme with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Record):
    """A rule that gives the sessions of a series, and the sessions it gave."""

    table: ClassVar[Table] = Table("series", key="id", indexes=("all",))
    id: str
    title: Both = field(default_factory=Both)
    rule: str
    sessions: tuple[str, ...] = ()
    created: datetime

    @property
    def all(self) -> str:
        """One value for every series, as an index: they are few."""
        return "series"
