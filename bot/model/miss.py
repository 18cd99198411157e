"""A sentence that was not understood, without anything personal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language

MOST = 2_000
"""Different sentences that are kept; more are not taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss(Record):
    """What somebody in a role wrote that was not understood, and how often.

    ``words`` hold no names, addresses, links, titles or numbers; nobody is named who wrote them.
    ``offered`` are the intents that it resembled, ``meant`` how often which of them was pressed.
    """

    table: ClassVar[Table] = Table("misses", key="id", indexes=("kept",), times=("until",))
    id: str
    words: str
    role: str
    language: Language | None
    count: int
    until: datetime
    offered: tuple[str, ...] = ()
    meant: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        """The same for all, so that they can be counted."""
        return "yes"
