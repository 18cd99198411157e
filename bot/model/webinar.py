"""The webinar of a session in Webex: what is known of it, and what passes to and from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language

WEBINARS = "webinars"
"""The door of errands about webinars."""
SKILL = "webinar"
"""The skill that hears what came of them."""
Decision = Literal["approved", "pending", "rejected"]
Doing = Literal["", "look", "make", "change", "cancel", "enter", "sources"]


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody in the list of a webinar; ``at`` is when they registered there, in UTC.

    ``answers`` are what they answered, by the words of the questions; ``source`` is the id of the
    link they came by.
    """

    id: str
    address: str
    name: str = ""
    status: Decision = "approved"
    at: datetime | None = None
    source: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionType:
    """A kind of webinar that a licence allows; ``capacity`` 0 where Webex does not say."""

    id: int
    name: str
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A webinar as Webex has it. What lets somebody in as host is never kept."""

    id: str
    title: str
    link: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class Panelist:
    """Somebody on the stage; a ``cohost`` may run the webinar too."""

    address: str
    name: str
    cohost: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the registration form, with what there is to choose from."""

    words: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the webinar of a session should be like in Webex; times in UTC.

    ``marker`` tells it from all others, so that it is found again and never made twice. ``invited``
    says that Webex writes to those on the stage, who need a link of their own.
    """

    marker: str
    title: str
    agenda: str
    starts: datetime
    ends: datetime
    zone: str
    panelists: tuple[Panelist, ...]
    invited: bool

    @property
    def row(self) -> dict[str, Any]:
        """The plan as plain values."""
        times = {"starts": self.starts.isoformat(), "ends": self.ends.isoformat()}
        return {**asdict(self), **times}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Plan":
        """The plan in plain values."""
        stage = tuple(Panelist(**each) for each in row["panelists"])
        times = {name: datetime.fromisoformat(row[name]) for name in ("starts", "ends")}
        return cls(**{**row, **times, "panelists": stage})


@dataclass(frozen=True, slots=True)
class Kind:
    """What is settled when a webinar is made, and stays: the session type and what it allows.

    ``places`` is the most who may register, 0 for as many as the licence allows; ``interpreted``
    opens a channel between English and French.
    """

    type: int
    capacity: int
    places: int
    interpreted: bool
    questions: tuple[Question, ...]

    @property
    def row(self) -> dict[str, Any]:
        """The kind as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Kind":
        """The kind in plain values."""
        asked = tuple(Question(each["words"], tuple(each["choices"])) for each in row["questions"])
        return cls(**{**row, "questions": asked})


class Step(StrEnum):
    """How far the making of a webinar has got; *linked* is one that was made by hand."""

    LINKED = "linked"
    LOOKING = "looking"
    SHOWN = "shown"
    MAKING = "making"
    READY = "ready"
    CANCELLING = "cancelling"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webinar(Record):
    """What is known of a session's webinar.

    ``meeting`` is its id in Webex, empty until it is found by ``link``; ``register`` the address
    where people register there, ``sources`` the same by the channel in which it is told. ``ours``
    says that the bot made it and keeps it in step; ``attempt`` is part of its marker. ``image`` is
    the mark of what Webex was last told of it, ``stage`` the addresses it was told are on stage.

    ``place``, ``languages`` and ``waits_with`` are those of the card it is made with, ``types``
    what there is to choose from on it.

    ``asked`` and ``answered`` are the numbers of the last errands about its registrants: one is on
    its way where they differ. ``read_at`` is until when those who registered there have been read,
    ``listed_at`` when all of them were last read. ``problem`` is the text that says why the last
    reading led to nothing, as the team was told. ``doing`` is any other errand on its way,
    ``errands`` its number, ``did_at`` when it was sent, ``trouble`` why the last one failed.
    """

    table: ClassVar[Table] = Table("webinars", key="session", indexes=("watched",))
    session: str
    link: str = ""
    meeting: str = ""
    register: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    came_by: Mapping[str, int] = field(default_factory=dict)
    step: Step = Step.LINKED
    ours: bool = False
    attempt: int = 0
    image: str = ""
    stage: tuple[str, ...] = ()
    invited: bool = True
    place: Place | None = None
    languages: tuple[Language, ...] = ()
    waits_with: str = ""
    types: tuple[SessionType, ...] = ()
    type: int = 0
    interpreted: bool = True
    asked: int = 0
    answered: int = 0
    asked_at: datetime | None = None
    read_at: datetime | None = None
    listed_at: datetime | None = None
    problem: str = ""
    doing: Doing = ""
    errands: int = 0
    did_at: datetime | None = None
    trouble: str = ""
    trouble_facts: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def watched(self) -> str:
        """One value for every webinar, as an index."""
        return WEBINARS

    def changed(self, **fields: Any) -> "Webinar":
        """The webinar with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
