"""Addresses that are not written to, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, get_args

from bot.model.record import Record, Table

Why = Literal["bounced", "unsubscribed", "erased"]
REASONS: tuple[Why, ...] = get_args(Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed(Record):
    """An address that mass mail leaves out; this list has the last word, whatever the audience.

    An address whose mail came back is taken off it when somebody takes a place with it anew.
    """

    table: ClassVar[Table] = Table("suppressed", key="address", indexes=("why",), times=("at",))
    address: str
    why: Why
    at: datetime
