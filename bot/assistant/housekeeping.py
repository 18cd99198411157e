"""What has served its time and is taken out of the store, a little at each tick."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from bot.model.conversation import Asked, Card, Seen, Thread, Undo
from bot.model.erasure import Erasure
from bot.model.importing import Import
from bot.model.miss import Miss
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.record import Record, View
from bot.model.search import Search

AT_ONCE = 500
KEPT: tuple[tuple[type[Record], str, timedelta], ...] = (
    (Seen, "at", timedelta(days=2)),
    (Asked, "until", timedelta(0)),
    (Thread, "until", timedelta(0)),
    (Undo, "until", timedelta(0)),
    (Card, "until", timedelta(days=30)),
    (Miss, "until", timedelta(0)),
    (Import, "over", timedelta(days=2)),
    (Erasure, "open_until", timedelta(0)),
    (Search, "until", timedelta(0)),
    (Sending, "kept_until", timedelta(0)),
)


def done_with(view: View, now: datetime) -> Iterator[Outcome]:
    """What may go by now, as outcomes that remove it."""
    for kind, time, kept in KEPT:
        old = tuple(islice(view.between(kind, time, None, now - kept), AT_ONCE))
        if old:
            yield Outcome(removes=old)
