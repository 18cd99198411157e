"""What was said in a session, made short: from its transcript, for a person to correct."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.model.halves import TwoHalves
from bot.model.record import Record, Table
from bot.model.words import Language

SKILL = "summary"
LONGEST = 1_800
"""Characters of one half: some six sentences; both fit on a card."""


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence that says much of what was said: at which second, by whom, its words.

    ``speaker`` is the name that the transcript gives, empty where it gives none.
    """

    second: int
    speaker: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(TwoHalves, Record):
    """The summary of one session's discussion. Its halves are the key points as people read them.

    ``points`` are what was found in the transcript, which itself is not kept; ``spoken`` is the
    language that most of it is in, None where nobody can tell; ``seconds`` when its last words
    were said; ``words`` how many there are; ``cut_off`` says that its file ends in the middle.
    """

    table: ClassVar[Table] = Table("summaries", key="session", indexes=("all",))
    session: str
    points: tuple[Point, ...] = ()
    spoken: Language | None = None
    seconds: int = 0
    words: int = 0
    speakers: int = 0
    cut_off: bool = False
    brought: datetime | None = None

    @property
    def all(self) -> str:
        """One value for every summary, as an index."""
        return "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWish(Record):
    """That somebody wants to be told once the summary of a session is out."""

    table: ClassVar[Table] = Table("summary_wishes", key="key", indexes=("session", "address"))
    session: str
    address: str

    @property
    def key(self) -> str:
        """The key: the session and the address."""
        return f"{self.session}/{self.address}"
