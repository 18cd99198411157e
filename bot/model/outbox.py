"""What leaves the house: one record a message, and the states it can be in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Language


def letter_mark(key: str) -> str:
    """What stands before the @ in the Message-ID of the letter with this key."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def versioned(key: str, sequence: int) -> str:
    """The key by which a letter leaves that is written as it does, with that calendar entry."""
    return f"{key}/{sequence}"


class State(StrEnum):
    """Where a sending stands."""

    HELD = "held"
    WAITING = "waiting"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    MISSED = "missed"
    STOPPED = "stopped"


ANSWER, PROGRESS = "answer/", "progress/"
"""What the keys of answers to a message begin with, and of news that newer ones replace."""
ANSWER_KEPT, CARD_KEPT = timedelta(days=2), timedelta(days=400)
LEDGERS = "ledgers"
"""The door of errands that look up what became of letters to many."""
MODEL = "model"
"""The door of errands that ask a drafting model."""
OPEN = frozenset({State.HELD, State.WAITING, State.SENDING, State.RETRYING})


@dataclass(frozen=True, slots=True)
class File:
    """A small text file: its name, its media type, and what it holds."""

    name: str
    media: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """Words for a chat, with a card perhaps; ``replaces`` is the card it takes the place of.

    ``below`` says that it answers typed words: it stands below them, and the card is only closed.
    ``thread`` is the message under which it belongs, where the platform has threads. ``file`` goes
    with words that do without it too, for platforms that take none from a bot.
    """

    text: str
    card: Mapping[str, Any] | None = None
    replaces: str = ""
    below: bool = False
    thread: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address as they stand in a letter or an invite."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """One version of a calendar entry. The uid never changes; the sequence only grows."""

    uid: str
    sequence: int
    method: str
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    attendee: Person


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail to one person, in one language or in both.

    ``unsubscribe`` is the page by which its reader receives no more such letters, where it is one
    that nobody asked for; mail programs post to it (RFC 8058). ``files`` go with it.
    """

    subject: str
    body: str
    languages: tuple[Language, ...]
    invite: Invite | None = None
    unsubscribe: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """Slow work for a service: what to do and what it needs; the result comes back."""

    verb: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is written only when it leaves, from what is true then.

    ``skill`` writes it, ``name`` says which of its letters, ``about`` is the key of the record.
    """

    skill: str
    name: str
    about: str


Content = Message | Letter | Errand | Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Record):
    """One thing to send. Its key makes a second one impossible.

    ``door`` names the channel or service, ``to`` the room or address there. Sendings with the same
    ``lane`` leave in order. ``card`` names the card the message shows: a newer version takes the
    place of one still waiting. ``then`` names the skill that hears what came of it. After
    ``expires`` it is missed, never sent late.
    """

    table: ClassVar[Table] = Table(
        "outbox",
        key="key",
        indexes=("status", "queue", "about", "card", "letter"),
        times=("ready_at", "closed_at", "kept_until"),
    )
    key: str
    door: str
    to: str
    content: Content
    created: datetime
    about: str = ""
    card: str = ""
    state: State = State.WAITING
    not_before: datetime | None = None
    expires: datetime | None = None
    attempts: int = 0
    problem: str = ""
    then: str = ""
    receipt: Mapping[str, str] = field(default_factory=dict)
    changed: datetime | None = None

    @property
    def lane(self) -> str:
        """The conversation whose order is kept."""
        return f"{self.door}/{self.to}"

    @property
    def queue(self) -> str | None:
        """The lane while it is still to go out, as an index."""
        return self.lane if self.state in OPEN and self.state is not State.HELD else None

    @property
    def status(self) -> str:
        """The state, as an index."""
        return self.state.value

    @property
    def letter(self) -> str | None:
        """What tells this letter from others, as an index, unless it is written as it leaves."""
        return letter_mark(self.key) if isinstance(self.content, Letter) else None

    @property
    def ready_at(self) -> datetime | None:
        """When it may be tried; None unless it is waiting for that."""
        if self.state in (State.WAITING, State.RETRYING):
            return self.not_before or self.created
        return None

    @property
    def closed_at(self) -> datetime | None:
        """When it came to its end; None while it is open."""
        return None if self.state in OPEN else self.changed

    @property
    def kept_until(self) -> datetime | None:
        """Until when an answer is kept; None for all that must never be sent a second time.

        Its card may be pressed, and is then to be found and replaced.
        """
        if self.closed_at is None or not self.key.startswith((ANSWER, PROGRESS)):
            return None
        return self.closed_at + (CARD_KEPT if self.card else ANSWER_KEPT)

    def now(self, state: State, at: datetime, **changes: Any) -> "Sending":
        """The same sending in another state."""
        return replace(self, state=state, changed=at, **changes)
