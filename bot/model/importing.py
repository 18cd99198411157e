"""A file of registrations that an organiser brings in a chat: what it would change, what it did."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

INTENT = "registration.import"
"""What somebody means who brings a file."""
NAMED = {
    "attendance.import": re.compile(r"attend|pr[eé]sence", re.IGNORECASE),
    "evaluation.import": re.compile(
        r"[eé]valuation|r[eé]troaction|feedback|satisfaction", re.IGNORECASE
    ),
    "summary.import": re.compile(r"\.vtt$|transcri(?:pt|ption)", re.IGNORECASE),
    "question.paste": re.compile(
        r"(?<![^\W\d_])chat|clavardage|\bq[\W_]{0,3}(?:&|and|et|n)[\W_]{0,3}[ar]\b", re.IGNORECASE
    ),
}
"""What files are that carry such a word in their name, as Webex, Teams and Zoom call them."""
FILES = "files"
"""The door of errands about files that people bring."""
AT_ONCE = 20
"""Pieces of fifty people that are filed in one errand: the card then says how far it is."""
MOST_ROWS = 100
"""Rows that were refused of which the reasons are kept and told."""


def intent_of(name: str) -> str:
    """What somebody means who brings a file that is called so, and says nothing."""
    plain = unicodedata.normalize("NFC", name[:200])
    return next((intent for intent, word in NAMED.items() if word.search(plain)), INTENT)


class Step(StrEnum):
    """Where an import stands."""

    ASKED = "asked"
    READING = "reading"
    SHOWN = "shown"
    FILING = "filing"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"


OPEN = frozenset({Step.ASKED, Step.READING, Step.SHOWN, Step.FILING})


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken: its number as Excel shows it, its column, the text that says why."""

    row: int
    column: str
    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Record):
    """A file of registrations on its way in.

    ``file`` is our name for it, ``name`` what its owner calls it. ``columns`` are what people said
    of its titles; ``unknown`` are the titles that are not read. ``counts`` are what would become of
    its people, then what became of them; ``pieces`` how many pieces of fifty there are, and
    ``filed`` how many of those are done. ``looks`` counts how often it was looked at; ``problem``
    is the text that says why that led to nothing. ``waits_with`` is the person or the room that
    decides.
    """

    table: ClassVar[Table] = Table("imports", key="id", times=("open_until", "over"))
    id: str
    file: str
    name: str
    by: str
    place: Place
    waits_with: str
    languages: tuple[Language, ...]
    created: datetime
    until: datetime
    session: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    step: Step = Step.READING
    looks: int = 0
    people: int = 0
    repeated: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    refused: int = 0
    rows: tuple[RefusedRow, ...] = ()
    pieces: int = 0
    filed: int = 0
    problem: str = ""
    problem_facts: Mapping[str, Any] = field(default_factory=dict)
    ended: datetime | None = None
    version: int = 1

    @property
    def open_until(self) -> datetime | None:
        """When it is given up, unless it is over before."""
        return self.until if self.step in OPEN else None

    @property
    def over(self) -> datetime | None:
        """When it came to its end; None while it is open."""
        return self.ended

    def changed(self, **fields: Any) -> "Import":
        """The import with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
