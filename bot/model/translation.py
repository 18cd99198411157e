"""A half that somebody was asked to translate."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Record):
    """What one person was asked to translate, of which session, into which language.

    ``edition`` is that of the original as they were last shown it; ``card`` what they answer with.
    ``ended`` is when they handed it in, declined, or somebody else was asked.
    """

    table: ClassVar[Table] = Table(
        "translations", key="id", indexes=("session", "awaited_of"), times=("waiting_since",)
    )
    id: str
    session: str
    language: Language
    address: str
    name: str = ""
    asked_by: str
    asked: datetime
    edition: int
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

    def changed(self, **fields: Any) -> "Translation":
        """The request with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
