"""The store as it will be once an outcome is saved: what a turn shows of what it just decided."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from bot.model.outcome import Outcome
from bot.model.record import Record, View, key_of

R = TypeVar("R", bound=Record)


class After:
    """A view with the records of an outcome in their place."""

    def __init__(self, view: View, outcome: Outcome) -> None:
        """``view`` is how it stands before."""
        self._view = view
        self._saved = {(type(each), key_of(each)): each for each in outcome.saves}
        self._gone = {(type(each), key_of(each)) for each in outcome.removes}

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, if there is one."""
        if (kind, key) in self._gone:
            return None
        saved = self._saved.get((kind, key))
        return saved if isinstance(saved, kind) else self._view.get(kind, key)

    def find(self, kind: type[R], index: str, value: str) -> Sequence[R]:
        """The records whose index has this value."""
        before = self._view.find(kind, index, value)
        left = tuple(each for each in before if not self._touched(each))
        return (*left, *self._fresh(kind, index, value))

    def oldest(self, kind: type[R], index: str, value: str) -> Iterator[R]:
        """The same, one by one."""
        yield from self.find(kind, index, value)

    def count(self, kind: type[Record], index: str, value: str) -> int:
        """How many records have this value."""
        touched = (key for key in {*self._saved, *self._gone} if key[0] is kind)
        before = (self._view.get(kind, key) for _, key in touched)
        moved = sum(each is not None and _has(each, index, value) for each in before)
        fresh = sum(1 for _ in self._fresh(kind, index, value))
        return self._view.count(kind, index, value) - moved + fresh

    def between(
        self, kind: type[R], time: str, start: datetime | None, end: datetime | None
    ) -> Iterator[R]:
        """The records as they stand before; no outcome of ours moves them in time."""
        yield from self._view.between(kind, time, start, end)

    def _touched(self, record: Record) -> bool:
        key = (type(record), key_of(record))
        return key in self._saved or key in self._gone

    def _fresh(self, kind: type[R], index: str, value: str) -> Iterator[R]:
        for each in self._saved.values():
            if isinstance(each, kind) and _has(each, index, value):
                yield each


def _has(record: Record, index: str, value: str) -> bool:
    found = getattr(record, index)
    return value in found if isinstance(found, tuple) else value == found
