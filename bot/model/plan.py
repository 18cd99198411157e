"""What is to be done for a session: the month before and after it, and the minutes of its day."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.model.people import Place
from bot.model.record import Record, Table
from bot.model.words import Both

TEMPLATE = "template"
"""The key of the plan that every session begins with."""
Unit = Literal["days", "start", "end"]


@dataclass(frozen=True, slots=True)
class Lead:
    """How far from the session something is due; before it, ``count`` is negative.

    ``days`` are working days, counted from its day. ``start`` and ``end`` count minutes from when
    it begins or ends.
    """

    unit: Unit
    count: int

    @property
    def of_the_day(self) -> bool:
        """Whether it belongs to the minutes of the session's day."""
        return self.unit != "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do. ``id`` is its number in the plan, which it keeps.

    ``name`` is that of a usual item (``wiki``), empty for one of the team's own; ``done`` is when
    ``done_by`` ticked it off by hand.
    """

    id: str
    words: Both
    lead: Lead
    name: str = ""
    owner: str = ""
    stand_in: str = ""
    done: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Record):
    """The plan of a session, or under the key ``template`` what new ones begin with.

    A session has a copy of its own once somebody changes it; until then it has the template's.
    ``last`` is the last number given to an item.
    """

    table: ClassVar[Table] = Table("plans", key="session")
    session: str
    items: tuple[Item, ...]
    last: int
    version: int = 1

    def item(self, number: str) -> Item | None:
        """The item with this number."""
        return next((each for each in self.items if each.id == number), None)

    def with_(self, item: Item) -> "Plan":
        """The plan with an item in the place of the one that has its number."""
        return self.changed(
            items=tuple(item if each.id == item.id else each for each in self.items)
        )

    def added(self, item: Item) -> "Plan":
        """The plan with one more item, which gets the next number."""
        new = replace(item, id=str(self.last + 1))
        return self.changed(items=(*self.items, new), last=self.last + 1)

    def without(self, number: str) -> "Plan":
        """The plan without the item that has this number."""
        return self.changed(items=tuple(each for each in self.items if each.id != number))

    def changed(self, **fields: Any) -> "Plan":
        """The plan with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCard(Record):
    """Where the hosts' card of a session is shown, and the mark of what it last said."""

    table: ClassVar[Table] = Table("host_cards", key="session")
    session: str
    places: tuple[Place, ...] = ()
    mark: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningWish(Record):
    """That somebody wants what is theirs to do each morning, in private."""

    table: ClassVar[Table] = Table("morning_wishes", key="address", indexes=("all",))
    address: str

    @property
    def all(self) -> str:
        """One value for every wish, as an index: they are few."""
        return "wish"
