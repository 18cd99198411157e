"""The people of a report: what belongs to one person put together, overlaps once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.documents.answers.titles import key
from bot.documents.attendance.reading import Join
from bot.model.attendance import Span, merged


@dataclass(slots=True)
class Attendee:
    """Somebody who came: one address, or one name of a guest without address.

    ``spans`` are when they were there, in order and apart; ``lasting`` is how long, where a report
    tells only that.
    """

    who: str
    name: str
    address: str
    spans: list[Span] = field(default_factory=list)
    lasting: timedelta = timedelta()


def attendees(joins: Iterable[Join]) -> list[Attendee]:
    """Everybody who came, in the order in which they first joined."""
    found: dict[str, Attendee] = {}
    for each in joins:
        who = identity(each)
        mine = found.setdefault(who, Attendee(who, each.name, each.address))
        mine.name = mine.name or each.name
        if each.start is not None and each.end is not None:
            mine.spans.append((each.start, each.end))
        else:
            mine.lasting = max(mine.lasting, each.lasting)
    for mine in found.values():
        mine.spans = [*merged(mine.spans)]
    return [*found.values()]


def identity(join: Join) -> str:
    """What tells one person from another: the address, else the name, else when they came."""
    if join.address:
        return join.address
    name = key(join.name)
    return f"guest:{name}" if name else f"guest:{join.start or join.lasting}"
