"""What was heard and what the bot remembers of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Language


@dataclass(frozen=True, slots=True)
class Sender:
    """Who spoke, as the platform vouches for them; the address is lower case.

    ``member`` says that they are in one of the team's spaces at this moment; ``outside``, that
    another organisation than ours vouches for them. ``robot`` marks another program, or the bot
    itself: never answered, so that no loop can start.
    """

    address: str
    name: str = ""
    member: bool = False
    outside: bool = False
    robot: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A submitted card: the reference it carried, the button, the fields filled in."""

    card: str
    button: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a sending that named the skill to tell."""

    skill: str
    key: str
    facts: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Facts that a form, a flow or a file brings to a skill; nobody vouches for who is in them."""

    skill: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along: its name, as far as it has one, and what its channel fetches it by.

    The source is no secret, and empty where the channel cannot fetch it.
    """

    name: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing that reached the bot: words, a pressed button, a result, a delivery, a notice.

    A ``notice`` says that the bot was ``installed`` in a place, or ``removed`` from it.
    ``waits`` says that the platform takes the answer inside the call; ``reachable``, that the
    person can be written to in this place later. ``route`` is what the platform needs for that;
    ``thread`` the message under which the answer belongs; ``reads`` the language the platform
    shows the person, if it says; ``files`` the files that came along. ``account`` is what the
    platform itself calls the person, where nobody looked up their address; ``alone`` that it shows
    the answer to nobody but them, also in a room.
    """

    id: str
    place: Place
    sender: Sender
    private: bool
    at: datetime
    text: str = ""
    press: Press | None = None
    result: Result | None = None
    delivery: Delivery | None = None
    notice: Literal["", "installed", "removed"] = ""
    waits: bool = True
    reachable: bool = True
    route: Mapping[str, Any] | None = None
    thread: str = ""
    reads: Language | None = None
    files: tuple[Attachment, ...] = ()
    account: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Record):
    """Something already heard, with the answer it got."""

    table: ClassVar[Table] = Table("seen", key="id", times=("at",))
    id: str
    at: datetime
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Record):
    """What the bot asked of a person in a room, and what it knew already.

    A typed answer presses one of the ``buttons`` of ``card`` if it names it, and fills ``field``
    with what follows a colon, or leaves ``values`` as the card shows them; else it completes
    ``slots`` under the name ``slot`` and goes to ``intent``. Without a card, what is asked is which
    of the cards that wait is meant by ``buttons``.
    """

    table: ClassVar[Table] = Table("asked", key="where", times=("until",))
    where: str
    until: datetime
    intent: str = ""
    slot: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    card: str = ""
    buttons: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread(Record):
    """What a person in a room asked for last, and about which session; for what follows on it."""

    table: ClassVar[Table] = Table("threads", key="where", times=("until",))
    where: str
    until: datetime
    intent: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Record):
    """A card that was shown: for whom, where, about what, until when. The card only names it.

    ``person`` empty means anyone of the room it was shown in, or anyone at all if it is ``public``
    and stands on a page; ``buttons`` and ``inputs`` are those
    it offered. ``skill`` hears its buttons; a question's card has none. ``version`` is that of the
    record it shows; ``done`` the button that settled it. A card that the bot showed unasked can be
    answered by typing at any time: ``waits_with`` is the person or the room (its ``route_key``)
    that it waits with, and ``names`` are words that tell it from others.
    """

    table: ClassVar[Table] = Table(
        "cards", key="ref", indexes=("about", "waits_with"), times=("until",)
    )
    ref: str
    skill: str
    buttons: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    person: str = ""
    place: Place | None = None
    about: str = ""
    version: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    until: datetime
    done: str = ""
    waits_with: str | None = None
    names: tuple[str, ...] = ()
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Record):
    """How a person's last small edit is taken back: the records as they were before."""

    table: ClassVar[Table] = Table("undo", key="person", times=("until",))
    person: str
    before: tuple[Record, ...]
    after: tuple[int, ...]
    said: str
    language: Language
    until: datetime
