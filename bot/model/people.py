"""People, where they can be reached, and what the team has settled for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both, Language

PUBLIC = "public"
"""The channel of the pages that anybody may open."""


class Role(StrEnum):
    """What a person is to the bot, decided by who they are and never by what they say.

    A visitor is somebody on a public page, for whom nobody vouches.
    """

    ORGANISER = "organiser"
    SPEAKER = "speaker"
    PARTICIPANT = "participant"
    STRANGER = "stranger"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Place:
    """A room on a channel: where a person or the team can be written to."""

    channel: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Record):
    """What a platform needs to be written to in a place, as it was last given."""

    table: ClassVar[Table] = Table("routes", key="place", indexes=("channel",))
    place: str
    facts: Mapping[str, Any]

    @property
    def channel(self) -> str:
        """The channel, as an index."""
        return self.place.partition("/")[0]


def route_key(place: Place) -> str:
    """The key of the route to a place."""
    return f"{place.channel}/{place.room}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """Who a platform's own id stands for: ``teams/<tenant>/<object id>`` or ``webex/<person id>``.

    ``outside`` says that another organisation than ours vouches for the address.
    """

    table: ClassVar[Table] = Table("accounts", key="id", indexes=("address",), times=("at",))
    id: str
    at: datetime
    address: str
    name: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person the bot has met or was told of, by address.

    ``language`` is the one they asked for; ``wrote`` the one they last wrote in. ``heard`` is when
    they last wrote, to within a month.
    """

    table: ClassVar[Table] = Table("contacts", key="address", indexes=("folded", "rooms"))
    address: str
    name: str = ""
    language: Language | None = None
    wrote: Language | None = None
    places: tuple[Place, ...] = ()
    heard: datetime | None = None

    @property
    def folded(self) -> tuple[str, ...]:
        """The name without case, whole and word by word, as an index."""
        name = self.name.casefold()
        return tuple(dict.fromkeys([name, *name.split()])) if name else ()

    @property
    def rooms(self) -> tuple[str, ...]:
        """The places, as an index."""
        return tuple(route_key(place) for place in self.places)

    @property
    def speaks(self) -> Language | None:
        """The language to write to them in; None means both."""
        return self.language or self.wrote


@dataclass(frozen=True, slots=True)
class QuietPeriod:
    """Days, first and last included (``2026-12-20``), in which nothing goes out by itself."""

    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    """What the team has settled for itself in chat. There is one, under the key ``team``.

    ``director`` is the address of who says yes to the director's e-mail, and signs it.
    """

    table: ClassVar[Table] = Table("team", key="id")
    id: str = "team"
    organisers: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    director: str = ""
    weekday: str = "-1TH"
    hour: str = "13:00"
    quiet_from: str = "18:00"
    quiet_until: str = "08:00"
    quiet_periods: tuple[QuietPeriod, ...] = ()
    signature: Both = field(
        default_factory=lambda: Both("The On the Circuit team", "L’équipe d’En circuit")
    )
    name: Both = field(default_factory=lambda: Both("On the Circuit", "En circuit"))
    spaces: tuple[Place, ...] = ()
    poll_rooms: tuple[Place, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Record):
    """The last number given out for one kind of thing."""

    table: ClassVar[Table] = Table("counters", key="name")
    name: str
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Record):
    """Something worth keeping for an audit: who did what, when; never the words themselves.

    ``why`` is what somebody said who took personal information out.
    """

    table: ClassVar[Table] = Table("audit", key="id", times=("at",))
    id: str
    at: datetime
    who: str
    what: str
    about: str = ""
    why: str = ""
