"""A description that somebody was asked to review, beside the other language."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model.record import Record, Table
from bot.model.request import Request
from bot.model.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Request, Record):
    """Which halves of which session's description one person was asked to review."""

    table: ClassVar[Table] = Table(
        "reviews", key="id", indexes=("session", "awaited_of"), times=("waiting_since",)
    )
    halves: tuple[Language, ...]
