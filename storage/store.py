"""What a store promises, whatever it is made of."""

from collections.abc import Callable
from typing import Protocol

from bot.model.outcome import Outcome
from bot.model.record import View


class Store(Protocol):
    """Where records live. A turn reads, decides, and gives back all that it changes."""

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back, applied and durable; its sends are those that were new.

        The turn sees the writes of every turn before it. If it raises, nothing is applied.
        """

    def view(self) -> View:
        """The present state."""

    async def compact(self) -> None:
        """Return once nothing is kept of what was removed. Raises ``OSError`` without room."""

    async def close(self) -> None:
        """Take no more turns, and make everything durable."""
