"""One mailing on its way: what its ledger says of each person, how far it has got, who is told."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.assistant.doors import Door
from bot.assistant.gate import Gate
from bot.assistant.mailings.elsewhere import Elsewhere, Reached
from bot.assistant.mailings.lines import (
    ENDS,
    FAILED,
    LATER,
    MISSED,
    NOTHING,
    REFUSED,
    SENT,
    SKIPPED,
    when,
)
from bot.context import Context, Mails
from bot.model.addresses import domain_of
from bot.model.mailing import BOUNCES, GOES_ON, Addressed, Mailing, Pattern, Stage, Tally
from bot.model.outcome import Outcome
from bot.model.record import View
from bot.suppression import TOKEN, left_out, with_way_out
from storage import Ledger, Ledgers, Store
from storage.ledger import UNCERTAIN, mark

log = logging.getLogger(__name__)
PROGRESS = 3.0
STEPS = 20
A_REST = timedelta(minutes=1)
UNDER_WAY = GOES_ON | {Stage.STOPPED}


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a mailing needs of the house."""

    store: Store
    doors: Mapping[str, Door]
    gates: Mapping[str, Gate]
    time: Time
    mails: Callable[[str], Mails]
    context: Callable[[View, str], Context]
    ledgers: Ledgers


@dataclass(frozen=True, slots=True)
class Past:
    """What is known when a mailing goes on: its own ledger, and what other ledgers say.

    It is for those ``reached`` only, if they are given.
    """

    ledger: Ledger
    elsewhere: Elsewhere
    reached: Reached | None = None


class Carrying(ABC):
    """One mailing on its way; how its letters leave is for those who inherit from it."""

    over: tuple[str, ...] = ENDS
    """How a person's letter may have ended for good."""

    def __init__(self, around: Around, mailing: Mailing, past: Past) -> None:
        """Read from the ledger how far it had got."""
        self._around, self._past, self._ledger = around, past, past.ledger
        self._id, self._door = mailing.id, around.doors[mailing.door]
        self._gate, self._mails = around.gates[mailing.door], around.mails(mailing.skill)
        self._ends = Counter(note.end for note in past.ledger.notes.values())
        self._uncertain = sum(note.uncertain for note in past.ledger.notes.values())
        self._hindrance, self._answer = "", ""
        self._returned = Counter[str]()

    @abstractmethod
    async def serve(self, mailing: Mailing) -> None:
        """Let leave what may leave now, until nobody is left or it is stopped."""

    @abstractmethod
    def put_by(self, person: Any, at: datetime) -> None:
        """Take note that this person's letter leaves at that moment at the earliest."""

    @abstractmethod
    def soonest(self) -> datetime | None:
        """When the first of those put by may leave; None if nobody is."""

    async def through(self) -> None:
        """Send what may be sent now; then it is over, or waits for what must be tried again."""
        mailing = await self._kept(self._begun)
        if mailing is None or mailing.stage is not Stage.RUNNING:
            return
        self._ledger.fresh = False
        progress = asyncio.create_task(self._report(mailing))
        try:
            await self.serve(mailing)
        finally:
            progress.cancel()
            await asyncio.gather(progress, return_exceptions=True)
        await self._ledger.note()
        await self._kept(self._ended)

    async def _going_on(self) -> Mailing | None:
        """The mailing as it is now; None once it is stopped or over.

        Where too many letters come back it stops itself before the next, for the team to look.
        """
        mailing = self._around.store.view().get(Mailing, self._id)
        if mailing is None or mailing.stage is not Stage.RUNNING:
            return None
        if not self._breaks(mailing):
            return mailing
        await self._kept(self._paused)
        return None

    def _breaks(self, mailing: Mailing) -> bool:
        """Whether too many came back since the team last let it go on.

        What is refused as a whole says nothing of addresses; the team reads of that otherwise.
        """
        excused, failed = mailing.excused, self._ends[FAILED]
        tried = self._ends[SENT] + failed - excused.tried
        back = failed + mailing.tally.bounced - excused.back
        trips = back > 0 and self._context().setup.breaker.trips(tried, back)
        return trips and self._hindrance != REFUSED

    def _paused(self, mailing: Mailing, context: Context) -> Mailing:
        """Stopped by itself, with its card wherever the team is."""
        if mailing.stage is not Stage.RUNNING:
            return mailing
        tally = self._tally(mailing)
        log.warning("mailing %s paused: %d of %d came back", self._id, tally.back, tally.tried)
        places = tuple(dict.fromkeys((*mailing.places, *context.team.spaces)))
        return mailing.come_back(self._returned).changed(
            stage=Stage.STOPPED, hindrance=BOUNCES, tally=tally, places=places
        )

    def _came_back(self, person: Addressed) -> None:
        """Count where a letter was refused for good."""
        self._returned[domain_of(person.to.address)] += 1

    def _letter_now(self, mailing: Mailing, person: Any) -> Addressed | None:
        """The person's letter if it may leave now; what speaks against that is noted."""
        found = mark(self._id, person.address)
        note = self._ledger.notes.get(found, NOTHING)
        if note.end in self.over or not self._is_for(person):
            return None
        context = self._context()
        letter = self._letter(context, mailing, person)
        if letter is None:
            return None
        had = self._past.elsewhere.had(person.address, context.now)
        if isinstance(letter, str):
            self._note(found, SKIPPED, letter)
        elif had is not None:
            self._note(found, *had)
        elif mailing.expires is not None and mailing.expires < context.now:
            self._note(found, MISSED, "")
        elif note.end == LATER and when(note) > context.now:
            self.put_by(person, when(note))
        else:
            return letter
        return None

    def _letter(self, context: Context, mailing: Mailing, person: Any) -> Addressed | str | None:
        """The person's letter, with what they have still to be told of beside the mailing."""
        if mailing.beside:
            untold = self._past.elsewhere.untold(person.address, context.now)
            mailing = replace(mailing, beside=untold)
        return self._mails.addressed(context, mailing, person)

    def _pattern(self, mailing: Mailing, person: Addressed) -> Pattern:
        """The letter for people like this one, with a way out of it if nobody asked for it."""
        context = self._context()
        pattern = self._mails.pattern(context, mailing, person)
        return pattern if self._is_asked_for(mailing) else with_way_out(context, pattern)

    def _values(self, mailing: Mailing, person: Addressed) -> Mapping[str, str]:
        """What fills the blanks of this person's letter."""
        if self._is_asked_for(mailing):
            return person.values
        return {**person.values, TOKEN: self._context().token(person.to.address)}

    def _is_asked_for(self, mailing: Mailing) -> bool:
        return mailing.kind in self._mails.transactional

    def _left_out(self, mailing: Mailing, person: Addressed) -> bool:
        """Whether the list speaks against this letter; it is asked last, as the letter leaves."""
        address = person.to.address
        why = left_out(self._context(), address, self._mails.reasons(mailing))
        if why is not None:
            self._note(mark(self._id, address), SKIPPED, why)
        return why is not None

    def _is_for(self, person: Any) -> bool:
        reached = self._past.reached
        return reached is None or person.address in reached

    def _note(self, found: str, end: str, why: str) -> None:
        """Keep how it ended: on the disk at the latest before this worker's next letter."""
        before = self._ledger.notes.get(found, NOTHING)
        self._ledger.jot((found, end, why))
        self._ends[before.end] -= 1
        self._ends[end] += 1
        if end == UNCERTAIN and not before.uncertain:
            self._uncertain += 1

    async def _report(self, mailing: Mailing) -> None:
        """Keep how far it has got, and show it: some twenty times in all."""
        while True:
            await asyncio.sleep(self._between_reports(mailing))
            await self._kept(self._counted)

    def _between_reports(self, mailing: Mailing) -> float:
        """Seconds from one report to the next."""
        return max(PROGRESS, mailing.total / self._door.rate / STEPS)

    async def _kept(self, step: Callable[[Mailing, Context], Mailing]) -> Mailing | None:
        """The mailing after a step, with what is told of it; None if it is over."""

        def turn(view: View) -> Outcome:
            mailing = view.get(Mailing, self._id)
            if mailing is None or mailing.stage not in UNDER_WAY:
                return Outcome()
            context = self._around.context(view, f"mailing/{self._id}/{mailing.version}")
            after = step(mailing, context)
            if after == mailing:
                return Outcome()
            return Outcome(saves=(after,), sends=self._mails.told(context, after))

        await self._around.store.run(turn)
        mailing = self._around.store.view().get(Mailing, self._id)
        return mailing if mailing is not None and mailing.stage in UNDER_WAY else None

    def _begun(self, mailing: Mailing, context: Context) -> Mailing:
        if mailing.stage is Stage.STOPPED:
            return mailing
        if mailing.began is not None and self._ledger.fresh:
            return self._lost(mailing, context, "own")
        if self._past.elsewhere.lost and "lost" not in mailing.facts:
            return self._lost(mailing, context, "other")
        began = mailing.began or context.now
        return mailing.changed(
            stage=Stage.RUNNING, began=began, not_before=None, again=False, hindrance="", answer=""
        )

    def _lost(self, mailing: Mailing, context: Context, whose: str) -> Mailing:
        """Stopped: nothing tells to whom it went, or another did, as after a restored backup."""
        log.error("mailing %s stops, because a ledger is not there: its %s", self._id, whose)
        places = tuple(dict.fromkeys((*mailing.places, *context.team.spaces)))
        return mailing.changed(
            stage=Stage.STOPPED, places=places, facts={**mailing.facts, "lost": whose}
        )

    def _counted(self, mailing: Mailing, _: Context) -> Mailing:
        tally = self._tally(mailing)
        return mailing if tally == mailing.tally else mailing.changed(tally=tally)

    def _ended(self, mailing: Mailing, context: Context) -> Mailing:
        """Over; or waiting until the first of those that failed may be tried again."""
        if mailing.stage is Stage.STOPPED:
            return self._counted(mailing, context)
        soonest = self.soonest()
        after = mailing.come_back(self._returned).changed(
            tally=self._tally(mailing), hindrance=self._hindrance, answer=self._answer
        )
        if soonest is not None:
            return replace(after, stage=Stage.WAITING, not_before=soonest)
        return replace(after, stage=Stage.DONE, ended=context.now)

    def _tally(self, mailing: Mailing) -> Tally:
        """The counts as the ledger has them, beside what is heard from elsewhere."""
        counts = {end: self._ends[end] for end in ENDS}
        unconfirmed = self._ends[UNCERTAIN]
        twice = self._uncertain - unconfirmed
        return replace(mailing.tally, **counts, unconfirmed=unconfirmed, uncertain=twice)

    def _context(self) -> Context:
        return self._around.context(self._around.store.view(), f"mailing/{self._id}")
