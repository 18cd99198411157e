"""The worker that carries mailings through: the same letter to many, each once, whatever happens.

``one_by_one`` hands a letter to the door for each person, ``in_batches`` one letter for many people
at once; ``carrying`` is what both have in common. A line goes into the mailing's ledger for each
person before their letter leaves and after it.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.assistant.doors import Carrier
from bot.assistant.mailings.carrying import Around, Past
from bot.assistant.mailings.elsewhere import Reached, elsewhere
from bot.assistant.mailings.foreseeing import Foreseeing
from bot.assistant.mailings.in_batches import InBatches
from bot.assistant.mailings.one_by_one import OneByOne
from bot.model.mailing import GOES_ON, Mailing, Stage
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import Ledger, LedgerTaken, StoreAway

__all__ = ["Around", "Mailings"]

log = logging.getLogger(__name__)
LONGEST_SLEEP = 30.0


class Mailings:
    """Carries one mailing after the other through."""

    def __init__(self, around: Around) -> None:
        """Nothing leaves before it is run."""
        self._around = around
        self._foreseeing = Foreseeing(around)
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at once whether a mailing may begin, or is to be counted."""
        self._foreseeing.wake()
        self._wake.set()

    async def run(self) -> None:
        """Carry mailings through for ever, and count meanwhile those that are proposed."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._foreseeing.run())
            both.create_task(self._carry())

    async def _carry(self) -> None:
        while True:
            self._wake.clear()
            await self._carried_through()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._pause())

    async def drain(self) -> bool:
        """Count and carry through what may be now, later tries excepted; whether anything was."""
        counted = await self._foreseeing.drain()
        return await self._carried_through() or counted

    async def _carried_through(self) -> bool:
        now = self._around.time.now()
        view = self._around.store.view()
        ready = tuple(view.between(Mailing, "ready_at", None, now + timedelta.resolution))
        for mailing in sorted(ready, key=_in_turn):
            await self._carried(mailing)
        return bool(ready)

    async def _carried(self, mailing: Mailing) -> None:
        door = self._around.doors.get(mailing.door)
        if door is None:
            await self._without_a_way(mailing)
            return
        try:
            ledger = await asyncio.to_thread(self._around.ledgers.open, mailing.id)
        except Exception:
            log.exception("the ledger of mailing %s cannot be used", mailing.id)
            return
        carrying = InBatches if isinstance(door, Carrier) else OneByOne
        try:
            past = await self._past(mailing, ledger)
            await carrying(self._around, mailing, past).through()
        except LedgerTaken:
            log.warning("mailing %s is carried on by another process", mailing.id)
        except StoreAway:
            log.warning("mailing %s waits for the ledgers", mailing.id)
        finally:
            await ledger.close()

    async def _past(self, mailing: Mailing, ledger: Ledger) -> Past:
        """What the ledgers say that matters to the mailing."""
        store, ledgers, now = self._around.store, self._around.ledgers, self._around.time.now()
        others, reached = await elsewhere(store.view(), ledgers, mailing, now), None
        if mailing.follows:
            reached = await asyncio.to_thread(Reached.read, ledgers, mailing.follows)
        return Past(ledger, others, reached)

    async def _without_a_way(self, mailing: Mailing) -> None:
        """Stop a mailing whose way out is not set up any more, and tell the team."""
        log.error("mailing %s waits for a way out that is not set up: %s", mailing.id, mailing.door)

        def turn(view: View) -> Outcome:
            now = view.get(Mailing, mailing.id)
            if now is None or now.stage not in GOES_ON:
                return Outcome()
            context = self._around.context(view, f"mailing/{now.id}/{now.version}")
            places = tuple(dict.fromkeys((*now.places, *context.team.spaces)))
            stopped = now.changed(stage=Stage.STOPPED, hindrance="no_way", places=places)
            told = self._around.mails(now.skill).told(context, stopped)
            return Outcome(saves=(stopped,), sends=told)

        await self._around.store.run(turn)

    def _pause(self) -> float:
        """Seconds until a mailing may begin or go on."""
        now = self._around.time.now()
        upcoming = self._around.store.view().between(Mailing, "ready_at", now, None)
        soonest = next(iter(upcoming), None)
        if soonest is None or soonest.ready_at is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.05, (soonest.ready_at - now).total_seconds()))


def _in_turn(mailing: Mailing) -> tuple[datetime, datetime, str]:
    """What is ready first; of those ready at once, what was due first, as it may tell of others."""
    ready = mailing.ready_at or mailing.created
    return ready, mailing.frozen or ready, mailing.id
