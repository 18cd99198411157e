"""How fast Teams takes messages in one conversation (its published limits, with a margin)."""

import asyncio
from collections import defaultdict, deque

LIMITS = ((1.0, 6), (30.0, 55))
MOST_KEPT = 5000


class Pace:
    """Waits where a conversation has had as much as it takes: 7 a second, 60 in half a minute."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
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

    @staticmethod
    def _wait(sent: deque[float], now: float) -> float:
        while sent and now - sent[0] > LIMITS[-1][0]:
            sent.popleft()
        waits = [0.0]
        for span, most in LIMITS:
            if len(sent) >= most:
                waits.append(sent[-most] + span - now)
        return max(waits)
