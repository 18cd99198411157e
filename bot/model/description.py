"""What a session is about, told in both languages."""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.model.halves import Half, HalfState, TwoHalves, Written
from bot.model.record import Record, Table
from bot.model.words import Both

__all__ = ["Brief", "Description", "Half", "HalfState", "Written"]


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked of the team for a first draft, in each language.

    ``speakers`` are named where none has confirmed yet; empty, those who have are named.
    """

    why: Both = field(default_factory=Both)
    takeaways: Both = field(default_factory=Both)
    speakers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(TwoHalves, Record):
    """The description of one session; everything public is made from it."""

    table: ClassVar[Table] = Table("descriptions", key="session")
    session: str
    brief: Brief = field(default_factory=Brief)
