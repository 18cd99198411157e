"""What a store promises, whatever it is made of."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from bot.errors import TryLater
from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage.pieces import Piece


class StoreAway(TryLater):
    """The store does not answer now; nothing of the turn is kept, unless it answers again."""


class Store(Protocol):
    """Where records live. A turn reads, decides, and gives back all that it changes."""

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable; its sends are those that were new.

        The turn sees the writes of every turn before it. If it raises, nothing is applied. A turn
        may be run again before it counts. Raises ``StoreAway`` if the store does not answer.
        """

    def view(self) -> View:
        """The present state."""

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands, whatever its case, a few at a time.

        All there is now is looked through, between one piece and the next others may be heard. A
        word may be part of a longer one. Records of kinds that are not defined are passed over.
        """

    async def compact(self) -> None:
        """Return once nothing is kept of what was removed. Raises ``OSError`` without room."""

    async def close(self) -> None:
        """Take no more turns, and make everything durable."""


class KeptStore(Store, Protocol):
    """A store that outlives the process; ``records`` is how many it had when it was opened."""

    records: int

    def pieces_now(self) -> Iterator[Piece]:
        """Every present row; later changes do not show."""

    async def copy(self, target: Path) -> int:
        """The size of a file that now holds every row, as of this call. Raises ``OSError``."""


Elsewhere = Callable[[Collection[tuple[str, str]]], None]
"""Hears of rows, by table and key, that other processes have changed."""


@runtime_checkable
class Shared(Protocol):
    """A store that other processes may change as well."""

    on_elsewhere: Elsewhere
