"""The worker that hands waiting sendings to their doors and files what came of each."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.assistant.doors import SOON, Door, delay
from bot.errors import Rejected, TryLater
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import Store

log = logging.getLogger(__name__)
AT_ONCE = 200
IN_FLIGHT = 10
LONGEST_SLEEP = 30.0


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


Told = Callable[[View, Sending], Outcome]


class Outbox:
    """Takes each lane in order, lanes side by side, each door at its own rate."""

    def __init__(self, store: Store, doors: Mapping[str, Door], time: Time, told: Told) -> None:
        """``told`` gives what follows once a sending has come to its end."""
        self._store, self._doors, self._time, self._told = store, doors, time, told
        self._wake = asyncio.Event()
        self._gates = {name: _Gate(door.rate) for name, door in doors.items()}
        self._busy: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look at once for something to send."""
        self._wake.set()

    async def recover(self) -> None:
        """Decide on what was being sent when the process ended, by the rule of each door."""
        for sending in self._store.view().find(Sending, "status", State.SENDING.value):
            await self._store.run(Outcome(saves=(self._after_crash(sending),)).regardless)

    async def run(self) -> None:
        """Send for ever; cancelled at the end."""
        while True:
            self._wake.clear()
            self._start_ready()
            waiting = asyncio.create_task(self._wake.wait())
            await asyncio.wait(
                {waiting, *self._busy.values()},
                timeout=self._pause(),
                return_when=asyncio.FIRST_COMPLETED,
            )
            waiting.cancel()
            self._reap()

    async def drain(self) -> None:
        """Send until nothing is ready any more."""
        while self._start_ready() or self._busy:
            await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            self._reap()

    def _reap(self) -> None:
        for lane in [lane for lane, task in self._busy.items() if task.done()]:
            self._busy.pop(lane).result()

    def _start_ready(self) -> bool:
        started = False
        for sending in self._ready():
            if sending.lane not in self._busy:
                self._busy[sending.lane] = asyncio.create_task(self._serve(sending))
                started = True
        return started

    def _ready(self) -> list[Sending]:
        """The first of each lane that may go now; a lane waits behind one that is retrying."""
        view, now = self._store.view(), self._time.now()
        ready: dict[str, Sending] = {}
        until = now + timedelta(microseconds=1)
        for sending in view.between(Sending, "ready_at", None, until):
            if len(ready) == AT_ONCE:
                break
            if sending.lane in ready or sending.door not in self._doors:
                continue
            if sending.lane in self._busy:
                continue
            first = _first(view.find(Sending, "queue", sending.lane), now)
            if first is not None:
                ready[first.lane] = first
        return list(ready.values())

    def _pause(self) -> float:
        now = self._time.now()
        upcoming = self._store.view().between(Sending, "ready_at", now, None)
        soonest = next(iter(upcoming), None)
        if soonest is None or soonest.ready_at is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.05, (soonest.ready_at - now).total_seconds()))

    async def _serve(self, sending: Sending) -> None:
        claimed = await self._store.run(lambda view: self._claim(view, sending.key))
        mine = claimed.saves[0] if claimed.saves else None
        if not isinstance(mine, Sending) or mine.state is not State.SENDING:
            return
        async with self._gates[mine.door]:
            done = await self._send(mine)
        await self._store.run(lambda view: self._closed(view, done))

    def _claim(self, view: View, key: str) -> Outcome:
        """The sending marked as being sent, or as missed or replaced."""
        sending, now = view.get(Sending, key), self._time.now()
        if sending is None or sending.ready_at is None:
            return Outcome()
        if sending.expires is not None and sending.expires < now:
            return self._closed(view, sending.now(State.MISSED, now))
        if sending.card and _newer(view, sending):
            return self._closed(view, sending.now(State.STOPPED, now, problem="replaced"))
        return Outcome(saves=(sending.now(State.SENDING, now),))

    async def _send(self, sending: Sending) -> Sending:
        try:
            receipt = await self._doors[sending.door].send(sending)
        except TryLater as problem:
            return self._retrying(sending, str(problem), problem.after)
        except Rejected as problem:
            log.warning("sending %s was refused by %s", sending.key, sending.door)
            return sending.now(State.FAILED, self._time.now(), problem=str(problem))
        except Exception:
            log.exception("sending %s broke at %s", sending.key, sending.door)
            return sending.now(State.FAILED, self._time.now(), problem="internal error")
        return sending.now(State.SENT, self._time.now(), receipt=dict(receipt), problem="")

    def _retrying(self, sending: Sending, problem: str, asked: float | None) -> Sending:
        wait, now = delay(sending, asked), self._time.now()
        if wait is None:
            return sending.now(State.FAILED, now, problem=problem)
        return sending.now(
            State.RETRYING,
            now,
            problem=problem,
            not_before=now + wait,
            attempts=sending.attempts + 1,
        )

    def _closed(self, view: View, sending: Sending) -> Outcome:
        """The sending as it ended, and what follows from that."""
        follows = self._told(view, sending)
        return Outcome(
            saves=(sending, *follows.saves), removes=follows.removes, sends=follows.sends
        )

    def _after_crash(self, sending: Sending) -> Sending:
        door, now = self._doors.get(sending.door), self._time.now()
        again = door.again if door else "ask"
        recent = sending.changed is not None and now - sending.changed <= SOON
        if again == "resend" or (again == "soon" and recent):
            return sending.now(State.RETRYING, now, not_before=now, problem="uncertain")
        return sending.now(State.UNCERTAIN, now, problem="uncertain")


def _first(queue: Sequence[Sending], now: datetime) -> Sending | None:
    """The one whose turn it is in a lane; None while it must wait."""
    for sending in queue:
        if sending.state is State.RETRYING or sending.not_before is None:
            ready = sending.ready_at
            return sending if ready is not None and ready <= now else None
        if sending.not_before <= now:
            return sending if sending.state is State.WAITING else None
    return None


def _newer(view: View, sending: Sending) -> bool:
    """Whether a newer version of the same card waits in the same lane."""
    queue = view.find(Sending, "queue", sending.lane)
    same = [each.key for each in queue if each.card == sending.card]
    return bool(same) and same[-1] != sending.key


class _Gate:
    """Lets a few through at once, and no more a second than the door takes."""

    def __init__(self, rate: float) -> None:
        self._few = asyncio.Semaphore(IN_FLIGHT)
        self._order = asyncio.Lock()
        self._spacing = 1.0 / rate
        self._next = 0.0

    async def __aenter__(self) -> None:
        await self._few.acquire()
        async with self._order:
            loop = asyncio.get_running_loop()
            wait = self._next - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._next = max(loop.time(), self._next) + self._spacing

    async def __aexit__(self, *_: object) -> None:
        self._few.release()
