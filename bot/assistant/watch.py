"""Whether all is well; the team hears of what is wrong for five minutes, and when it is over."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice

from bot.assistant import Assistant
from bot.assistant.outbox import put_through
from bot.context import Context
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.trouble import DISK, LEADER, OUTBOX, STORE, Trouble
from bot.model.words import Phrase
from bot.posts import Note, to_space
from storage import StoreAway

log = logging.getLogger(__name__)
EVERY = 15.0
PATIENCE = timedelta(minutes=5)
BEHIND = timedelta(minutes=1)
"""What waits longer than this, by a door that lets nothing through meanwhile, is stuck."""
TAKES_OVER = timedelta(seconds=30)
"""How long it may be that nobody leads: another process takes over within ten seconds."""
MOST_LOOKED_AT = 500
LEAST_ROOM = 200 * 1024 * 1024
"""Bytes; the journal is written anew beside the old one now and then."""


class Watch:
    """Looks every quarter of a minute at what must be in order for people to be served.

    Where several look, the one that sends tells of it (``tells``): others see nothing leave. That
    nobody sends (``leaderless``) is told by whichever of them is the first to file it.
    """

    def __init__(
        self,
        assistant: Assistant,
        room: Callable[[], int],
        channels: Callable[[], Mapping[str, bool]],
    ) -> None:
        """``room`` is the free bytes beside the data; ``channels`` says which are connected."""
        self._assistant = assistant
        self.room, self.channels = room, channels
        self.store_open = True
        self.tells: Callable[[], bool] = lambda: True
        self.leaderless: Callable[[], timedelta] = timedelta
        self._since: dict[str, datetime] = {}
        self._left: dict[str, datetime] = {}
        self._said_past_outbox = False
        assistant.outbox.listeners.append(self._note)

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Take note of what is wrong now, and tell what has to be told."""
        self.store_open = await self._store_answers()
        now = self._assistant.house.time.now()
        wrong = set(self._wrong(now))
        self._since = {what: self._since.get(what, now) for what in wrong}
        if not self.tells():
            await self._tell_that_nobody_sends(now)
        elif self.store_open:
            with suppress(StoreAway):
                await self._tell(now)
        elif now - self._since[STORE] >= PATIENCE and not self._said_past_outbox:
            await self._tell_past_outbox()

    def is_led(self) -> bool:
        """Whether somebody sends and asks what is due, or may be about to."""
        return self.leaderless() < TAKES_OVER

    def lag(self, now: datetime) -> timedelta:
        """How long the oldest has waited that may leave by a door in order."""
        oldest = next(self._waiting(now), None)
        return now - oldest.ready_at if oldest and oldest.ready_at else timedelta()

    def _stuck(self, now: datetime) -> bool:
        """Whether something waits by whose door nothing leaves; behind many, one has to wait."""
        late = now - BEHIND
        return any(
            self._left.get(each.door, datetime.min.replace(tzinfo=UTC)) < late
            for each in islice(self._waiting(late), MOST_LOOKED_AT)
        )

    def _waiting(self, until: datetime) -> Iterator[Sending]:
        """What might have left before then by a door in order, the oldest first."""
        outbox = self._assistant.outbox
        ready = self._assistant.house.store.view().between(Sending, "ready_at", None, until)
        for sending in ready:
            gate = outbox.gates.get(sending.door)
            if gate is not None and not gate.doubted:
                yield sending

    def _note(self, sending: Sending) -> None:
        if sending.state is State.SENT:
            self._left[sending.door] = self._assistant.house.time.now()

    async def _store_answers(self) -> bool:
        try:
            await self._assistant.house.store.run(lambda _: Outcome())
        except StoreAway:
            return False
        return True

    def _wrong(self, now: datetime) -> Iterator[str]:
        """What is not as it should be at this moment."""
        if not self.store_open:
            yield STORE
        elif self.tells() and self._stuck(now):
            yield OUTBOX
        if not self.is_led():
            yield LEADER
        if self.room() < LEAST_ROOM:
            yield DISK
        yield from (name for name, connected in self.channels().items() if not connected)
        doors = self._assistant.outbox.gates.items()
        yield from (name for name, gate in doors if gate.failing_since is not None)

    async def _tell(self, now: datetime) -> None:
        """File word of what is wrong for long enough, and of what is over."""
        if self._said_past_outbox:
            # Nothing could be kept of it while it lasted.
            self._said_past_outbox = False
            await self._assistant.follow("watch/store", _well_again(STORE))
        view = self._assistant.house.store.view()
        known = {each.what for each in view.between(Trouble, "since", None, None)}
        for what in sorted(known - self._since.keys()):
            await self._assistant.follow(f"watch/{what}", _well_again(what))
        for what, since in self._since.items():
            if what not in known and now - since >= PATIENCE:
                log.error("%s is not in order since %s", what, since.isoformat())
                trouble = Trouble(what=what, since=since)
                # That nothing leaves by a door is told at once, where that is found out.
                told = self._assistant.outbox.failing_since(what) is not None
                follows = _noted if told else _wrong_for_long
                await self._assistant.follow(f"watch/{what}", follows(trouble))

    async def _tell_past_outbox(self) -> None:
        self._said_past_outbox = True
        log.error("the store is away since %s", self._since[STORE].isoformat())
        await self._put_through(Trouble(what=STORE, since=self._since[STORE]))

    async def _tell_that_nobody_sends(self, now: datetime) -> None:
        """Tell it once, whichever process files it: whoever leads next tells when it is over."""
        since = self._since.get(LEADER, now)
        if not self.store_open or now - since < PATIENCE:
            return
        trouble, filed = Trouble(what=LEADER, since=since), list[Trouble]()

        def file(context: Context) -> Outcome:
            known = context.view.get(Trouble, LEADER) is not None
            filed[:] = [] if known else [trouble]
            return Outcome(saves=tuple(filed))

        with suppress(StoreAway):
            await self._assistant.follow(f"watch/{LEADER}", file)
            for each in filed:
                log.error("nobody sends since %s", each.since.isoformat())
                await self._put_through(each)

    async def _put_through(self, trouble: Trouble) -> None:
        context = self._assistant.reading(f"watch/{trouble.what}")
        for sending in _to_spaces(context, trouble, "wrong"):
            await put_through(self._assistant.house.doors[sending.door], sending)


def _wrong_for_long(trouble: Trouble) -> Callable[[Context], Outcome]:
    return lambda context: Outcome(
        saves=(trouble,), sends=tuple(_to_spaces(context, trouble, "wrong"))
    )


def _noted(trouble: Trouble) -> Callable[[Context], Outcome]:
    return lambda _: Outcome(saves=(trouble,))


def _well_again(what: str) -> Callable[[Context], Outcome]:
    def over(context: Context) -> Outcome:
        kept = context.view.get(Trouble, what)
        trouble = kept or Trouble(what=what, since=context.now)
        removes = (kept,) if kept else ()
        return Outcome(removes=removes, sends=tuple(_to_spaces(context, trouble, "well")))

    return over


def _to_spaces(context: Context, trouble: Trouble, name: str) -> Iterator[Sending]:
    """The word to each of the team's spaces that it can reach now."""
    phrase = Phrase(f"watch.{name}", {"what": trouble.what})
    note = Note(f"watch/{name}/{trouble.what}/{trouble.since.isoformat()}", phrase, phrase, phrase)
    for sending in to_space(context, note):
        if name == "well" or sending.door != trouble.what:
            yield sending
