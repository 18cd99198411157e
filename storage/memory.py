"""A store without a disk: the same contract, and everything is gone when the process ends."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage.changes import check
from storage.database import RecordDatabase, RowStorage
from storage.pieces import Piece
from storage.view import PresentView, TurnView


class MemoryStore:
    """A ``Store`` that keeps its records in memory only."""

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        """Begin with the rows of another store, or with none."""
        self._rows = RowStorage()
        for piece in pieces:
            self._rows.named(piece.table).extend(piece)
        self.database = RecordDatabase(storage=lambda: self._rows)
        self._view = PresentView(self._rows)
        self._closed = False

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied; its sends are those that were new."""
        if self._closed:
            raise RuntimeError("the store is closed")
        changes = check(self._rows, turn(TurnView(self._rows)))
        changes.apply()
        return changes.outcome

    def view(self) -> View:
        """The present state."""
        return self._view

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands, a few at a time."""
        return self._rows.mentioning(words)

    def pieces_now(self) -> Iterator[Piece]:
        """Every present row; later changes do not show."""
        return self._rows.pieces_now()

    async def compact(self) -> None:
        """Nothing of what was removed is kept anyway."""

    async def close(self) -> None:
        """Take no more turns."""
        self._closed = True
