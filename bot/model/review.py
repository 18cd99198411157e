"""A description that somebody was asked to review, beside the other language."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """Which halves of which session's description one person was asked to review.

    ``card`` is what they answer with; ``ended`` is when they answered, or somebody else was asked.
    """

    table: ClassVar[Table] = Table(
        "reviews", key="id", indexes=("session", "awaited_of"), times=("waiting_since",)
    )
    id: str
    session: str
    halves: tuple[Language, ...]
    address: str
    name: str = ""
    asked_by: str
    asked: datetime
    card: str
    ended: datetime | None = None
    reminded: bool = False
    version: int = 1

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the answer is awaited; None once there is one."""
        return None if self.ended else self.asked

    @property
    def awaited_of(self) -> str | None:
        """The address of who has not answered yet, as an index."""
        return None if self.ended else self.address

    @property
    def called(self) -> str:
        """The name, or else the address."""
        return self.name or self.address

    def changed(self, **fields: Any) -> "Review":
        """The request with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
