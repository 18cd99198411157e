"""The worker that carries mailings through: the same letter to many, each once, whatever happens.

``one_by_one`` hands a letter to the door for each person, ``in_batches`` one letter for many people
at once; ``carrying`` is what both have in common. A line goes into the mailing's ledger for each
person before their letter leaves and after it.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from bot.assistant.doors import Carrier
from bot.assistant.mailings.carrying import SENT, Around
from bot.assistant.mailings.in_batches import InBatches
from bot.assistant.mailings.one_by_one import OneByOne
from bot.model.mailing import GOES_ON, Mailing, Stage
from bot.model.outcome import Outcome
from bot.model.record import View

__all__ = ["Around", "Mailings"]

log = logging.getLogger(__name__)
LONGEST_SLEEP = 30.0


class Mailings:
    """Carries one mailing after the other through."""

    def __init__(self, around: Around) -> None:
        """Nothing leaves before it is run."""
        self._around = around
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at once whether a mailing may begin."""
        self._wake.set()

    async def run(self) -> None:
        """Carry mailings through for ever."""
        while True:
            self._wake.clear()
            await self.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._pause())

    async def drain(self) -> bool:
        """Carry through what may go now, later tries excepted; whether there was anything."""
        now = self._around.time.now()
        view = self._around.store.view()
        ready = tuple(view.between(Mailing, "ready_at", None, now + timedelta.resolution))
        for mailing in ready:
            await self._carried(mailing)
        return bool(ready)

    async def _carried(self, mailing: Mailing) -> None:
        door = self._around.doors.get(mailing.door)
        if door is None:
            await self._without_a_way(mailing)
            return
        try:
            ledger = self._around.ledgers.open(mailing.id)
        except Exception:
            log.exception("the ledger of mailing %s cannot be used", mailing.id)
            return
        reached = await asyncio.to_thread(self._reached, mailing)
        carrying = InBatches if isinstance(door, Carrier) else OneByOne
        try:
            await carrying(self._around, mailing, ledger, reached).through()
        finally:
            await ledger.close()

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

    def _reached(self, mailing: Mailing) -> frozenset[str] | None:
        """The marks of those whom the mailing that this one follows has reached; None for all."""
        if not mailing.follows:
            return None
        notes = self._around.ledgers.notes(mailing.follows)
        return frozenset(found for found, note in notes.items() if note.end == SENT)

    def _pause(self) -> float:
        """Seconds until a mailing may begin or go on."""
        now = self._around.time.now()
        upcoming = self._around.store.view().between(Mailing, "ready_at", now, None)
        soonest = next(iter(upcoming), None)
        if soonest is None or soonest.ready_at is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.05, (soonest.ready_at - now).total_seconds()))
