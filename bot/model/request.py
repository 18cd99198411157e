"""What one person was asked to do with a text of a session, on a card of their own."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of whom it is asked, by whom, since when. ``card`` is what they answer with.

    ``ended`` is when they answered, or somebody else was asked.
    """

    id: str
    session: str
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

    def changed(self, **fields: Any) -> Self:
        """The request with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
