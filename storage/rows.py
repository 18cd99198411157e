"""One table in memory: rows as compact JSON, found by key, by index and by time."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from bot.model.record import Record, Row
from storage.codec import codec_of, packed, upgraded
from storage.indexes import Entries, Indexes, TextIndex, TimeIndex
from storage.pieces import Piece

# Small, so that a thread that makes a piece never keeps the event loop waiting.
_ROWS_IN_A_PIECE = 200
_ROWS_LOOKED_THROUGH = 500
# What is read again and again: the team, a session, who speaks.
_MOST_DECODED = 500
_UNKNOWN: tuple[bytes | None, Any] = (None, None)
Stands = tuple[int, bytes]


class Draft(NamedTuple):
    """A row that is encoded and checked, so that putting it in place cannot fail.

    ``old`` are the entries of the row it replaces, None for a new row.
    """

    key: str
    quoted_key: bytes
    record: Record
    text: bytes
    old: Entries | None
    new: Entries


class Rows(Mapping[str, Row]):
    """The rows of a table whose class is not known: kept, shown and written back untouched.

    It is a read-only mapping of document id to row, which is how TinyDB sees a table. Rows stay
    bytes, a third of the memory of dictionaries, and are decoded when read. Ids only grow, so
    their order is the order of insertion.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._texts: dict[int, bytes] = {}
        self._ids: dict[str, int] = {}
        self._versions: dict[int, int] = {}
        self._today = 0

    def __getitem__(self, doc_id: str) -> Row:
        try:
            text = self._texts[int(doc_id)]
        except ValueError:
            raise KeyError(doc_id) from None
        row: Row = orjson.loads(text)
        return row

    def __iter__(self) -> Iterator[str]:
        return map(str, self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def has(self, key: str) -> bool:
        """Whether there is a row with this key."""
        return key in self._ids

    def extend(self, piece: Piece) -> None:
        """Take rows from a snapshot, lowest id first."""
        self._texts.update(zip(piece.ids, piece.texts, strict=True))
        self._ids.update(zip(piece.keys, piece.ids, strict=True))
        if piece.version:
            self._versions.update(dict.fromkeys(piece.ids, piece.version))

    def restore(self, doc_id: int, key: str, row: Row, version: int = 0) -> None:
        """Follow a journal: this row was saved."""
        self._texts[doc_id] = packed(row)
        self._ids[key] = doc_id
        self._versions[doc_id] = version

    def drop(self, doc_id: int, key: str) -> None:
        """Follow a journal: this row was removed."""
        if self._texts.pop(doc_id, None) is not None:
            self._ids.pop(key)
            self._versions.pop(doc_id, None)

    def reserve(self, doc_id: int) -> None:
        """Give no new row this id: another had it."""

    def pieces_now(self) -> Iterator[Piece]:
        """Every present row, for a snapshot; later changes do not show.

        Only references are copied here, because the event loop waits for that.
        """
        ids, keys, texts = list(self._texts), list(self._ids), list(self._texts.values())
        return self._pieces(ids, keys, texts, self._versions.copy())

    def _pieces(
        self, ids: list[int], keys: list[str], texts: list[bytes], versions: dict[int, int]
    ) -> Iterator[Piece]:
        def alike(place: int) -> tuple[int, int]:
            return place // _ROWS_IN_A_PIECE, versions.get(ids[place], self._today)

        for (_, version), places in groupby(range(len(ids)), alike):
            some = list(places)
            part = slice(some[0], some[-1] + 1)
            yield self._piece(version, ids[part], keys[part], texts[part])

    def _piece(self, version: int, ids: list[int], keys: list[str], texts: list[bytes]) -> Piece:
        return Piece(self.name, version, [], ids, keys, [], texts)


class RecordRows(Rows):
    """The rows of a known kind of record, with its indexes."""

    def __init__(self, kind: type[Record]) -> None:
        super().__init__(kind.table.name)
        self.kind = kind
        self._codec = codec_of(kind)
        self._indexes = Indexes(kind)
        self._next_id = 1
        self._decoded: dict[int, tuple[bytes, Any]] = {}
        self._prefix = b"[%b," % orjson.dumps(kind.table.name)
        self._today = kind.table.version
        self._end = b",%d]" % self._today if self._today else b"]"

    def extend(self, piece: Piece) -> None:
        """Take rows from a snapshot; those of an older class are upgraded."""
        if piece.version != self._today:
            for doc_id, key, text in zip(piece.ids, piece.keys, piece.texts, strict=True):
                self.restore(doc_id, key, orjson.loads(text), piece.version)
            return
        super().extend(piece)
        self._versions = {}
        self._next_id = piece.ids[-1] + 1
        known = piece.indexed and piece.indexed == self._indexes.stored
        columns = piece.entries if known else self._columns(piece.texts)
        self._indexes.extend(columns, piece.ids)

    def restore(self, doc_id: int, key: str, row: Row, version: int = 0) -> None:
        """Follow a journal: this row was saved; if by an older class, it is upgraded."""
        if version != self._today:
            row = upgraded(self.kind, row, version)
        old = self._entries(doc_id)
        self._texts[doc_id] = packed(row)
        self._ids[key] = doc_id
        self._next_id = max(self._next_id, doc_id + 1)
        self._indexes.move(doc_id, old, self._indexes.entries_of_row(row))

    def drop(self, doc_id: int, key: str) -> None:
        """Follow a journal: this row was removed."""
        entries = self._entries(doc_id)
        if entries is not None:
            self.remove(key, entries)

    def reserve(self, doc_id: int) -> None:
        """Give no new row this id, nor one before it."""
        self._next_id = max(self._next_id, doc_id + 1)

    def at(self, key: str) -> Stands | None:
        """Where the row with this key stands, and how; None if there is none."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else (doc_id, self._texts[doc_id])

    def put_back(self, key: str, stood: Stands | None) -> None:
        """Have the row stand as it did before, or not at all."""
        now = self.entries(key)
        if now is not None and (stood is None or stood[0] != self._ids[key]):
            self.remove(key, now)
            now = None
        if stood is None:
            return
        doc_id, text = stood
        self._texts[doc_id], self._ids[key] = text, doc_id
        if now is None:
            self._in_order()
        self._indexes.move(doc_id, now, self._indexes.entries_of_row(orjson.loads(text)))

    def _in_order(self) -> None:
        """Have the rows follow one another by their ids again."""
        self._texts = dict(sorted(self._texts.items()))
        self._ids = dict(sorted(self._ids.items(), key=itemgetter(1)))

    def by_key(self, key: str) -> Any:
        """The record with this key, None if there is none."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else self.record(doc_id)

    def record(self, doc_id: int) -> Any:
        """The record with this id, None if it is gone."""
        text = self._texts.get(doc_id)
        if text is None:
            return None
        before, known = self._decoded.get(doc_id, _UNKNOWN)
        if before is text:
            return known
        found = self._codec.instance(orjson.loads(text))
        self._keep(doc_id, text, found)
        return found

    def _keep(self, doc_id: int, text: bytes, record: Record) -> None:
        """Remember what a row means, as long as the row is this one."""
        if len(self._decoded) >= _MOST_DECODED:
            self._decoded.clear()
        self._decoded[doc_id] = text, record

    def mentioning(self, words: Collection[str]) -> Iterator[list[Any]]:
        """The records in whose rows one of these words stands, for some rows after the other.

        The case of letters of the English alphabet does not matter. All rows are looked through
        that there are now; one that is gone when its turn comes is passed over.
        """
        needles = [orjson.dumps(word)[1:-1].lower() for word in words]
        texts = list(self._texts.items())
        for start in range(0, len(texts), _ROWS_LOOKED_THROUGH):
            some = texts[start : start + _ROWS_LOOKED_THROUGH]
            found = [place for place, text in some if any(n in text.lower() for n in needles)]
            yield [record for record in map(self.record, found) if record is not None]

    def text_index(self, name: str) -> TextIndex:
        """The declared index; ``LookupError`` if there is none, for a turn never scans."""
        if name not in self._indexes.texts:
            raise LookupError(f"{self.kind.__name__} declares no index “{name}”")
        return self._indexes.texts[name]

    def time_index(self, name: str) -> TimeIndex:
        """The declared time index; ``LookupError`` if there is none."""
        if name not in self._indexes.times:
            raise LookupError(f"{self.kind.__name__} declares no time “{name}”")
        return self._indexes.times[name]

    def draft(self, key: str, record: Record) -> Draft | None:
        """The record encoded and checked; None if it stands there already, exactly like this.

        Raises ``TypeError`` or ``ValueError`` for a record that cannot be stored.
        """
        text, new = self._codec.text(record), self._indexes.entries(record)
        doc_id = self._ids.get(key)
        if doc_id is not None and self._texts[doc_id] == text:
            return None
        old = None if doc_id is None else self._entries(doc_id)
        return Draft(key, orjson.dumps(key), record, text, old, new)

    def put(self, draft: Draft) -> bytes:
        """Put the row in its place; the item of a journal line that tells of it."""
        doc_id = self._ids.get(draft.key)
        if doc_id is None:
            doc_id = self._ids[draft.key] = self._next_id
            self._next_id += 1
        self._texts[doc_id] = draft.text
        self._keep(doc_id, draft.text, draft.record)
        self._indexes.move(doc_id, draft.old, draft.new)
        return b"%b%d,%b,%b%b" % (self._prefix, doc_id, draft.quoted_key, draft.text, self._end)

    def entries(self, key: str) -> Entries | None:
        """The places of a present row in the indexes, None if there is no such row."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else self._entries(doc_id)

    def remove(self, key: str, entries: Entries) -> bytes:
        """Take the row away; the item of a journal line that tells of it."""
        doc_id = self._ids.pop(key)
        del self._texts[doc_id]
        self._decoded.pop(doc_id, None)
        self._indexes.move(doc_id, entries, None)
        return b"%b%d,%b]" % (self._prefix, doc_id, orjson.dumps(key))

    def _entries(self, doc_id: int) -> Entries | None:
        text = self._texts.get(doc_id)
        if text is None:
            return None
        before, known = self._decoded.get(doc_id, _UNKNOWN)
        if before is text:
            return self._indexes.entries(known)
        return self._indexes.entries_of_row(orjson.loads(text))

    def _columns(self, texts: list[bytes]) -> list[Any]:
        rows = [self._indexes.entries_of_row(orjson.loads(text)) for text in texts]
        return list(zip(*rows, strict=True))

    def _piece(self, version: int, ids: list[int], keys: list[str], texts: list[bytes]) -> Piece:
        stored = self._indexes.stored
        columns = self._columns(texts) if stored else []
        return Piece(self.name, version, stored, ids, keys, columns, texts)
