"""The TinyDB side: the same rows as an ordinary TinyDB database, for reading."""

from collections.abc import Collection, Iterable, Iterator
from io import UnsupportedOperation
from itertools import chain
from types import MappingProxyType
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from bot.model.record import Record, kinds
from storage.pieces import Piece
from storage.rows import RecordRows, Rows


class Unremembered(LRUCache[QueryLike, list[Document]]):
    """A query cache that keeps nothing: turns change rows without TinyDB's knowledge."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Forget it at once."""


class RecordTable(Table):
    """A TinyDB table for reading: ``all``, ``search``, ``get``, ``count`` as usual."""

    query_cache_class = Unremembered  # type: ignore[assignment] # a cache by what it does


class RowStorage(Storage):
    """A TinyDB storage whose tables live in memory and change only through a store's turns."""

    def __init__(self) -> None:
        super().__init__()
        self._tables: dict[str, Rows] = {}

    def read(self) -> dict[str, dict[str, Any]]:
        """Every table by its name, as TinyDB expects; rows are decoded when they are looked at."""
        return MappingProxyType(self._tables)  # type: ignore[return-value]

    def write(self, data: dict[str, dict[str, Any]]) -> None:  # noqa: ARG002
        """Raise ``UnsupportedOperation``: nothing is written behind the journal's back."""
        raise UnsupportedOperation("this database is for reading; change records with Store.run")

    def __len__(self) -> int:
        return sum(map(len, self._tables.values()))

    def clear(self) -> None:
        """Forget every row."""
        self._tables.clear()

    def pieces_now(self) -> Iterator[Piece]:
        """Every present row, for a snapshot; later changes do not show."""
        return chain.from_iterable([rows.pieces_now() for rows in self._tables.values()])

    def mentioning(self, words: Collection[str]) -> Iterator[list[Record]]:
        """The records in which one of these words stands, a few hundred rows at a time."""
        kinds_of_record = [rows for rows in self._tables.values() if isinstance(rows, RecordRows)]
        return chain.from_iterable([rows.mentioning(words) for rows in kinds_of_record])

    def follow(self, changes: Iterable[list[Any]]) -> None:
        """Make the changes of one line of a journal."""
        for name, doc_id, key, *saved in changes:
            rows = self.named(name)
            if saved:
                rows.restore(doc_id, key, *saved)
            else:
                rows.drop(doc_id, key)

    def named(self, name: str) -> Rows:
        """The rows of the table with this name."""
        rows = self._tables.get(name)
        if rows is None:
            kind = kinds().get(name)
            rows = self._tables[name] = Rows(name) if kind is None else RecordRows(kind)
        return rows

    def rows(self, kind: type[Record]) -> RecordRows:
        """The rows of a kind of record.

        Raises ``TypeError`` if the class is not the one that owns its table's name.
        """
        rows = self._tables.get(kind.table.name)
        if isinstance(rows, RecordRows) and rows.kind is kind:
            return rows
        return self._bind(kind)

    def _bind(self, kind: type[Record]) -> RecordRows:
        name = kind.table.name
        if kinds().get(name) is not kind:
            raise TypeError(f"{kind.__name__} is not the class of the table “{name}”")
        bound = RecordRows(kind)
        for piece in self.named(name).pieces_now():
            bound.extend(piece)
        self._tables[name] = bound
        return bound


class RecordDatabase(TinyDB):
    """A TinyDB database over ``RowStorage``."""

    table_class = RecordTable
    default_storage_class = RowStorage  # type: ignore[assignment]
