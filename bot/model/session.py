"""A session (one mini discussion) and the rules of its life."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from bot.errors import Refusal
from bot.model.record import Record, Table
from bot.model.words import Both

OTTAWA = "America/Toronto"


class Phase(StrEnum):
    """Where a session is in its life."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    HELD = "held"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """What the hour makes of a session, for those who may know of it."""

    BEFORE = "before"
    NEAR = "near"
    ON = "on"
    OVER = "over"
    CANCELLED = "cancelled"


NEAR = timedelta(hours=1)
"""How long before its start a session is near."""
NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.DRAFT: frozenset({Phase.ANNOUNCED, Phase.CANCELLED, Phase.HELD}),
    Phase.ANNOUNCED: frozenset({Phase.HELD, Phase.CANCELLED}),
    Phase.HELD: frozenset(),
    Phase.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """One mini discussion. ``starts`` is in UTC; ``wall`` is the local time as it was typed.

    ``sequence`` is the version of its calendar entry, ``version`` that of the record. ``capacity``
    is the number of places, 0 for as many as come; ``form`` the page of a form to register on, ours
    where it is empty; ``flow_confirms`` says that the form's own flow writes to those who register.
    ``announced`` says that participants were told of it, whatever became of it since.
    """

    table: ClassVar[Table] = Table(
        "sessions", key="id", indexes=("status", "series", "day"), times=("starts", "upcoming")
    )
    id: str
    title: Both
    starts: datetime
    wall: str
    zone: str = OTTAWA
    minutes: int = 45
    phase: Phase = Phase.DRAFT
    series: str = ""
    position: int = 0
    theme: str = ""
    language: str = "both"
    join: str = ""
    recording: str = ""
    capacity: int = 0
    form: str = ""
    flow_confirms: bool = False
    announced: bool = False
    sequence: int = 0
    version: int = 1
    created: datetime
    created_by: str = ""

    @property
    def status(self) -> str:
        """The phase, as an index."""
        return self.phase.value

    @property
    def day(self) -> str:
        """The local day, as an index: ``2027-02-25``."""
        return self.wall[:10]

    @property
    def ends(self) -> datetime:
        """When it ends, in UTC."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def upcoming(self) -> datetime | None:
        """When it starts, unless it is cancelled or over."""
        return self.starts if self.phase in (Phase.DRAFT, Phase.ANNOUNCED) else None

    @property
    def public(self) -> bool:
        """Whether anybody may know of it, if only that it is cancelled."""
        return self.announced or self.phase in (Phase.ANNOUNCED, Phase.HELD)

    def stage(self, now: datetime) -> Stage:
        """What the hour makes of it."""
        if self.phase is Phase.CANCELLED:
            return Stage.CANCELLED
        if self.phase is Phase.HELD or self.ends <= now:
            return Stage.OVER
        if self.starts <= now:
            return Stage.ON
        return Stage.NEAR if self.starts - NEAR <= now else Stage.BEFORE

    def moved_to(self, phase: Phase) -> "Session":
        """The session in another phase; refuses a leap its life does not allow."""
        if phase not in NEXT[self.phase]:
            raise Refusal("session.wrong_phase", id=self.id, phase=self.phase.value)
        announced = self.announced or Phase.ANNOUNCED in (self.phase, phase)
        return self.changed(phase=phase, announced=announced)

    def changed(self, **fields: Any) -> "Session":
        """The session with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
