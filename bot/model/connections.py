"""The connections of a session, looked at before its day and whenever somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from bot.model.people import Place
from bot.model.record import Record, Table

CONNECTIONS = "connections"
"""The door of errands about connections, and the skill that hears what came of them."""
Fault = Literal["", "missing", "gone", "silent", "signed_out", "not_public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionCheck(Record):
    """One look at all connections of a session.

    ``place`` is where somebody asked, None for a look that was due. ``before`` is what was known
    without looking: the fault of each connection that is not there. ``found`` are the faults of all
    others, by their names, once they were looked at.
    """

    table: ClassVar[Table] = Table("connection_checks", key="id", indexes=("session",))
    id: str
    session: str
    at: datetime
    hours: int = 0
    place: Place | None = None
    before: Mapping[str, Fault] = field(default_factory=dict)
    found: Mapping[str, Fault] = field(default_factory=dict)
    done: bool = False
