"""The place of a session within its series: ``session 2 of 4``."""

from dataclasses import dataclass, replace

from bot.context import Context, Turn
from bot.model.session import Session
from bot.model.theme import Series


@dataclass(frozen=True, slots=True)
class PlaceInSeries:
    """Which one of how many, of which series."""

    series: Series
    position: int
    count: int


def place_of(context: Context, session: Session) -> PlaceInSeries | None:
    """The place of the session in its series, if it belongs to one."""
    series = context.view.get(Series, session.series) if session.series else None
    return PlaceInSeries(series, session.position, len(series.sessions)) if series else None


def placed(turn: Turn) -> Turn:
    """The turn with the number of the session that is named by its place in a series to come."""
    position = turn.slots.get("position")
    if not position or turn.slots.get("session"):
        return turn
    context = turn.context
    ahead = context.view.between(Session, "upcoming", context.now, None)
    there = [each for each in ahead if each.series and each.position == position]
    count = turn.slots.get("count")
    if count:
        there = [each for each in there if _size(context, each) == count]
    slots = {**turn.slots, "session": there[0].id} if len(there) == 1 else turn.slots
    return replace(turn, slots=slots)


def _size(context: Context, session: Session) -> int:
    place = place_of(context, session)
    return place.count if place else 0
