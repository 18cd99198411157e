"""How much one person may say in a minute."""

from collections import deque
from datetime import datetime, timedelta

MOST = 60
WINDOW = timedelta(minutes=1)


class Limits:
    """Counts what each person said in the last minute; others are not affected."""

    def __init__(self) -> None:
        """Nobody has said anything yet."""
        self._said: dict[str, deque[datetime]] = {}

    def exceeded(self, address: str, at: datetime) -> bool:
        """Whether this is one too many; what is refused does not count."""
        said = self._said.setdefault(address, deque(maxlen=MOST))
        while said and not timedelta() <= at - said[0] < WINDOW:
            said.popleft()
        if len(said) == MOST:
            return True
        said.append(at)
        if len(self._said) > 10_000:
            self._forget(at)
        return False

    def _forget(self, at: datetime) -> None:
        self._said = {who: said for who, said in self._said.items() if at - said[-1] < WINDOW}
