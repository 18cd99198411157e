"""The webinar of a session in Webex: what is known of it, and what passes to and from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.record import Record, Table

WEBINARS = "webinars"
"""The door of errands about webinars."""
SKILL = "webinar"
"""The skill that hears what came of them."""
Decision = Literal["approved", "pending", "rejected"]


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody in the list of a webinar; ``at`` is when they registered there, in UTC."""

    id: str
    address: str
    name: str = ""
    status: Decision = "approved"
    at: datetime | None = None
    source: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Webinar(Record):
    """What is known of a session's webinar.

    ``meeting`` is its id in Webex, empty until it is found by ``link``. ``asked`` and ``answered``
    are the numbers of the last errands about its registrants: one is on its way where they differ.
    ``read_at`` is until when those who registered there have been read, ``listed_at`` when all of
    them were last read. ``problem`` is the text that says why the last errand led to nothing, as
    the team was told.
    """

    table: ClassVar[Table] = Table("webinars", key="session", indexes=("watched",))
    session: str
    link: str
    meeting: str = ""
    asked: int = 0
    answered: int = 0
    asked_at: datetime | None = None
    read_at: datetime | None = None
    listed_at: datetime | None = None
    problem: str = ""
    version: int = 1

    @property
    def watched(self) -> str:
        """One value for every webinar, as an index."""
        return WEBINARS

    def changed(self, **fields: Any) -> "Webinar":
        """The webinar with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
