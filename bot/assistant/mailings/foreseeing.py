"""Works out what would become of a mailing that is only proposed, as its ledgers stand now."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assistant.mailings.carrying import Around
from bot.assistant.mailings.elsewhere import Elsewhere, elsewhere
from bot.assistant.mailings.gathering import breathe
from bot.assistant.mailings.lines import ENDS, NEAR, NOTHING, SENT, TOGETHER
from bot.context import Context, Languages
from bot.model.mailing import Addressed, Mailing, Stage
from bot.model.once import Foreseen, Sample
from bot.model.outcome import Outcome
from bot.model.record import View
from bot.suppression import left_out
from storage import StoreAway
from storage.ledger import UNCERTAIN, Note, mark

log = logging.getLogger(__name__)
LONGEST_SLEEP = 60.0
SAMPLES = 3
PROPOSED = frozenset({Stage.PROPOSED, Stage.HELD})
OVER = frozenset({*ENDS, UNCERTAIN})


class Foreseeing:
    """Counts one mailing after the other; mailings that leave wait for none of that."""

    def __init__(self, around: Around) -> None:
        """Nothing is counted before it is run."""
        self._around = around
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at once whether a mailing is to be counted."""
        self._wake.set()

    async def run(self) -> None:
        """Count for ever."""
        while True:
            self._wake.clear()
            await self.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LONGEST_SLEEP)

    async def drain(self) -> bool:
        """Count those that are to be counted; whether there was any."""
        waiting = tuple(self._around.store.view().between(Mailing, "uncounted_since", None, None))
        for mailing in waiting:
            try:
                await self._counted(mailing)
            except (OSError, StoreAway):
                log.exception("what is foreseen of mailing %s cannot be read", mailing.id)
        return bool(waiting)

    async def _counted(self, mailing: Mailing) -> None:
        foreseen = await self._foreseen(mailing) if mailing.stage in PROPOSED else None

        def turn(view: View) -> Outcome:
            now = view.get(Mailing, mailing.id)
            if now is None or not now.uncounted:
                return Outcome()
            context = self._around.context(view, f"mailing/{now.id}/{now.version}")
            after = now.changed(uncounted=False, foreseen=foreseen)
            told = self._around.mails(now.skill).told(context, after)
            return Outcome(saves=(after,), sends=told if now.stage in PROPOSED else ())

        await self._around.store.run(turn)

    async def _foreseen(self, mailing: Mailing) -> Foreseen:
        """What would become of it."""
        store, now = self._around.store, self._around.time.now()
        others = await elsewhere(store.view(), self._around.ledgers, mailing, now)
        own = await asyncio.to_thread(self._around.ledgers.notes, mailing.id)
        counting = Counting(self._around, mailing, others, own)
        context = self._around.context(store.view(), f"mailing/{mailing.id}")
        people = self._around.mails(mailing.skill).audience(context, mailing)
        for count, person in enumerate(people):
            await breathe(count)
            counting.count(context, person)
        return counting.foreseen(now)


class Counting:
    """What is known of the letters of one mailing so far."""

    def __init__(
        self, around: Around, mailing: Mailing, others: Elsewhere, own: Mapping[str, Note]
    ) -> None:
        """Nobody is counted yet; ``own`` says whose letters of this mailing are over already."""
        self._mails, self._mailing, self._others = around.mails(mailing.skill), mailing, others
        self._own = own
        self._ends, self._beside = Counter[str](), Counter[str]()
        self._forms, self._left_out = Counter[str](), 0
        self._first: dict[tuple[str, Languages], Sample] = {}

    def count(self, context: Context, person: Any) -> None:
        """Count what would become of this person's letter."""
        if self._own.get(mark(self._mailing.id, person.address), NOTHING).end in OVER:
            return
        untold = self._others.untold(person.address, context.now)
        mailing = replace(self._mailing, beside=untold)
        letter = self._mails.addressed(context, mailing, person)
        reasons = self._mails.reasons(self._mailing)
        if not isinstance(letter, Addressed):
            return
        if left_out(context, person.address, reasons):
            self._left_out += 1
            return
        had = self._others.had(person.address, context.now)
        self._ends[had[0] if had else SENT] += 1
        if had is None:
            self._forms[letter.form] += 1
            self._beside.update(letter.beside)
            sample = Sample(letter.to.address, letter.beside)
            self._first.setdefault((letter.form, letter.languages), sample)

    def foreseen(self, now: datetime) -> Foreseen:
        """What was counted, with first letters: one of each form, then one of each language."""
        of_each_form = {form: each for (form, _), each in reversed(self._first.items())}
        samples = dict.fromkeys((*reversed(of_each_form.values()), *self._first.values()))
        return Foreseen(
            at=now,
            letters=self._ends[SENT],
            near=self._ends[NEAR],
            together=self._ends[TOGETHER],
            beside=dict(self._beside),
            samples=tuple(samples)[:SAMPLES],
            forms=dict(self._forms),
            left_out=self._left_out,
        )
