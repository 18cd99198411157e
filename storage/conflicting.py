"""A store that proves turns pure: each first attempt meets a conflict and is run again."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage.store import Store

R = TypeVar("R", bound=Record)


class ConflictingStore:
    """A ``Store`` around another, behaving as a serializable database under contention.

    The first attempt of every turn is thrown away, whatever it gave or raised. Then another write
    touches the records it read, and the turn is run again for good. ``conflict`` may be given to
    write something else in between, such as another person taking the last seat.
    """

    def __init__(self, inner: Store, conflict: Callable[[View], Outcome] | None = None) -> None:
        self._inner = inner
        self._conflict = conflict

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the second attempt gave back."""
        seen = _Watched(self._inner.view())
        with suppress(Exception):
            turn(seen)
        await self._inner.run(self._conflict or seen.written_again)
        return await self._inner.run(turn)

    def view(self) -> View:
        """The present state."""
        return self._inner.view()

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands, a few at a time."""
        return self._inner.mentioning(words)

    async def compact(self) -> None:
        """Return once nothing is kept of what was removed."""
        await self._inner.compact()

    async def close(self) -> None:
        """Close the store inside."""
        await self._inner.close()


class _Watched:
    """A view that remembers which records were read through it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._read: list[Record] = []

    def written_again(self, _view: View) -> Outcome:
        """A write to every record that was read; their content stays."""
        return Outcome(saves=tuple(self._read))

    def oldest(self, kind: type[R], index: str, value: str) -> Iterator[R]:
        for record in self._view.oldest(kind, index, value):
            self._read.append(record)
            yield record

    def get(self, kind: type[R], key: str) -> R | None:
        record = self._view.get(kind, key)
        if record is not None:
            self._read.append(record)
        return record

    def find(self, kind: type[R], index: str, value: str) -> Sequence[R]:
        found = self._view.find(kind, index, value)
        self._read.extend(found)
        return found

    def count(self, kind: type[Record], index: str, value: str) -> int:
        return self._view.count(kind, index, value)

    def between(
        self, kind: type[R], time: str, start: datetime | None, end: datetime | None
    ) -> Iterator[R]:
        found = list(self._view.between(kind, time, start, end))
        self._read.extend(found)
        return iter(found)
