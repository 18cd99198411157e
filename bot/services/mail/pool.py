"""Several sessions with one mail server, side by side, each lent to one letter at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.services.mail.answers import Unreachable
from bot.services.mail.session import Session

GROWS_AFTER = 100


class Pool:
    """At most so many sessions, and fewer while the server wants fewer.

    A session that cannot be opened while others are, or that is one too many to the server, has its
    place closed: its letter waits for another. After every hundred letters a place is opened again.
    """

    def __init__(self, new: Callable[[], Awaitable[Session]], most: int) -> None:
        """``new`` opens a session, or raises Unreachable."""
        self._new, self._most = new, most
        self._places = asyncio.Semaphore(most)
        self._allowed, self._open, self._carried = most, 0, 0
        self._idle: list[Session] = []

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """A session that is nobody else's meanwhile. Raises Unreachable if there is none at all."""
        session = await self._taken()
        try:
            yield session
        finally:
            self._put_back(session)

    async def close(self) -> None:
        """Take leave of the server."""
        idle, self._idle = self._idle, []
        self._open -= len(idle)
        await asyncio.gather(*(session.leave() for session in idle))

    async def _taken(self) -> Session:
        while True:
            await self._places.acquire()
            try:
                return await self._idle_or_new()
            except Unreachable:
                if not self._open:
                    self._places.release()
                    raise
                self._close_place()
            except BaseException:
                self._places.release()
                raise

    async def _idle_or_new(self) -> Session:
        while self._idle:
            session = self._idle.pop()
            if not session.worn:
                return session
            self._open -= 1
            await session.leave()
        session = await self._new()
        self._open += 1
        return session

    def _put_back(self, session: Session) -> None:
        if session.in_order and not session.crowded and self._open <= self._allowed:
            self._idle.append(session)
            self._carried += 1
        else:
            self._open -= 1
            session.drop()
        if session.crowded:
            self._close_place()
        else:
            self._places.release()
        if self._carried == GROWS_AFTER:
            self._open_place()

    def _close_place(self) -> None:
        """Keep the place that is held, unless it is the last one."""
        if self._allowed > 1:
            self._allowed -= 1
        else:
            self._places.release()

    def _open_place(self) -> None:
        """One that was closed."""
        self._carried = 0
        if self._allowed < self._most:
            self._allowed += 1
            self._places.release()
