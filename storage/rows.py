"""One table in memory: rows as compact JSON, found by key, by index and by time."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from bot.model.record import Record, Row, key_of
from storage.codec import codec_of, packed, upgraded
from storage.indexes import Entries, Indexes, TextIndex, TimeIndex, row_reader


class Loaded(NamedTuple):
    """A row as a file gave it; ``version`` is that of the class that wrote it.

    ``entries`` are its places in the indexes, None if they are still to be found.
    """

    key: str
    text: bytes
    version: int
    entries: Entries | None = None


class Draft(NamedTuple):
    """A row that is encoded and checked, so that putting it in place cannot fail.

    ``old`` are the entries of the row it replaces, None for a new row.
    """

    key: str
    quoted_key: bytes
    text: bytes
    old: Entries | None
    new: Entries


class Rows(Mapping[str, Row]):
    """The rows of a table whose class is not known: kept, shown and written back untouched.

    It is a read-only mapping of document id to row, which is how TinyDB sees a table. Rows stay
    bytes, a third of the memory of dictionaries, and are decoded when read. Ids only grow, so
    their order is the order of insertion.
    """

    def __init__(self, name: str, loaded: Mapping[int, Loaded]) -> None:
        self.name = name
        self._texts = {doc_id: row.text for doc_id, row in loaded.items()}
        self._ids = {row.key: doc_id for doc_id, row in loaded.items()}
        self._versions = {doc_id: row.version for doc_id, row in loaded.items() if row.version}
        self._prefix = b"[%b," % orjson.dumps(name)

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

    def loaded(self) -> dict[int, Loaded]:
        """Everything here, as if it had just been read."""
        return {
            doc_id: Loaded(key, text, self._version(doc_id))
            for key, (doc_id, text) in zip(self._ids, self._texts.items(), strict=True)
        }

    def items_now(self) -> Iterator[bytes]:
        """Every present row as an item of a journal line; later changes do not show."""
        present = zip(list(self._ids), list(self._texts.items()), strict=True)
        return (
            self._item(doc_id, orjson.dumps(key), text, self._version(doc_id))
            for key, (doc_id, text) in present
        )

    def _version(self, doc_id: int) -> int:
        return self._versions.get(doc_id, 0)

    def _item(self, doc_id: int, quoted_key: bytes, text: bytes, version: int) -> bytes:
        end = b",%d]" % version if version else b"]"
        return b"%b%d,%b,%b%b" % (self._prefix, doc_id, quoted_key, text, end)


class RecordRows(Rows):
    """The rows of a known kind of record, with its indexes."""

    def __init__(self, kind: type[Record], loaded: Mapping[int, Loaded]) -> None:
        self.kind = kind
        self._codec = codec_of(kind)
        self._indexes = Indexes(kind)
        self._entries_of = row_reader(kind)
        known = {doc_id: self._known(row) for doc_id, row in loaded.items()}
        super().__init__(kind.table.name, known)
        self._next_id = max(known, default=0) + 1
        self._indexes.fill({doc_id: row.entries or () for doc_id, row in known.items()})

    def has(self, key: str) -> bool:
        """Whether there is a record with this key."""
        return key in self._ids

    def by_key(self, key: str) -> Any:
        """The record with this key, None if there is none."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else self.record(doc_id)

    def record(self, doc_id: int) -> Any:
        """The record with this id, None if it is gone."""
        text = self._texts.get(doc_id)
        return None if text is None else self._codec.instance(orjson.loads(text))

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
        if doc_id is None:
            return Draft(key, orjson.dumps(key), text, None, new)
        present = self._texts[doc_id]
        if present == text:
            return None
        return Draft(key, orjson.dumps(key), text, self._entries_of(orjson.loads(present)), new)

    def put(self, draft: Draft) -> bytes:
        """Put the row in its place; the item of a journal line that tells of it."""
        doc_id = self._ids.get(draft.key)
        if doc_id is None:
            doc_id = self._ids[draft.key] = self._next_id
            self._next_id += 1
        self._texts[doc_id] = draft.text
        if draft.old is None:
            self._indexes.add(doc_id, draft.new)
        else:
            self._indexes.move(doc_id, draft.old, draft.new)
        return self._item(doc_id, draft.quoted_key, draft.text, self.kind.table.version)

    def entries(self, key: str) -> Entries | None:
        """The places of a present row in the indexes, None if there is no such row."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else self._entries_of(orjson.loads(self._texts[doc_id]))

    def remove(self, key: str, entries: Entries) -> bytes:
        """Take the row away; the item of a journal line that tells of it."""
        doc_id = self._ids.pop(key)
        del self._texts[doc_id]
        self._indexes.discard(doc_id, entries)
        return b"%b%d]" % (self._prefix, doc_id)

    def _version(self, _doc_id: int) -> int:
        return self.kind.table.version

    def _known(self, row: Loaded) -> Loaded:
        if row.entries is not None and row.version == self.kind.table.version:
            return row
        today = upgraded(self.kind, orjson.loads(row.text), row.version)
        text = packed(today)
        key = row.key if row.version == self.kind.table.version else self._key(today)
        return Loaded(key, text, self.kind.table.version, self._entries_of(today))

    def _key(self, row: Row) -> str:
        return key_of(self._codec.instance(dict(row)))
