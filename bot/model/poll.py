"""A poll: what is asked, what may be answered, and who answered what while it is open."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Both

SKILL = "polls"
CARD = f"{SKILL}-"
"""How the references of a poll's cards begin."""
POLLS = "polls"
"""The door within the house that counts a poll."""
CHOICE = "choice_"
"""How the buttons that are an option each are named."""


def is_voted_on(card: str) -> bool:
    """Whether a card is one to vote on: many press it at once, and each is answered alone."""
    return card.startswith(CARD) and card[len(CARD) :][:1].isdecimal()


class PollKind(StrEnum):
    """How a poll is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    RATING = "rating"
    WORDS = "words"


class PollState(StrEnum):
    """Where a poll stands; while it is *closing*, nobody votes and the count is made."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What came of a poll: how many answered, how many chose each option, the words that came."""

    voters: int = 0
    votes: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll(Record):
    """A question to everybody, in both languages.

    ``code`` is what it is called on the web. ``named`` keeps who chose what; else nobody can ever
    tell. ``live`` shows how it stands while it is open. ``places`` are the rooms it was posted in,
    ``desk`` those where the team sees how it stands. ``count`` is there once it is closed.
    """

    table: ClassVar[Table] = Table("polls", key="id", indexes=("all", "code", "session", "state_"))
    id: str
    code: str
    question: Both
    options: tuple[Both, ...] = ()
    kind: PollKind = PollKind.SINGLE
    session: str = ""
    named: bool = False
    live: bool = False
    state: PollState = PollState.DRAFT
    created: datetime
    created_by: str
    opened: datetime | None = None
    closed: datetime | None = None
    places: tuple[Place, ...] = ()
    desk: tuple[Place, ...] = ()
    count: Count | None = None
    version: int = 1

    @property
    def all(self) -> str:
        """One value for every poll, as an index: they are few."""
        return "poll"

    @property
    def state_(self) -> str:
        """The state, as an index."""
        return self.state.value

    @property
    def card(self) -> str:
        """What the card is called on which people vote."""
        return f"{CARD}{self.id}"

    @property
    def posted(self) -> bool:
        """Whether people may know of it."""
        return self.state in (PollState.OPEN, PollState.CLOSING, PollState.CLOSED)

    def changed(self, **fields: Any) -> "Poll":
        """The poll with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollKey(Record):
    """What turns a voter's identity into a mark nobody can read back; destroyed at closing."""

    table: ClassVar[Table] = Table("poll_keys", key="poll")
    poll: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Record):
    """One person's answer to a poll; another one takes its place.

    ``voter`` is a mark made with the poll's key, or the person's identity where it is named.
    ``choices`` are numbers of options from 1, ``words`` what was written.
    """

    table: ClassVar[Table] = Table("votes", key="key", indexes=("poll", "chosen"))
    poll: str
    voter: str
    at: datetime
    choices: tuple[int, ...] = ()
    words: str = ""

    @property
    def key(self) -> str:
        """The key: the poll and the voter."""
        return f"{self.poll}/{self.voter}"

    @property
    def chosen(self) -> tuple[str, ...]:
        """The options of the poll that were chosen, as an index."""
        return tuple(f"{self.poll}/{each}" for each in self.choices)
