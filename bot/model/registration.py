"""A person's place at a session: taken, waited for, or given up."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from bot.model.origin import origin_of
from bot.model.record import Record, Table
from bot.model.session import OTTAWA
from bot.model.words import Language

NOT_TAKEN = "-"
"""Stands for the seat of somebody whom Webex did not take."""
Came = Literal["chat", "page", "form", "file", "webinar", "team"]
CARD = "registration"
UNKNOWN = "-"
"""Stands for a language or a department that nobody gave, in an index."""


class Standing(StrEnum):
    """Whether the person has a place."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


def registration_key(session: str, address: str) -> str:
    """The key of one person's registration for one session."""
    return f"{session}/{address.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Record):
    """One person's registration for one session; there is never a second one.

    ``at`` is when they took their place or their turn to wait, ``changed_at`` when that last
    changed; ``came`` the way they did, ``response`` the answer to a form that it came from
    (``<form>/<number>``), ``origin`` the link that they followed (``wire-en``), as far as known.
    ``needs_heard`` is what they need as far as somebody was told of it. ``consent`` says whether
    they may be invited to later sessions. ``turn``
    counts how often they took a place. ``sequence`` is that of the last calendar entry that
    reached them, None if none did; ``holds`` says that it is in their calendar, ``sent_by`` who put
    it there. ``told`` is the version of the session's entry they last heard of. ``seat`` is their
    number in the list of the session's webinar, where they are in it.
    """

    table: ClassVar[Table] = Table(
        "registrations",
        key="key",
        indexes=("ref", "address", "standing_in", "language_in", "unit_in", "day_in", "needs_in",
                 "needs_new", "asks_in", "holds_in", "told_in", "response", "origin_in",
                 "webinar_in", "seat_in", "agreed"),
        times=("waiting_at",),
    )  # fmt: skip
    session: str
    address: str
    name: str = ""
    language: Language | None = None
    department: str = ""
    needs: str = ""
    needs_heard: str = ""
    consent: bool | None = None
    question: str = ""
    standing: Standing = Standing.REGISTERED
    at: datetime
    changed_at: datetime
    came: Came = "chat"
    response: str = ""
    origin: str = ""
    turn: int = 1
    sequence: int | None = None
    holds: bool = False
    sent_by: Literal["", "bot", "flow"] = ""
    told: int = 0
    seat: str = ""
    version: int = 1

    @property
    def key(self) -> str:
        """The key: the session and the address."""
        return registration_key(self.session, self.address)

    @property
    def ref(self) -> str:
        """What cards and links call it; it says nothing of the person."""
        return f"{CARD}-{hashlib.sha256(self.key.encode()).hexdigest()[:20]}"

    @property
    def standing_in(self) -> str:
        """The session and where the person stands, as an index."""
        return f"{self.session}/{self.standing}"

    @property
    def agreed(self) -> str | None:
        """One value for all who have a place and may be invited to later sessions, as an index."""
        return "yes" if self.consent and self.standing is Standing.REGISTERED else None

    @property
    def language_in(self) -> str | None:
        """The session and the language of someone who has a place, as an index."""
        return self._among_registered(self.language or UNKNOWN)

    @property
    def unit_in(self) -> str | None:
        """The session and the department of someone who has a place, as an index."""
        return self._among_registered(self.department.casefold() or UNKNOWN)

    @property
    def day_in(self) -> str | None:
        """The session and the day in Ottawa on which a place was taken, as an index."""
        return self._among_registered(self.at.astimezone(ZoneInfo(OTTAWA)).date().isoformat())

    @property
    def needs_in(self) -> str | None:
        """The session, where someone who has a place needs an accommodation, as an index."""
        return self.session if self.needs and self.standing is Standing.REGISTERED else None

    @property
    def needs_new(self) -> str | None:
        """One value for all who have a place and need what nobody has heard of, as an index."""
        return "new" if self.needs_in and self.needs != self.needs_heard else None

    @property
    def asks_in(self) -> str | None:
        """The session, where someone who has a place has a question, as an index."""
        return self.session if self.question and self.standing is Standing.REGISTERED else None

    @property
    def holds_in(self) -> str | None:
        """The session whose entry the person has, and who put it there, as an index."""
        return f"{self.session}/{self.sent_by}" if self.holds else None

    @property
    def told_in(self) -> str | None:
        """The session and the version of it that they last heard of, as an index."""
        return None if self.standing is Standing.CANCELLED else f"{self.session}/{self.told}"

    @property
    def origin_in(self) -> str | None:
        """The session and the post that brought someone who has a place, as an index."""
        origin = origin_of(self.origin)
        return self._among_registered(origin.post) if origin else None

    @property
    def webinar_in(self) -> str | None:
        """The session, where someone came by its webinar and has not left, as an index."""
        here = self.came == "webinar" and self.standing is not Standing.CANCELLED
        return self.session if here else None

    @property
    def seat_in(self) -> tuple[str, ...]:
        """The session and what is to be done about their seat in its webinar, as an index.

        ``up`` is to be entered there, ``down`` to be withdrawn; ``taken`` is in the list.
        """
        if not self.seat:
            return (f"{self.session}/up",) if self.standing is Standing.REGISTERED else ()
        gone = self.standing is Standing.CANCELLED and self.seat != NOT_TAKEN
        return (f"{self.session}/taken", *((f"{self.session}/down",) if gone else ()))

    @property
    def waiting_at(self) -> datetime | None:
        """Since when they wait for a place."""
        return self.at if self.standing is Standing.WAITING else None

    @property
    def called(self) -> str:
        """The name to show: their own, or the address."""
        return self.name or self.address

    def changed(self, **fields: Any) -> "Registration":
        """The registration with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)

    def _among_registered(self, value: str) -> str | None:
        return f"{self.session}/{value}" if self.standing is Standing.REGISTERED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaken(Record):
    """When a file with the people of a session was last taken in."""

    table: ClassVar[Table] = Table("files_taken", key="session")
    session: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Record):
    """A department somebody gave, as it was first written; found without regard to case."""

    table: ClassVar[Table] = Table("departments", key="folded", indexes=("all",))
    name: str

    @property
    def folded(self) -> str:
        """The key: the name without case."""
        return self.name.casefold()

    @property
    def all(self) -> str:
        """One value for every department, as an index."""
        return "department"
