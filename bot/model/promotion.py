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


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """One post of a session's promotion plan.

    ``name`` is its own within the plan (``wire``, ``group-open-government``, ``x-2``). ``copy`` is
    empty while the default words of the channel serve. ``step`` is when it goes out, as a time
    before the start (``-P14D``) or an instant; ``due`` the same in UTC. ``poster`` puts it out,
    ``approver`` says yes to it, ``author`` wrote the words last. ``target`` is where it goes: a
    page, a group, a webhook. ``address`` is where it stands once it is out.
    """

    table: ClassVar[Table] = Table(
        "posts", key="key", indexes=("session", "state_", "approver_"), times=("due_at",)
    )
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
    approval: Approval | None = None
    target: str = ""
    address: str = ""
    out_at: datetime | None = None
    version: int = 1

    @property
    def key(self) -> str:
        """The key: the session and the name."""
        return f"{self.session}/{self.name}"

    @property
    def state_(self) -> str:
        """The state, as an index."""
        return self.state.value

    @property
    def approver_(self) -> str | None:
        """Who is to say yes to it, while nobody has, as an index."""
        return self.approver or None if self.state is PostState.REVIEWED else None

    @property
    def due_at(self) -> datetime | None:
        """When it is to go out; None once it is out or dropped."""
        return None if self.state in (PostState.OUT, PostState.DROPPED) else self.due

    def changed(self, **fields: Any) -> "Post":
        """The post with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
