"""Records that only these tests know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.record import Record, Table, View

NOW = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)


class Mood(StrEnum):
    """How a guest feels."""

    CALM = "calm"
    EAGER = "eager"


@dataclass(frozen=True, slots=True)
class Guest(Record):
    """Someone at a table, found by name, by mood, by tag and by time of arrival."""

    table: ClassVar[Table] = Table(
        "store_test_guests",
        key="id",
        indexes=("name", "mood", "tags", "initial"),
        times=("arrives",),
    )
    id: str
    name: str | None = None
    mood: Mood = Mood.CALM
    tags: tuple[str, ...] = ()
    arrives: datetime | None = None
    seats: int = 1
    score: float = 0.0
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def initial(self) -> str | None:
        """The first letter of the name."""
        return self.name[:1] if self.name else None


@dataclass(frozen=True, slots=True)
class Seat(Record):
    """One seat of a room; ``place`` is made of two fields."""

    table: ClassVar[Table] = Table("store_test_seats", key="place", indexes=("room",))
    room: str
    number: int
    taken_by: str = ""

    @property
    def place(self) -> str:
        """The room and the number."""
        return f"{self.room}/{self.number}"


def saving(*records: Record) -> Callable[[View], Outcome]:
    """A turn that saves these records, whatever it sees."""
    return lambda _view: Outcome(saves=records)


def sending(key: str, text: str = "hello") -> Sending:
    """A message on its way."""
    return Sending(key=key, door="terminal", to="ana", content=Message(text), created=NOW)
