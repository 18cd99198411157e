"""A report about a session that an organiser brings in a chat: who came."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.model.importing import OPEN, RefusedRow, Step
from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

REPORTS = "reports"
"""The door of errands about such files."""
AT_ONCE = 12
"""Pieces that are filed in one errand: the card then says how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile(Record):
    """A report on its way in.

    ``file`` is our name for it, ``name`` what its owner calls it; ``found`` is what its reader says
    of it as a whole. ``counts`` are what would become of its pieces, then what became of them;
    ``pieces`` how many there are, ``filed`` how many are done. ``counted`` counts how often all was
    counted since. ``waits_with`` is the person or the room that decides.
    """

    table: ClassVar[Table] = Table("report_files", key="id", times=("open_until",))
    id: str
    what: str
    file: str
    name: str
    by: str
    place: Place
    waits_with: str
    languages: tuple[Language, ...]
    created: datetime
    until: datetime
    session: str = ""
    step: Step = Step.READING
    found: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[RefusedRow, ...] = ()
    pieces: int = 0
    filed: int = 0
    counted: int = 0
    problem: str = ""
    problem_facts: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def open_until(self) -> datetime | None:
        """When it is given up, unless it is over before."""
        return self.until if self.step in OPEN else None

    def changed(self, **fields: Any) -> "ReportFile":
        """The file with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
