"""Something the team learnt, to be done better or again next time."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLesson(Record):
    """A lesson, numbered. ``session`` is the one it comes from, empty for none.

    ``planned`` are the sessions in whose plan it became a thing to do. ``gone`` is one that was
    taken off the list.
    """

    table: ClassVar[Table] = Table("lessons", key="id", indexes=("listed", "of_session"))
    id: str
    words: Both
    session: str = ""
    at: datetime
    by: str = ""
    planned: tuple[str, ...] = ()
    gone: bool = False
    version: int = 1

    @property
    def listed(self) -> str | None:
        """One value for every lesson on the list, as an index: they are few."""
        return None if self.gone else "lesson"

    @property
    def of_session(self) -> str | None:
        """The session, as an index of those on the list."""
        return None if self.gone or not self.session else self.session

    def changed(self, **fields: Any) -> "TeamLesson":
        """The lesson with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
