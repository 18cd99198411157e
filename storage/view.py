"""What a turn, or a channel, reads: the present state."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar, cast

from bot.model.record import Record
from storage.database import RowStorage

R = TypeVar("R", bound=Record)


class PresentView:
    """The present state of a store; what is read is never changed, so that it may be shared."""

    def __init__(self, storage: RowStorage) -> None:
        self._storage = storage

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, if there is one."""
        record: R | None = self._storage.rows(kind).by_key(key)
        return record

    def find(self, kind: type[R], index: str, value: str) -> tuple[R, ...]:
        """The records whose index has this value, oldest first."""
        rows = self._storage.rows(kind)
        return tuple([rows.record(doc_id) for doc_id in rows.text_index(index).find(value)])

    def oldest(self, kind: type[R], index: str, value: str) -> Iterator[R]:
        """The same one by one, read only as far as they are asked for."""
        rows = self._storage.rows(kind)
        found = rows.text_index(index).oldest(value)
        return (record for record in map(rows.record, found) if record is not None)

    def count(self, kind: type[Record], index: str, value: str) -> int:
        """How many records have this value, without reading them."""
        return self._storage.rows(kind).text_index(index).count(value)

    def between(
        self, kind: type[R], time: str, start: datetime | None, end: datetime | None
    ) -> Iterator[R]:
        """The records with ``start <= time < end``, earliest first; None leaves a side open."""
        rows = self._storage.rows(kind)
        found = rows.time_index(time).between(start, end)
        return (record for record in map(rows.record, found) if record is not None)


class TurnView(PresentView):
    """The same for one turn, during which nothing changes: a record is decoded once."""

    def __init__(self, storage: RowStorage) -> None:
        super().__init__(storage)
        self._known: dict[tuple[type[Record], str], Record | None] = {}

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, if there is one."""
        known = self._known
        if (kind, key) not in known:
            known[kind, key] = super().get(kind, key)
        return cast("R | None", known[kind, key])
