"""What finds records without reading them: by text, and by time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Any

from sortedcontainers import SortedList

from bot.model.record import Record, Row
from storage.codec import codec_of
from storage.shapes import text, wrong

Entry = str | tuple[str, ...] | int | None
Entries = tuple[Entry, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ID_BITS = 40
_ID_MASK = (1 << _ID_BITS) - 1
_PIECE = 256


class TextIndex:
    """Which ids have a value; a value with one id costs no set."""

    def __init__(self) -> None:
        self._ids: dict[str, int | set[int]] = {}

    def add(self, entry: Any, doc_id: int) -> None:
        """Find ``doc_id`` by each of these texts from now on."""
        for value in (entry,) if type(entry) is str else entry or ():
            held = self._ids.setdefault(value, doc_id)
            if type(held) is set:
                held.add(doc_id)
            elif held != doc_id:
                self._ids[value] = {held, doc_id}  # type: ignore[arg-type]

    def extend(self, entries: Iterable[tuple[Any, int]]) -> None:
        """Add many at once."""
        for entry, doc_id in entries:
            self.add(entry, doc_id)

    def discard(self, entry: Any, doc_id: int) -> None:
        """Find ``doc_id`` by none of these texts from now on."""
        for value in _each(entry):
            held = self._ids.get(value)
            if isinstance(held, set):
                held.discard(doc_id)
                if not held:
                    del self._ids[value]
            elif held == doc_id:
                del self._ids[value]

    def find(self, value: str) -> list[int]:
        """The ids with this value, lowest, which is oldest, first."""
        held = self._ids.get(value)
        if held is None:
            return []
        return sorted(held) if isinstance(held, set) else [held]

    def count(self, value: str) -> int:
        """How many ids have this value."""
        held = self._ids.get(value)
        if held is None:
            return 0
        return len(held) if isinstance(held, set) else 1


class TimeIndex:
    """Ids in the order of an instant.

    An entry is one integer, microseconds since 1970 and then the id, because 30,000 pairs would
    take three times the memory and be compared more slowly.
    """

    def __init__(self) -> None:
        self._order = SortedList()
        self._added: list[int] = []

    def add(self, entry: Any, doc_id: int) -> None:
        """Put ``doc_id`` at this instant; None puts it nowhere. Sorted in when first needed."""
        if entry is not None:
            self._added.append(entry << _ID_BITS | doc_id)

    def discard(self, entry: Any, doc_id: int) -> None:
        """Take ``doc_id`` away from this instant."""
        if entry is not None:
            self._sorted().discard(entry << _ID_BITS | doc_id)

    def extend(self, entries: Iterable[tuple[Any, int]]) -> None:
        """Add many at once."""
        self._added += [
            entry << _ID_BITS | doc_id for entry, doc_id in entries if entry is not None
        ]

    def _sorted(self) -> SortedList:
        if self._added:
            self._order.update(self._added)
            self._added = []
        return self._order

    def between(self, start: datetime | None, end: datetime | None) -> Iterator[int]:
        """The ids with ``start <= instant < end``, earliest first, then oldest first.

        Read in pieces, so that what changes meanwhile cannot upset the reading.
        """
        low = _packed(start)
        high = _packed(end)
        piece = list(islice(self._sorted().irange(low, high, (True, False)), _PIECE))
        while piece:
            yield from [packed & _ID_MASK for packed in piece]
            rest = self._sorted().irange(piece[-1], high, (False, False))
            piece = list(islice(rest, _PIECE))


def _packed(moment: datetime | None) -> int | None:
    micros = _moment(moment)
    return None if micros is None else micros << _ID_BITS


class Indexes:
    """All the indexes that one kind of record declares."""

    def __init__(self, kind: type[Record]) -> None:
        table = kind.table
        self.texts = {name: TextIndex() for name in table.indexes}
        self.times = {name: TimeIndex() for name in table.times}
        self._all: tuple[TextIndex | TimeIndex, ...] = (*self.texts.values(), *self.times.values())
        self._take = [
            *[(name, _words) for name in table.indexes],
            *[(name, _moment) for name in table.times],
        ]

    def entries(self, record: Record) -> Entries:
        """Under what the record is to be found, in the order of the declaration.

        Raises ``TypeError`` or ``ValueError`` for a value that cannot be indexed.
        """
        return tuple([convert(getattr(record, name)) for name, convert in self._take])

    def fill(self, entries: Mapping[int, Entries]) -> None:
        """Index many records at once; nothing is indexed yet."""
        for place, index in enumerate(self._all):
            index.extend((entry[place], doc_id) for doc_id, entry in entries.items())

    def add(self, doc_id: int, entries: Entries) -> None:
        """Put a new id under its entries."""
        for index, entry in zip(self._all, entries, strict=False):
            index.add(entry, doc_id)

    def discard(self, doc_id: int, entries: Entries) -> None:
        """Take the id away from its entries."""
        for index, entry in zip(self._all, entries, strict=False):
            index.discard(entry, doc_id)

    def move(self, doc_id: int, old: Entries, new: Entries) -> None:
        """Take the id away from its old entries and put it under the new ones."""
        for index, before, after in zip(self._all, old, new, strict=False):
            if before != after:
                index.discard(before, doc_id)
                index.add(after, doc_id)


def row_reader(kind: type[Record]) -> Callable[[Row], Entries]:
    """A function that gives the entries of a row, and decodes no more of it than it must.

    Only fields can be read from a row alone; an index on a property needs the record.
    """
    codec, indexes = codec_of(kind), Indexes(kind)
    names = (*kind.table.indexes, *kind.table.times)
    if not set(names) <= codec.shapes.keys():
        return lambda row: indexes.entries(codec.instance(row))
    missing = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    takes = [(name, codec.shapes[name].back, missing[name]) for name in names]
    converts = [*[_words] * len(kind.table.indexes), *[_moment] * len(kind.table.times)]

    def read(row: Row) -> Entries:
        return tuple(
            [
                convert(back(row[name]) if name in row else _default(field))
                for (name, back, field), convert in zip(takes, converts, strict=True)
            ]
        )

    return read


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise ValueError(f"a stored row has no “{field.name}”")


def _each(entry: Any) -> tuple[str, ...]:
    if entry is None:
        return ()
    return (entry,) if isinstance(entry, str) else entry


def _words(value: Any) -> str | tuple[str, ...] | None:
    if value is None or type(value) is str:
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Enum):
        return _words(value.value)
    if isinstance(value, tuple):
        return tuple([text(item) for item in value])
    raise wrong("text, tuple or None for an index", value)


def _moment(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise ValueError(f"{value!r} is not an aware datetime, so it has no place in time")
    return (value - _EPOCH) // _MICROSECOND
