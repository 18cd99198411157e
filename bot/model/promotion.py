"""What makes a session known: one post for each place it is told in, and who says yes to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both


class Channel(StrEnum):
    """A kind of place in which a session is told of."""

    WIRE = "wire"
    EVENT_PAGE = "event"
    GROUP = "group"
    X = "x"
    NEWSLETTER = "newsletter"
    DIRECTOR = "director"
    ATTENDEES = "attendees"
    PARTNERS = "partners"
    COMMUNICATIONS = "communications"
    GCMESSAGE = "gcmessage"
    TEAMS = "teams"
    OTHER = "other"


class PostState(StrEnum):
    """How far a post has got; *handed* was given to whoever posts it, not known to be out."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    HANDED = "handed"
    OUT = "out"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of a post in both languages, with blanks such as ``((date))`` for its facts.

    ``subject`` is the title or the headline where the channel has one.
    """

    subject: Both = field(default_factory=Both)
    body: Both = field(default_factory=Both)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who said yes to exactly these words, when.

    ``seal`` is the hash of the words with their blanks; ``facts`` what stood in the blanks then, by
    language, so that a later difference can be shown. ``overrides`` is the
    reason a manager gave for saying it instead of the approver.
    """

    by: str
    at: datetime
    seal: str
    facts: Mapping[str, Mapping[str, str]]
    overrides: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who put the words before an approver, and when; ``to`` is empty for anyone of the team.

    ``shown`` is the mark of exactly what they were shown.
    """

    by: str
    to: str
    at: datetime
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """One post of a session's promotion plan.

    ``name`` is its own within the plan (``wire``, ``group-open-government``, ``x-2``). ``copy`` is
    empty while the default words of the channel serve. ``step`` is when it goes out, as a time
    before the start (``-P14D``) or an instant; ``due`` the same in UTC. ``poster`` puts it out,
    ``approver`` is to say yes to it, empty for those of the team; ``asked`` says who has been asked
    for that, ``author`` wrote the words last. ``target`` is where it
    goes: a page, a group, words for another place. ``address`` is where it stands once it is out,
    ``facts`` what stood in its blanks when it left us. ``remark`` is what an approver wants
    changed, ``trouble`` why it did not get out, ``reminded`` the last reminder there was of it.
    ``answer`` is what Communications said to their pack when they had ``answered``.
    It is ``over`` once its session is.
    """

    table: ClassVar[Table] = Table("posts", key="key", indexes=("session", "live"))
    session: str
    name: str
    channel: Channel
    copy: Copy = field(default_factory=Copy)
    step: str
    due: datetime
    state: PostState = PostState.DRAFT
    author: str = ""
    poster: str = ""
    approver: str = ""
    asked: Asked | None = None
    approval: Approval | None = None
    target: str = ""
    address: str = ""
    handed: datetime | None = None
    out: datetime | None = None
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remark: str = ""
    trouble: str = ""
    reminded: str = ""
    answer: str = ""
    answered: datetime | None = None
    over: bool = False
    version: int = 1

    @property
    def key(self) -> str:
        """The key: the session and the name."""
        return f"{self.session}/{self.name}"

    @property
    def live(self) -> str | None:
        """Whether there may still be something to do about it, as an index."""
        return None if self.over else "yes"

    def changed(self, **fields: Any) -> "Post":
        """The post with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True)
class Line:
    """A post as the team usually plans it."""

    name: str
    channel: Channel
    step: str
    poster: str = ""
    approver: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who is away ``until`` the end of a day, and who stands in; empty if nobody does."""

    who: str
    until: datetime
    stand_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionHabits(Record):
    """How the team makes its sessions known. There is one, under the key ``team``.

    ``lines`` is the usual plan, empty for ours. ``managers`` may say yes in the place of an
    approver, once, with a reason. ``office`` is the address of who sends the director's e-mail;
    ``by_us`` are those it goes to by our own mail instead. The director is the team's.
    """

    table: ClassVar[Table] = Table("promotion_habits", key="id")
    id: str = "team"
    lines: tuple[Line, ...] = ()
    absences: tuple[Absence, ...] = ()
    managers: tuple[str, ...] = ()
    office: str = ""
    by_us: tuple[str, ...] = ()
    version: int = 1

    def changed(self, **fields: Any) -> "PromotionHabits":
        """The habits with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
