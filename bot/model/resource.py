"""What a session hands out: links worth keeping, and the evaluation."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Record):
    """A link that a session hands out, with its title in both languages.

    ``shared`` is when it was posted to the rooms of the session. ``gone`` is one that was taken off
    the list.
    """

    table: ClassVar[Table] = Table("resources", key="id", indexes=("listed",))
    id: str
    session: str
    title: Both
    link: str
    added: datetime
    added_by: str = ""
    shared: datetime | None = None
    gone: bool = False
    version: int = 1

    @property
    def listed(self) -> str | None:
        """The session whose list it stands on, as an index."""
        return None if self.gone else self.session

    def changed(self, **fields: Any) -> "Resource":
        """The resource with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout(Record):
    """How a session hands out what it has: its evaluation by language, and whether by itself.

    ``added`` and ``shared`` are when the evaluation was last named and posted; ``posts`` counts
    what was posted to the rooms, so that nothing is posted twice.
    """

    table: ClassVar[Table] = Table("handouts", key="session")
    session: str
    evaluation: Both = field(default_factory=Both)
    added: datetime | None = None
    shared: datetime | None = None
    by_itself: bool = True
    posts: int = 0
    version: int = 1

    def changed(self, **fields: Any) -> "Handout":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
