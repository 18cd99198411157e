"""Addresses that letters to many leave out, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Row, Table

Why = Literal["bounced", "unsubscribed", "erased"]
UNREACHED: tuple[Why, ...] = ("bounced", "erased")
"""Reasons to be left out of every letter to many, also of what somebody registered for."""
REASONS: tuple[Why, ...] = (*UNREACHED, "unsubscribed")
"""Reasons to be left out of letters that nobody asked for."""


def _dated(row: Row) -> Row:
    """The row by reasons, each with its time; before there was one reason and one time."""
    return {"address": row["address"], row["why"]: row["at"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed(Record):
    """An address that letters to many leave out; it has the last word on any audience.

    ``bounced`` says since when mail to it comes back: it is taken off when somebody takes a place
    with it anew. ``unsubscribed`` says since when its owner wants nothing they did not ask for.
    ``erased`` says when its owner was erased; ``address`` is then a seal, from which nobody can be
    read.
    """

    table: ClassVar[Table] = Table(
        "suppressed", key="address", indexes=("why",), upgrades=(_dated,)
    )
    address: str
    bounced: datetime | None = None
    unsubscribed: datetime | None = None
    erased: datetime | None = None

    @property
    def why(self) -> tuple[Why, ...]:
        """The reasons, as an index."""
        return tuple(why for why in REASONS if self.since(why) is not None)

    def since(self, why: Why) -> datetime | None:
        """Since when this is a reason; None if it is none."""
        found: datetime | None = getattr(self, why)
        return found

    def now(self, why: Why, at: datetime) -> "Suppressed":
        """The same, with this reason; one that was there already keeps its time."""
        changed: dict[str, Any] = {why: self.since(why) or at}
        return replace(self, **changed)

    def without(self, *reasons: Why) -> "Suppressed":
        """The same, without these reasons."""
        changed: dict[str, Any] = dict.fromkeys(reasons)
        return replace(self, **changed)
