"""How fast Teams takes messages in one conversation: its published limits, with a margin.

7 in a second, 8 in two, 60 in half a minute, 1,800 in an hour
(https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
"""

import asyncio
from collections import defaultdict, deque

Limits = tuple[tuple[float, int], ...]
LIMITS: Limits = ((1.0, 6), (2.0, 7), (30.0, 55), (3600.0, 1700))
MOST_KEPT = 5000


class Pace:
    """Waits where a conversation has had as much as it takes."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """``limits`` are spans in seconds, the longest last, and the most messages in each."""
        self._limits = limits
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    async def keep(self, conversation: str) -> None:
        """Return when one more message may go to the conversation."""
        loop = asyncio.get_running_loop()
        sent = self._sent[conversation]
        wait = self._wait(sent, loop.time())
        if wait > 0:
            await asyncio.sleep(wait)
        sent.append(loop.time())
        if len(self._sent) > MOST_KEPT:
            self._sent.pop(next(iter(self._sent)))

    def _wait(self, sent: deque[float], now: float) -> float:
        while sent and self._limits and now - sent[0] > self._limits[-1][0]:
            sent.popleft()
        full = [sent[-most] + span - now for span, most in self._limits if len(sent) >= most]
        return max(0.0, *full) if full else 0.0
