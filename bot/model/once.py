"""When two reminders to one person are one, and what is known of one that has left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

REMINDER = "reminder"
NEAR = timedelta(hours=6)
"""Two reminders to one person that are less than this apart become one."""

BELIEVED = timedelta(minutes=10)
"""So long what was foreseen may be acted on; then it is worked out anew."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another reminder that a letter may tell of as well: which mailing that is, and about what."""

    mailing: str
    about: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter to be shown: to whom, and the mailings it tells of beside its own."""

    address: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would have become of a mailing if it had left ``at`` that moment.

    ``letters`` would leave. ``near`` are passed over because another reminder reached them a short
    while ago, ``together`` because the letter of another session told them. ``beside`` says how
    many of the letters tell of each other mailing, ``forms`` how many there are of each form.
    ``left_out`` are passed over because they are on the suppression list.
    """

    at: datetime
    letters: int
    near: int = 0
    together: int = 0
    beside: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    forms: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a ledger says of a letter: when it was leaving, and what it told of beside its own."""

    at: datetime
    beside: tuple[str, ...] = ()

    def line(self) -> str:
        """The same as it stands in a ledger."""
        return " ".join((str(int(self.at.timestamp())), *self.beside))

    @staticmethod
    def read(line: str, otherwise: datetime) -> "Told":
        """What such a line says; one that says no time is of the moment given."""
        at, *beside = line.split() or ("",)
        return Told(datetime.fromtimestamp(int(at), UTC) if at else otherwise, tuple(beside))
