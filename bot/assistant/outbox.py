"""The worker that hands waiting sendings to their doors and files what came of each."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.assistant import tries
from bot.assistant.doors import Door
from bot.assistant.gate import IN_FLIGHT, Gate
from bot.assistant.lanes import first_of, newer_waits
from bot.errors import Gone, Rejected, TryLater
from bot.model.outbox import Draft, Letter, Sending, State, versioned
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import Store, StoreBroken

log = logging.getLogger(__name__)
AT_ONCE = 200
LONGEST_SLEEP = 30.0
LONGEST_GOODBYE = 10.0
INSTANT = timedelta(microseconds=1)


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


Told = Callable[[View, Sending], Outcome]
Written = Callable[[View, Draft], Letter | None]
POINTLESS = "no longer so"


class Outbox:
    """Takes each lane in order, lanes side by side, each door at its own rate."""

    def __init__(self, store: Store, doors: Mapping[str, Door], time: Time, told: Told) -> None:
        """``told`` gives what follows once a sending has come to its end.

        ``may_send`` says whether nobody else can have begun to send instead. ``written`` gives the
        letter of a draft as it should leave now, None if it should not.
        """
        self._store, self._doors, self._time, self._told = store, doors, time, told
        self.written: Written = _no_letter
        self.may_send: Callable[[], bool] = lambda: True
        self._wake = asyncio.Event()
        self.listeners: list[Callable[[Sending], None]] = []
        self.gates = {name: _gate(door) for name, door in doors.items()}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._offered: dict[str, dict[str, None]] = {name: {} for name in doors}
        self._looking = True
        self._stopping = False
        self.running = False

    def wake(self) -> None:
        """Look at once through all that waits for something to send."""
        self._looking = True
        self._wake.set()

    def offer(self, sends: Sequence[Sending]) -> None:
        """Look at once whether these, just filed, may leave."""
        for sending in sends:
            self._offered[sending.door][sending.lane] = None
        if sends:
            self._wake.set()

    async def recover(self) -> None:
        """Decide on what was being sent when a process ended, by the rule of each door.

        What this one still has under way comes to its own end.
        """
        for sending in self._store.view().find(Sending, "status", State.SENDING.value):
            if sending.lane in self._busy:
                continue
            door, now = self._doors.get(sending.door), self._time.now()
            ended = tries.cut_short(sending, door.again if door else "ask", now)
            log.warning("sending %s was cut short: %s", sending.key, ended.state.value)
            await self._file(sending, ended)

    def failing_since(self, door: str) -> datetime | None:
        """Since when nothing gets through a door; None if it is in order."""
        gate = self.gates.get(door)
        return gate.failing_since if gate else None

    async def run(self) -> None:
        """Send for ever; cancelled at the end, it lets what is being sent come to its end."""
        self.running, self._stopping, self._looking = True, False, True
        try:
            while True:
                self._wake.clear()
                self._start_ready()
                await self._something()
                self._reap()
        finally:
            self._stopping, self.running = True, False
            await self._finish()

    async def drain(self) -> None:
        """Send until nothing is ready any more."""
        self._looking = True
        while self._start_ready() or self._busy:
            self._looking = True
            await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            self._reap()

    async def _something(self) -> None:
        """Wait until a lane is done, something new is filed, or something planned is ready."""
        waiting = asyncio.create_task(self._wake.wait())
        try:
            done, _ = await asyncio.wait(
                {waiting, *self._busy.values()},
                timeout=self._pause(),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            waiting.cancel()
        self._looking = self._looking or not done

    async def close(self) -> None:
        """Give up what is still being sent; it is decided on by whoever sends next."""
        for lane in self._busy.values():
            lane.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        self._busy.clear()

    async def _finish(self) -> None:
        """Let come to an end what is being sent; what takes longer goes on until we are closed."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=LONGEST_GOODBYE)

    def _reap(self) -> None:
        """Take note of lanes that ended; something may have been filed there meanwhile."""
        for lane in [lane for lane, task in self._busy.items() if task.done()]:
            self._busy.pop(lane).result()
            self._offered[lane.partition("/")[0]][lane] = None

    def _start_ready(self) -> bool:
        if not self.may_send():
            return False
        looking, self._looking = self._looking, False
        ready = self._ready() if looking else self._ready_of_offered()
        for sending in ready:
            self._busy[sending.lane] = asyncio.create_task(self._serve_lane(sending))
        return bool(ready)

    def _ready_of_offered(self) -> list[Sending]:
        """The first of each lane in which something was filed; those without room wait."""
        view, now = self._store.view(), self._time.now()
        room, ready = self._room(now), list[Sending]()
        for door, lanes in self._offered.items():
            while lanes and room[door]:
                lane = next(iter(lanes))
                del lanes[lane]
                if lane in self._busy:
                    continue
                first = first_of(view.oldest(Sending, "queue", lane), now)
                if first is not None:
                    ready.append(first)
                    room[door] -= 1
        return ready

    def _ready(self) -> list[Sending]:
        """The first of each lane that may go now; a lane waits behind one that is retrying."""
        view, now = self._store.view(), self._time.now()
        room = self._room(now)
        ready: dict[str, Sending] = {}
        for sending in view.between(Sending, "ready_at", None, now + INSTANT):
            if not any(room.values()):
                break
            if not room.get(sending.door) or sending.lane in ready or sending.lane in self._busy:
                continue
            first = first_of(view.oldest(Sending, "queue", sending.lane), now)
            if first is not None:
                ready[first.lane] = first
                room[first.door] -= 1
        return list(ready.values())

    def _room(self, now: datetime) -> dict[str, int]:
        """How many more lanes may be begun at each door; after a rest, one goes alone to see."""
        busy = Counter(lane.partition("/")[0] for lane in self._busy)
        most = {door: 1 if gate.doubted else AT_ONCE for door, gate in self.gates.items()}
        return {
            door: 0 if gate.rests(now) else max(0, most[door] - busy[door])
            for door, gate in self.gates.items()
        }

    def _pause(self) -> float:
        """Seconds until something that was planned is ready; what is ready now was offered."""
        now = self._time.now()
        upcoming = self._store.view().between(Sending, "ready_at", now + INSTANT, None)
        soonest = next(iter(upcoming), None)
        if soonest is None or soonest.ready_at is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.05, (soonest.ready_at - now).total_seconds()))

    async def _serve_lane(self, first: Sending) -> None:
        """Send what waits in a lane, one after the other, as long as it may."""
        sending: Sending | None = first
        while sending is not None and await self._serve(sending) and not self._stopping:
            queue = self._store.view().oldest(Sending, "queue", first.lane)
            sending = first_of(queue, self._time.now())

    async def _serve(self, sending: Sending) -> bool:
        """Whether it left; the lane may then go on."""
        gate = self.gates[sending.door]
        async with gate:
            if gate.rests(self._time.now()):
                return False
            claimed = await self._kept(lambda view, told: self._claim(view, sending, told))
            mine = claimed.saves[0] if claimed.saves else None
            if not isinstance(mine, Sending) or mine.state is not State.SENDING:
                return mine is not None
            if not self.may_send():
                # This process was held up since it claimed it: another may have decided on it.
                await self._file(mine, mine.now(State.WAITING, self._time.now()))
                return False
            done = await self._send(mine)
            if done.state is State.STOPPED:
                await self._file(mine, done)
                return True
            if done.state is State.SENT:
                gate.passed()
            else:
                gate.failed(mine.lane, self._time.now())
            await self._file(mine, done)
        return done.state is State.SENT

    async def _file(self, claimed: Sending, sending: Sending) -> None:
        """Keep what became of a sending that was claimed, and what follows from that.

        Where somebody else has decided on it since, as another process does for one it takes for
        dead, that stands.
        """

        def turn(view: View, told: Told) -> Outcome:
            now = view.get(Sending, claimed.key)
            if now is None or (now.state, now.changed) != (claimed.state, claimed.changed):
                return Outcome()
            return _closed(sending, told(view, sending))

        await self._kept(turn)
        for listener in self.listeners:
            listener(sending)

    async def _kept(self, turn: Callable[[View, Told], Outcome]) -> Outcome:
        """What the turn gave back; without what follows from it, if that cannot be worked out.

        What has left must never leave again because something else went wrong.
        """
        try:
            return await self._store.run(lambda view: turn(view, self._told))
        except StoreBroken:
            raise
        except Exception:
            log.exception("what follows from a sending could not be worked out")
            return await self._store.run(lambda view: turn(view, _nothing))

    def _claim(self, view: View, wanted: Sending, told: Told) -> Outcome:
        """The sending marked as being sent, or as missed or replaced; nothing if it has to wait."""
        sending, now = view.get(Sending, wanted.key), self._time.now()
        if sending is None or sending.ready_at is None:
            return Outcome()
        if first_of(view.oldest(Sending, "queue", wanted.lane), now) != sending:
            return Outcome()
        if sending.expires is not None and sending.expires < now:
            missed = sending.now(State.MISSED, now)
            return _closed(missed, told(view, missed))
        if sending.card and newer_waits(view, sending):
            stopped = sending.now(State.STOPPED, now, problem="replaced")
            return _closed(stopped, told(view, stopped))
        return Outcome(saves=(sending.now(State.SENDING, now),))

    async def _send(self, sending: Sending) -> Sending:
        door = self._doors[sending.door]
        try:
            ready = self._ready_to_leave(sending)
            if ready is None:
                return sending.now(State.STOPPED, self._time.now(), problem=POINTLESS)
            receipt = {**_version(ready), **await door.send(ready)}
        except TryLater as problem:
            return tries.retried(sending, self._time.now(), str(problem), problem.after)
        except (Gone, Rejected) as problem:
            log.warning("sending %s was refused by %s", sending.key, sending.door)
            why = tries.GONE if isinstance(problem, Gone) else str(problem)
            return sending.now(State.FAILED, self._time.now(), problem=why)
        except TimeoutError:
            log.warning("sending %s was not confirmed by %s", sending.key, sending.door)
            return tries.unanswered(sending, door.again, self._time.now())
        except Exception:
            log.exception("sending %s broke at %s", sending.key, sending.door)
            return sending.now(State.FAILED, self._time.now(), problem="internal error")
        return sending.now(State.SENT, self._time.now(), receipt=receipt, problem="")

    def _ready_to_leave(self, sending: Sending) -> Sending | None:
        """The sending with its letter, if that is written only now; None if it became pointless.

        A newer version of a calendar entry is another letter, also to servers that know a copy.
        """
        draft = sending.content
        if not isinstance(draft, Draft):
            return sending
        letter = self.written(self._store.view(), draft)
        if letter is None:
            return None
        if letter.invite is None:
            return replace(sending, content=letter)
        key = versioned(sending.key, letter.invite.sequence)
        return replace(sending, content=letter, key=key)


async def put_through(door: Door, sending: Sending) -> None:
    """Hand over once what could not be filed; where it does not get through, it is lost."""
    try:
        await door.send(sending)
    except (TryLater, Rejected, TimeoutError) as problem:
        log.warning("an answer did not get through %s: %s", sending.door, problem)


def _version(sending: Sending) -> dict[str, str]:
    """Which version of a calendar entry leaves, and what it does there."""
    content = sending.content
    entry = content.invite if isinstance(content, Letter) else None
    return {"sequence": str(entry.sequence), "method": entry.method} if entry else {}


def _closed(sending: Sending, follows: Outcome) -> Outcome:
    """The sending as it ended, and what follows from that."""
    return Outcome(saves=(sending, *follows.saves), removes=follows.removes, sends=follows.sends)


def _nothing(_view: View, _sending: Sending) -> Outcome:
    return Outcome()


def _no_letter(_view: View, _draft: Draft) -> Letter | None:
    return None


def _gate(door: Door) -> Gate:
    """The gate before a door, as wide as the door says it is (``abreast``), if it does."""
    return Gate(door.rate, getattr(door, "abreast", IN_FLIGHT))
