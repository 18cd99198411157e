"""Lanes: what goes to one room or address leaves in order."""

from collections.abc import Iterable
from datetime import datetime

from bot.model.outbox import Sending, State
from bot.model.record import View


def first_of(queue: Iterable[Sending], now: datetime) -> Sending | None:
    """The one whose turn it is in a lane; None while it must wait.

    What is planned for later holds up nobody; what is being sent or tried again does.
    """
    for sending in queue:
        if sending.state is State.WAITING and not _past(sending.not_before, now):
            continue
        return sending if _may_go(sending, now) else None
    return None


def newer_waits(view: View, sending: Sending) -> bool:
    """Whether a newer version of the same card waits in the same lane."""
    shown = view.find(Sending, "card", sending.card)
    same = [each.key for each in shown if each.queue == sending.lane]
    return bool(same) and same[-1] != sending.key


def _may_go(sending: Sending, now: datetime) -> bool:
    """Whether it may leave; a clock that was set back does not make its wait longer."""
    if sending.state is not State.RETRYING:
        return sending.state is State.WAITING
    set_back = sending.changed is not None and sending.changed > now
    return set_back or _past(sending.not_before, now)


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment <= now
