"""A store moved to another place, with a check of every record; its old place is then closed."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.errors import Misconfigured
from storage.backup import begin_with, set_aside
from storage.disk import Disk
from storage.embedded import open_store
from storage.pieces import Piece
from storage.segments import find
from storage.snapshot import write_snapshot
from storage.store import KeptStore

Rows = dict[tuple[str, int], tuple[str, int, bytes]]
"""By table and id: the key, the version and the row."""


class Place(Protocol):
    """Where a store is, or may be."""

    async def is_empty(self) -> bool:
        """Whether no records are here."""

    def opened(self) -> AbstractAsyncContextManager[KeptStore]:
        """The store that is here, held alone."""

    async def fill(self, pieces: Iterator[Piece]) -> None:
        """Keep these rows here, all or none of them; only where it is empty."""

    async def retire(self, moved_to: str) -> str:
        """Have nobody begin the store here any more; where its records can still be found."""


async def move(source: Place, target: Place, target_name: str) -> tuple[int, str]:
    """How many records were moved, and where the old ones can still be found.

    Interrupted, it can be begun again: the target is filled whole or not at all, and the source
    serves until every record was read back from the target. Raises ``Misconfigured``, in words.
    """
    if await source.is_empty():
        raise Misconfigured("There are no records where they were to be moved from.")
    async with source.opened() as store:
        rows = by_id(store.pieces_now())
        if await target.is_empty():
            await target.fill(store.pieces_now())
        async with target.opened() as filled:
            _refuse_unlike(rows, by_id(filled.pieces_now()))
    return len(rows), await source.retire(target_name)


def by_id(pieces: Iterable[Piece]) -> Rows:
    """Every row by its table and its id."""
    return {
        (piece.table, doc_id): (key, piece.version, text)
        for piece in pieces
        for doc_id, key, text in zip(piece.ids, piece.keys, piece.texts, strict=True)
    }


def _refuse_unlike(moved: Rows, found: Rows) -> None:
    unlike = sum(found.get(place) != row for place, row in moved.items())
    more = len(found.keys() - moved.keys())
    if unlike or more:
        raise Misconfigured(
            f"The records of the two stores are not the same: {unlike} of {len(moved)} are missing "
            f"or differ, {more} are there besides. Nothing was changed; move to a place that holds "
            "nothing."
        )


class Folder:
    """A store in a data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def is_empty(self) -> bool:
        """Whether no records are here."""
        found = find(self._path) if self._path.is_dir() else None
        return found is None or not (found.snapshots or 1 in found.journals)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[KeptStore]:
        """The store that is here, held alone."""
        store = await open_store(self._path)
        try:
            yield store
        finally:
            await store.close()

    async def fill(self, pieces: Iterator[Piece]) -> None:
        """Keep these rows here."""
        try:
            await asyncio.to_thread(begin_with, self._path, partial(write_snapshot, Disk(), pieces))
        except OSError as problem:
            raise Misconfigured(f"{self._path} cannot be written: {problem}") from problem

    async def retire(self, moved_to: str) -> str:  # noqa: ARG002 - as every place
        """Put its files aside."""
        return str(set_aside(self._path))
