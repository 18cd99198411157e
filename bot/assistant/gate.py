"""The gate before a door: how fast things may pass, and a rest when nothing gets through."""

import asyncio
from datetime import datetime, timedelta

IN_FLIGHT = 10
LANES = 10
RESTS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


class Gate:
    """Lets a few through at once, no more a second than the door takes, and none while it rests.

    One lane that fails is that lane's trouble. When ten different lanes fail and nothing gets
    through between them, the trouble is the door's: it rests, longer each time, and what waits
    loses no tries. After a rest, one alone goes to see.
    """

    def __init__(self, rate: float, abreast: int = IN_FLIGHT) -> None:
        """``rate`` is the most that may pass in a second, ``abreast`` at once."""
        self.abreast = abreast
        self._few = asyncio.Semaphore(abreast)
        self._order = asyncio.Lock()
        self._spacing = 1.0 / rate
        self._next = 0.0
        self._failed: set[str] = set()
        self._rests = 0
        self._until: datetime | None = None
        self.failing_since: datetime | None = None

    @property
    def doubted(self) -> bool:
        """Whether the door had to rest, and nothing has got through since."""
        return self._until is not None

    def rests(self, now: datetime) -> bool:
        """Whether nothing may pass now; a clock that was set back does not make a rest longer."""
        return self._until is not None and timedelta() < self._until - now <= RESTS[-1]

    def passed(self) -> None:
        """Something got through."""
        self._failed.clear()
        self._rests, self._until, self.failing_since = 0, None, None

    def failed(self, lane: str, now: datetime) -> None:
        """Something of this lane did not get through."""
        self._failed.add(lane)
        if len(self._failed) < LANES or self.rests(now):
            return
        self._until = now + RESTS[min(self._rests, len(RESTS) - 1)]
        self._rests += 1
        self.failing_since = self.failing_since or now

    async def __aenter__(self) -> bool:
        """Whether it had to wait, so that what was true before it may not be true any more."""
        waited = self._few.locked() or self._order.locked()
        await self._few.acquire()
        async with self._order:
            loop = asyncio.get_running_loop()
            wait = self._next - loop.time()
            if wait > 0:
                waited = True
                await asyncio.sleep(wait)
            # Who woke late holds up nobody: the next one may pass by as much earlier.
            self._next = max(loop.time() - self._spacing, self._next) + self._spacing
        return waited

    async def __aexit__(self, *_: object) -> None:
        self._few.release()
