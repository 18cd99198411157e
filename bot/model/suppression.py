"""Addresses that are not written to, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from bot.model.record import Record, Table

Why = Literal["bounced", "unsubscribed", "erased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed(Record):
    """An address that mass mail leaves out; this list has the last word, whatever the audience."""

    table: ClassVar[Table] = Table("suppressed", key="address", indexes=("why",), times=("at",))
    address: str
    why: Why
    at: datetime
