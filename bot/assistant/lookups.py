"""What a channel may ask of the store."""

from collections.abc import Mapping
from typing import Any

from bot.model.outbox import Sending, State
from bot.model.people import Place, Route, route_key
from bot.model.record import View

MESSAGE = "message"


def message_showing(view: View, place: Place, ref: str) -> Mapping[str, str]:
    """What the platform gave back for the last message in a place that shows a card, if any."""
    if not ref:
        return {}
    shown = [
        each
        for each in view.find(Sending, "card", ref)
        if each.state is State.SENT and Place(each.door, each.to) == place
    ]
    shown.sort(key=lambda each: each.changed or each.created)
    return shown[-1].receipt if shown else {}


def route_to(view: View, place: Place) -> Any:
    """What the platform gave for writing to a place; None if it never did, or is gone."""
    route = view.get(Route, route_key(place))
    return route.facts if route else None
