"""Something of the bot itself that is not as it should be, and that the team was told of."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.model.record import Record, Table

STORE, OUTBOX, DISK, LEADER = "store", "outbox", "disk", "leader"
"""What can be wrong besides a way in or out, which is called by its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble(Record):
    """What is wrong, such as ``disk`` or ``mail``, and since when; gone once all is well."""

    table: ClassVar[Table] = Table("troubles", key="what", times=("since",))
    what: str
    since: datetime
