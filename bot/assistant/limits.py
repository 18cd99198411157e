"""How much one person may say in a minute."""

from collections import deque
from datetime import datetime, timedelta

MOST = 60
WINDOW = timedelta(minutes=1)
MANY = 10_000


class Limits:
    """Counts what each person said in the last minute; others are not affected."""

    def __init__(self) -> None:
        """Nobody has said anything yet."""
        self._said: dict[str, deque[datetime]] = {}
        self._told: dict[str, datetime] = {}

    def exceeded(self, address: str, at: datetime) -> bool:
        """Whether this is one too many; what is refused does not count.

        ``at`` is when it was said: what is heard late, and in any order, belongs to its own minute.
        """
        said = self._said.setdefault(address, deque(maxlen=MOST))
        if sum(abs(at - each) < WINDOW for each in said) == MOST:
            return True
        said.append(at)
        if len(self._said) > MANY:
            self._forget(at)
        return False

    def told(self, address: str, at: datetime) -> bool:
        """Whether they were told so in the last minute; if not, they now are."""
        before = self._told.get(address)
        if before is not None and _within(before, at):
            return True
        self._told[address] = at
        return False

    def _forget(self, at: datetime) -> None:
        self._said = {who: said for who, said in self._said.items() if _within(said[-1], at)}
        self._told = {who: told for who, told in self._told.items() if _within(told, at)}


def _within(before: datetime, at: datetime) -> bool:
    """Whether a moment lies in the minute before another."""
    return timedelta() <= at - before < WINDOW
