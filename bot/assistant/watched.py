"""A store that is watched: somebody hears that something in it changed, once that is durable."""

from collections.abc import Callable, Collection, Iterator, Sequence

from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage import Store


class WatchedStore:
    """The store, and ``changed``, called with every outcome that changed something."""

    def __init__(self, store: Store, changed: Callable[[Outcome], None]) -> None:
        """Watch this store; it stays what it is for others."""
        self._store, self._changed = store, changed

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable."""
        outcome = await self._store.run(turn)
        if outcome.saves or outcome.removes or outcome.sends:
            self._changed(outcome)
        return outcome

    def view(self) -> View:
        """The present state."""
        return self._store.view()

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands, a few at a time."""
        return self._store.mentioning(words)

    async def compact(self) -> None:
        """Return once nothing is kept of what was removed."""
        await self._store.compact()

    async def close(self) -> None:
        """Take no more turns."""
        await self._store.close()
