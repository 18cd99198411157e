"""How much the public pages take in a second, from everybody together.

Nobody is counted by address: thousands share one behind a government proxy.
"""

from collections import deque

WINDOW = 1.0


class Pace:
    """Counts what came in the last second."""

    def __init__(self, most: int) -> None:
        """``most`` is taken in a second, one at least."""
        self._came: deque[float] = deque(maxlen=most)

    def exceeded(self, now: float) -> bool:
        """Whether this is one too many; what is refused does not count.

        ``now`` is in seconds, of a clock that never goes back.
        """
        came = self._came
        if len(came) == came.maxlen and now - came[0] < WINDOW:
            return True
        came.append(now)
        return False
