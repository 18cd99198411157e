"""A half that somebody was asked to translate."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model.record import Record, Table
from bot.model.request import Request
from bot.model.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Request, Record):
    """What one person was asked to translate, into which language.

    ``edition`` is that of the original as they were last shown it.
    """

    table: ClassVar[Table] = Table(
        "translations", key="id", indexes=("session", "awaited_of"), times=("waiting_since",)
    )
    language: Language
    edition: int
