"""What finds records without reading them: by text, and by time."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Any

from sortedcontainers import SortedList

from bot.model.record import Record, Row
from storage.codec import codec_of
from storage.shapes import Convert, text, wrong

Entry = str | tuple[str, ...] | int | None
Entries = tuple[Entry, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ID_BITS = 40
_ID_MASK = (1 << _ID_BITS) - 1
_PIECE = 256


class TextIndex:
    """Which ids have a value, oldest first; a value with one id costs no more than that.

    Ids only grow, so those of a value are mostly added in their order; where one is not, they are
    put in order when they are next asked for.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int | dict[int, None]] = {}
        self._mixed: set[str] = set()

    def add(self, entry: Any, doc_id: int) -> None:
        """Find ``doc_id`` by each of these texts from now on."""
        for value in _each(entry):
            held = self._ids.get(value)
            if held is None:
                self._ids[value] = doc_id
                continue
            if not isinstance(held, dict):
                self._ids[value] = held = {held: None}
            if doc_id < next(reversed(held), 0):
                self._mixed.add(value)
            held[doc_id] = None

    def extend(self, entries: Sequence[Any], doc_ids: Sequence[int]) -> None:
        """Add many at once."""
        together: defaultdict[str, list[int]] = defaultdict(list)
        for entry, doc_id in zip(entries, doc_ids, strict=True):
            if type(entry) is str:
                together[entry].append(doc_id)
            else:
                for value in entry or ():
                    together[value].append(doc_id)
        for value, found in together.items():
            held = self._ids.get(value)
            if held is None and len(found) == 1:
                self._ids[value] = found[0]
                continue
            before = held if isinstance(held, dict) else {} if held is None else {held: None}
            self._ids[value] = before | dict.fromkeys(found)
            if before and found[0] < next(reversed(before)):
                self._mixed.add(value)

    def discard(self, entry: Any, doc_id: int) -> None:
        """Find ``doc_id`` by none of these texts from now on."""
        for value in _each(entry):
            held = self._ids.get(value)
            if isinstance(held, dict):
                held.pop(doc_id, None)
                if not held:
                    del self._ids[value]
                    self._mixed.discard(value)
            elif held == doc_id:
                del self._ids[value]

    def find(self, value: str) -> list[int]:
        """The ids with this value, lowest, which is oldest, first."""
        return list(self._in_order(value))

    def oldest(self, value: str) -> Iterator[int]:
        """The same one by one; the first of many cost little."""
        held = self._in_order(value)
        first = list(islice(held, _PIECE))
        yield from first
        if len(held) > len(first):
            yield from list(held)[len(first) :]

    def _in_order(self, value: str) -> Collection[int]:
        held = self._ids.get(value)
        if held is None:
            return ()
        if not isinstance(held, dict):
            return (held,)
        if value in self._mixed:
            self._mixed.discard(value)
            self._ids[value] = held = dict.fromkeys(sorted(held))
        return held

    def count(self, value: str) -> int:
        """How many ids have this value."""
        held = self._ids.get(value)
        if held is None:
            return 0
        return len(held) if isinstance(held, dict) else 1


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

    def extend(self, entries: Sequence[Any], doc_ids: Sequence[int]) -> None:
        """Add many at once."""
        self._added += [
            entry << _ID_BITS | doc_id
            for entry, doc_id in zip(entries, doc_ids, strict=True)
            if entry is not None
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
        order = self._sorted()
        return self._read(order, _packed(start), _packed(end)) if order else iter(())

    def _read(self, order: SortedList, low: int | None, high: int | None) -> Iterator[int]:
        piece = list(islice(order.irange(low, high, (True, False)), _PIECE))
        while piece:
            yield from [packed & _ID_MASK for packed in piece]
            rest = self._sorted().irange(piece[-1], high, (False, False))
            piece = list(islice(rest, _PIECE))


def _packed(moment: datetime | None) -> int | None:
    micros = _moment(moment)
    return None if micros is None else micros << _ID_BITS


class Indexes:
    """All the indexes that one kind of record declares.

    ``stored`` names those that a snapshot may keep the entries of, all of them or none: where one
    is on a property, its entries may change with its code.
    """

    def __init__(self, kind: type[Record]) -> None:
        names = [*kind.table.indexes, *kind.table.times]
        self.texts = {name: TextIndex() for name in kind.table.indexes}
        self.times = {name: TimeIndex() for name in kind.table.times}
        self._all: tuple[TextIndex | TimeIndex, ...] = (*self.texts.values(), *self.times.values())
        converts = [*[_words] * len(self.texts), *[_moment] * len(self.times)]
        self._take = list(zip(names, converts, strict=True))
        self._codec = codec_of(kind)
        self.stored = names if set(names) <= self._codec.shapes.keys() else []
        self._of_row = _row_takers(kind, self._take) if self.stored else []

    def entries(self, record: Record) -> Entries:
        """Under what the record is to be found, in the order of the declaration.

        Raises ``TypeError`` or ``ValueError`` for a value that cannot be indexed.
        """
        return tuple([convert(getattr(record, name)) for name, convert in self._take])

    def entries_of_row(self, row: Row) -> Entries:
        """The same from a row, which is used up; no more of it is decoded than need be."""
        if not self.stored:
            return self.entries(self._codec.instance(row)) if self._all else ()
        return tuple(
            [take(row[name]) if name in row else missing for name, take, missing in self._of_row]
        )

    def extend(self, columns: Sequence[Sequence[Any]], doc_ids: Sequence[int]) -> None:
        """Index many new ids at once, from a column of entries for each index."""
        for index, column in zip(self._all, columns, strict=True):
            index.extend(column, doc_ids)

    def move(self, doc_id: int, old: Entries | None, new: Entries | None) -> None:
        """Take the id away from its old entries and put it under the new ones; None is nowhere."""
        if old is None or new is None:
            for index, entry in zip(self._all, old or (), strict=False):
                index.discard(entry, doc_id)
            for index, entry in zip(self._all, new or (), strict=False):
                index.add(entry, doc_id)
            return
        for index, before, after in zip(self._all, old, new, strict=True):
            if before != after:
                index.discard(before, doc_id)
                index.add(after, doc_id)


def _row_takers(
    kind: type[Record], take: Sequence[tuple[str, Callable[[Any], Entry]]]
) -> list[tuple[str, Callable[[Any], Entry], Entry]]:
    """For each index the field, what makes an entry of its JSON, and the entry of its default."""
    shapes, stored = codec_of(kind).shapes, {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    return [
        (name, _taker(shapes[name].read, convert), convert(_default(stored[name])))
        for name, convert in take
    ]


def _taker(read: Convert | None, convert: Callable[[Any], Entry]) -> Callable[[Any], Entry]:
    return convert if read is None else lambda value: convert(read(value))


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return None if field.default_factory is MISSING else field.default_factory()


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
