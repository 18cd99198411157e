"""The TinyDB side: the same rows as an ordinary TinyDB database, for reading."""

from collections.abc import Iterator, Mapping
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
from storage.rows import Loaded, RecordRows, Rows


class Unremembered(LRUCache[QueryLike, list[Document]]):
    """A query cache that keeps nothing: turns change rows without TinyDB's knowledge."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Forget it at once."""


class RecordTable(Table):
    """A TinyDB table for reading: ``all``, ``search``, ``get``, ``count`` as usual."""

    query_cache_class = Unremembered  # type: ignore[assignment]


class RowStorage(Storage):
    """A TinyDB storage whose tables live in memory and change only through a store's turns."""

    def __init__(self, loaded: Mapping[str, Mapping[int, Loaded]] = MappingProxyType({})) -> None:
        super().__init__()
        known = kinds()
        self._tables: dict[str, Rows] = {
            name: RecordRows(known[name], rows) if name in known else Rows(name, rows)
            for name, rows in loaded.items()
        }

    def read(self) -> dict[str, dict[str, Any]]:
        """Every table by its name, as TinyDB expects; rows are decoded when they are looked at."""
        return MappingProxyType(self._tables)  # type: ignore[return-value]

    def write(self, data: dict[str, dict[str, Any]]) -> None:  # noqa: ARG002
        """Raise ``UnsupportedOperation``: nothing is written behind the journal's back."""
        raise UnsupportedOperation("this database is for reading; change records with Store.run")

    def tables(self) -> list[Rows]:
        """Every table."""
        return list(self._tables.values())

    def items_now(self) -> Iterator[bytes]:
        """Every present row as an item of a journal line; later changes do not show."""
        return chain.from_iterable([rows.items_now() for rows in self._tables.values()])

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
        present = self._tables.get(name)
        bound = RecordRows(kind, present.loaded() if present is not None else {})
        self._tables[name] = bound
        return bound


class RecordDatabase(TinyDB):
    """A TinyDB database over ``RowStorage``."""

    table_class = RecordTable
    default_storage_class = RowStorage  # type: ignore[assignment]
