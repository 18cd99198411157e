"""A person's wish to be forgotten: what is kept of them, whether it is to go, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

ERASING = "erasing"
"""The door of errands that count what is kept of a person, and erase it."""
ALIAS = "erased-"
"""What stands for somebody erased begins with this, where a number or a note must stay."""


class Step(StrEnum):
    """Where an erasure stands; ``KEPT`` waits until sessions are over that they take part in."""

    COUNTING = "counting"
    SHOWN = "shown"
    ERASING = "erasing"
    KEPT = "kept"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure(Record):
    """The erasure of one person. ``id`` is its reference, which says nothing of them.

    ``address`` is empty once they are erased, and ``by`` where they asked for it themselves.
    ``names`` and ``rooms`` are what else tells of them, kept while they are being erased.
    ``place`` is where it was asked for, ``until`` when it is given up unless it is pressed by then.
    ``counts`` say how much there is, by kind, then how much is gone; ``again`` when what had to
    stay is erased, ``tries`` how often it was set about. ``held`` are sessions on hold: what is of
    them stays until nothing holds it any more.
    """

    table: ClassVar[Table] = Table(
        "erasures", key="id", indexes=("held_",), times=("again_at", "open_until")
    )
    id: str
    address: str
    by: str
    place: Place
    languages: tuple[Language, ...]
    created: datetime
    until: datetime
    own: bool = False
    names: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    step: Step = Step.COUNTING
    counts: Mapping[str, int] = field(default_factory=dict)
    again: datetime | None = None
    tries: int = 0
    held: tuple[str, ...] = ()
    ended: datetime | None = None
    version: int = 1

    @property
    def alias(self) -> str:
        """What stands for them where a number or a note must stay."""
        return f"{ALIAS}{self.id}"

    @property
    def again_at(self) -> datetime | None:
        """When what had to stay may go."""
        return self.again if self.step is Step.KEPT and not self.held else None

    @property
    def held_(self) -> tuple[str, ...]:
        """The sessions whose hold keeps it waiting, as an index."""
        return self.held if self.step is Step.KEPT else ()

    @property
    def open_until(self) -> datetime | None:
        """Until when it waits for a press; None if it does not."""
        return self.until if self.step in (Step.COUNTING, Step.SHOWN) else None

    def changed(self, **fields: Any) -> "Erasure":
        """The erasure with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
