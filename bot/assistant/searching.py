"""What is kept about one person in a period, record by record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from bot.assistant.erasing import rules
from bot.assistant.erasing.person import Person, person_called
from bot.assistant.looking import gone_through
from bot.context import Context
from bot.model.outbox import Sending
from bot.model.record import Record, View
from bot.model.search import Search
from bot.model.session import Session
from bot.retaining.kinds import PASSING
from bot.retaining.terms import session_of
from storage import Store

DATES = ("at", "asked", "created", "added", "since", "heard", "bounced", "unsubscribed")
"""What says when a record came, in the order in which it is looked for."""
LAST = datetime.max.replace(tzinfo=UTC)
OWN = ("address", "by", "voter", "id")
"""What says whose a record is."""
OF_OTHERS = frozenset({"asked_by", "sent_by", "approved_by", "owner", "card", "perhaps"})
"""What a record says of somebody else; whoever asks about themselves is not given that."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record: its kind, its session if it has one, when it came, what is in it."""

    kind: str
    session: str
    at: datetime | None
    row: Mapping[str, Any]


async def everything(store: Store, context: Context, search: Search) -> list[Found]:
    """All records with something of the person in the period, earliest first, undated ones last.

    What passes within days is left out. Whoever asks about themselves is given what is theirs, not
    what others said or noted of them.
    """
    person = person_called(context, search.address)
    found: list[Found] = []
    async for some in gone_through(store, person.words):
        view = store.view()
        wanted = [each for each in some if _wanted(view, person, search, each)]
        found += [_found(view, search, each) for each in wanted]
    return sorted(found, key=lambda each: (each.at or LAST, each.kind))


def _wanted(view: View, person: Person, search: Search, record: Record) -> bool:
    if type(record) in PASSING or not rules.names(person, record):
        return False
    return (not search.own or _is_theirs(person, record)) and _within(search, came(view, record))


def _is_theirs(person: Person, record: Record) -> bool:
    """Whether a record is the person's own: under their address, from them, or a letter to them."""
    if isinstance(record, Sending):
        return record.to == person.address
    said_by = {getattr(record, name, None) for name in OWN}
    return type(record) in rules.KINDS and bool(said_by & set(person.words))


def came(view: View, record: Record) -> datetime | None:
    """When a record came, or else when its session was; None where nothing says."""
    for name in DATES:
        moment = getattr(record, name, None)
        if isinstance(moment, datetime):
            return moment
    session = view.get(Session, session_of(view, record))
    return session.starts if session else None


def _within(search: Search, moment: datetime | None) -> bool:
    """Whether a moment lies in the period; what has none is always wanted."""
    if moment is None:
        return True
    after = search.start is None or moment >= search.start
    return after and (search.end is None or moment < search.end)


def _found(view: View, search: Search, record: Record) -> Found:
    row: Mapping[str, Any] = orjson.loads(orjson.dumps(record, default=str))
    told = {name: value for name, value in row.items() if value not in (None, "", [], {}, False)}
    if search.own:
        told = {name: value for name, value in told.items() if name not in OF_OTHERS}
    return Found(rules.kind_of(record), session_of(view, record), came(view, record), told)
