"""The record that the store is measured with: ten fields, some 330 bytes as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from bot.model.outcome import Outcome
from bot.model.record import Record, Table
from storage import Store

START = datetime(2027, 2, 1, 13, 0, tzinfo=UTC)
PEOPLE = ("Chloé Tremblay", "Wei Nguyen", "Aïsha MacDonald", "François Côté", "Priya Singh")
DEPARTMENTS = ("Statistics Canada", "Agence du revenu du Canada", "ESDC / EDSC")
IN_A_TURN = 500
NUMBERS = count(10_000_000)


@dataclass(frozen=True, slots=True)
class Registration(Record):
    """One person's place in one session."""

    table: ClassVar[Table] = Table(
        "bench_registrations",
        key="email",
        indexes=("session", "status"),
        times=("registered_at",),
    )
    email: str
    name: str
    session: str
    department: str
    language: str
    status: str
    answers: Mapping[str, str]
    registered_at: datetime
    confirmed_at: datetime | None
    reminders: tuple[str, ...]


def email(number: int) -> str:
    """The address of the person with this number."""
    return f"person.{number:07d}@dept-{number % 97}.example.org"


def registration(number: int, status: str = "confirmed") -> Registration:
    """The registration of the person with this number."""
    return Registration(
        email(number),
        PEOPLE[number % 5],
        f"session-{number % 12}",
        DEPARTMENTS[number % 3],
        "fr" if number % 3 else "en",
        status,
        {"question": "How do we measure openness?", "heard": "colleague", "needs": ""},
        START + timedelta(seconds=number),
        START + timedelta(days=1),
        ("week",),
    )


def document(number: int) -> dict[str, Any]:
    """The same as a dictionary of JSON values."""
    made = registration(number)
    values = {field.name: getattr(made, field.name) for field in fields(made)}
    return values | {
        "registered_at": made.registered_at.isoformat(),
        "confirmed_at": (START + timedelta(days=1)).isoformat(),
        "reminders": ["week"],
    }


async def load(store: Store, count: int) -> None:
    """Register the first ``count`` people."""
    for first in range(0, count, IN_A_TURN):
        numbers = range(first, min(first + IN_A_TURN, count))
        await store.run(Outcome(saves=tuple(map(registration, numbers))).regardless)
