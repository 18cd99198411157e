"""Which records are past their time, to which session each belongs, and what is on hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from dateutil.relativedelta import relativedelta

from bot.model.poll import Poll, Vote
from bot.model.record import Record, View
from bot.model.registration import Registration
from bot.model.retention import Hold, Lot, Retention
from bot.model.returned import MailReply
from bot.retaining.kinds import RULES, kind_of

ABOUT = "session/"


def settled(view: View) -> Retention:
    """What the team settled."""
    return view.get(Retention, "retention") or Retention()


def held(view: View) -> frozenset[str]:
    """The sessions on hold."""
    return frozenset(each.session for each in view.find(Hold, "active", "hold"))


def session_of(view: View, record: Record) -> str:
    """The number of the session that a record belongs to; empty for none."""
    if isinstance(record, Vote):
        poll = view.get(Poll, record.poll)
        return poll.session if poll else ""
    if isinstance(record, MailReply):
        mine = view.get(Registration, record.registration)
        return mine.session if mine else ""
    own = getattr(record, "session", "")
    about = str(getattr(record, "about", ""))
    return str(own) or (about.removeprefix(ABOUT).partition("/")[0] if ABOUT in about[:8] else "")


def until(view: View, rules: Retention, record: Record) -> datetime | None:
    """When a record is past its time; None where it has no term, or that does not run yet."""
    rule = RULES.get(type(record))
    since = rule.since(view, record) if rule else None
    return since + relativedelta(months=rules.kept(kind_of(record))) if since else None


class Reckoning:
    """What is past its time at a moment, and what will be by a later one, lot by lot."""

    def __init__(self, view: View, now: datetime, later: datetime) -> None:
        """What is settled and held now counts."""
        self._view, self._now, self._later = view, now, later
        self._rules, self._held = settled(view), held(view)
        self._due, self._coming = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        self._first: dict[tuple[str, str], datetime] = {}
        self._kept = Counter[tuple[str, str]]()

    def take(self, records: Iterable[Record]) -> None:
        """Count these."""
        for record in records:
            ends = until(self._view, self._rules, record)
            if ends is not None and ends < self._later:
                self._count(record, ends)

    def _count(self, record: Record, ends: datetime) -> None:
        lot = kind_of(record), session_of(self._view, record)
        if lot[1] in self._held:
            return
        counted = self._due if ends <= self._now else self._coming
        counted[lot] += 1
        if counted is self._due or lot not in self._due:
            self._first[lot] = min(ends, self._first.get(lot, ends))

    @property
    def due(self) -> tuple[Lot, ...]:
        """What is past its time, what is on hold left out."""
        return tuple(self._lots(self._due))

    @property
    def coming(self) -> tuple[Lot, ...]:
        """What will be."""
        return tuple(self._lots(self._coming))

    def _lots(self, counted: Counter[tuple[str, str]]) -> Iterator[Lot]:
        for (kind, session), count in sorted(counted.items(), key=_in_order):
            yield Lot(kind, session, count, self._first[(kind, session)])


def _in_order(counted: tuple[tuple[str, str], int]) -> tuple[int, str, str]:
    (kind, session), _ = counted
    return int(session) if session.isdecimal() else 0, session, kind
