"""What those hear who do not take part: the director after a session, others on their rhythm."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table
from bot.model.words import Both

SKILL = "briefing"
Rhythm = Literal["session", "weekly", "monthly"]
RHYTHMS: tuple[Rhythm, ...] = ("session", "weekly", "monthly")
HALF_PAGE, DIGEST = "half_page", "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Informed(Record):
    """Somebody who is kept informed, at the address and on the rhythm that the team settled."""

    table: ClassVar[Table] = Table("informed", key="address", indexes=("listed",))
    address: str
    rhythm: Rhythm
    since: datetime
    gone: bool = False
    version: int = 1

    @property
    def listed(self) -> str | None:
        """One value for everybody on the list, as an index: they are few."""
        return None if self.gone else "informed"

    def changed(self, **fields: Any) -> "Informed":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing(Record):
    """A text that was drafted, and what became of it: sent once, dropped, or still to be pressed.

    ``kind`` is ``half_page`` or ``digest``; ``sessions`` are those it tells of, ``rhythm`` that of
    its readers, empty for all. ``count`` is how many it was sent to; who they were is not kept.
    """

    table: ClassVar[Table] = Table("briefings", key="id", indexes=("all", "read_by"))
    id: str
    kind: str
    text: Both = field(default_factory=Both)
    sessions: tuple[str, ...] = ()
    rhythm: str = ""
    created: datetime
    sent: datetime | None = None
    dropped: bool = False
    by: str = ""
    count: int = 0
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every briefing, as an index."""
        return SKILL

    @property
    def read_by(self) -> str:
        """The kind and the rhythm, as an index."""
        return f"{self.kind}/{self.rhythm}"

    @property
    def waits(self) -> bool:
        """Whether it can still be sent."""
        return self.sent is None and not self.dropped

    def changed(self, **fields: Any) -> "Briefing":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
