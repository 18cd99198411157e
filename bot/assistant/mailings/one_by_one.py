"""Mailings that leave letter by letter, several side by side.

What was leaving when the process ended leaves once more with the same Message-ID, and is listed as
uncertain.
"""

import asyncio
import heapq
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.assistant.doors import Press, delay
from bot.assistant.mailings.carrying import A_REST, Around, Carrying, Past
from bot.assistant.mailings.leaving import Again, Leaving
from bot.assistant.mailings.lines import FAILED, LATER, NOTHING, SENT, attempts, put_off, when
from bot.assistant.mailings.quota import Quota
from bot.context import Languages
from bot.documents.form_letter import FormLetter
from bot.documents.layout import BLANK
from bot.documents.letter import Written
from bot.errors import DailyLimit, Rejected, TryLater
from bot.model.mailing import Addressed, Mailing, Pattern, filled
from storage.ledger import BEGUN, UNCERTAIN, mark

log = logging.getLogger(__name__)
SIDE_BY_SIDE = 20
UNCONFIRMED = "not confirmed"


class OneByOne(Carrying):
    """One mailing, a letter for each person."""

    def __init__(self, around: Around, mailing: Mailing, past: Past) -> None:
        """Read from the ledger how far it had got."""
        super().__init__(around, mailing, past)
        self._forms: dict[tuple[int, str, Languages], tuple[Pattern, FormLetter | None]] = {}
        self._again: list[Again] = []
        self._numbers = count()
        self._people: Iterator[Any] = iter(())
        self._quota = Quota(around, self._door)
        self._press = self._door if isinstance(self._door, Press) else None

    async def serve(self, mailing: Mailing) -> None:
        """Let leave what may leave now, until nobody is left or it is stopped."""
        self._people = self._mails.audience(self._context(), mailing)
        workers = min(SIDE_BY_SIDE, self._gate.abreast)
        await asyncio.gather(*(self._work() for _ in range(workers)))

    def put_by(self, person: Any, at: datetime) -> None:
        """Take note that this person's letter leaves at that moment at the earliest."""
        heapq.heappush(self._again, Again(at, next(self._numbers), person))

    def soonest(self) -> datetime | None:
        """When the first of those put by may leave; None if nobody is."""
        return self._again[0].at if self._again else None

    async def _work(self) -> None:
        """Serve one person after the other until nobody is left, or it is stopped."""
        for person in self._people:
            if not await self._served(person):
                return
        while self._again and self._again[0].at <= self._around.time.now():
            if not await self._served(heapq.heappop(self._again).person):
                return

    async def _served(self, person: Any) -> bool:
        """Whether the mailing goes on; this person's letter has left, is over, or comes later.

        Whoever had to wait at the gate is looked at anew.
        """
        mailing = await self._going_on()
        if mailing is None:
            return False
        letter = self._letter_now(mailing, person)
        if letter is None:
            return True
        async with self._gate as waited:
            if waited:
                mailing = await self._going_on()
                letter = self._letter_now(mailing, person) if mailing else None
            if mailing and letter and await self._may_leave(mailing, letter, person):
                await self._sent(self._leaving(mailing, letter), person)
        return mailing is not None

    def _leaving(self, mailing: Mailing, letter: Addressed) -> Leaving:
        note = self._ledger.notes.get(mark(self._id, letter.to.address), NOTHING)
        return Leaving(mailing, letter, attempts(note))

    async def _may_leave(self, mailing: Mailing, letter: Addressed, person: Any) -> bool:
        """Whether the letter may leave now; what comes later is put by."""
        now = self._around.time.now()
        if self._gate.rests(now):
            self.put_by(person, now + A_REST)
            return False
        if self._left_out(mailing, letter):
            return False
        try:
            await self._quota.draw(1)
        except DailyLimit as problem:
            self._hindrance = problem.hindrance
            self.put_by(person, now + timedelta(seconds=problem.after or 0.0))
            return False
        return True

    async def _sent(self, leaving: Leaving, person: Any) -> None:
        """Hand the letter over, between two lines in the ledger."""
        found = mark(self._id, leaving.person.to.address)
        before = self._ledger.notes.get(found, NOTHING)
        if before.end == BEGUN:
            self._note(found, UNCERTAIN, before.why)
        self._note(found, BEGUN, leaving.line(self._around.time.now()))
        await self._ledger.note()
        end, why = await self._handed_over(leaving)
        if end in (LATER, UNCERTAIN):
            self._gate.failed(leaving.person.to.address, self._around.time.now())
        else:
            self._gate.passed()
        self._note(found, end, why)
        if end == FAILED:
            self._came_back(leaving.person)
        if end == LATER:
            await self._quota.give_back(1)
            self.put_by(person, when(self._ledger.notes[found]))

    async def _handed_over(self, leaving: Leaving) -> tuple[str, str]:
        """How it ended, and why; when it left, or how often it was tried and when it is again."""
        try:
            await self._hand_over(leaving)
        except TryLater as problem:
            return self._later(leaving, str(problem), problem.after)
        except Rejected as problem:
            return FAILED, str(problem)
        except TimeoutError:
            if self._door.again != "resend":
                return FAILED, UNCONFIRMED
            line = leaving.line(self._around.time.now())
            self._note(mark(self._id, leaving.person.to.address), UNCERTAIN, line)
            return self._later(leaving, UNCONFIRMED, None)
        except Exception:
            log.exception("a letter of mailing %s broke", self._id)
            return FAILED, "internal error"
        return SENT, leaving.line(self._around.time.now())

    async def _hand_over(self, leaving: Leaving) -> None:
        """Write the letter and give it to the door; raises what the door raises."""
        pattern, form = self._form_of(leaving)
        person, values = leaving.person, self._values(leaving.mailing, leaving.person)
        if form is None or self._press is None:
            letter = filled(pattern.letter, {**pattern.values, **values})
            await self._door.send(replace(leaving.sending, content=letter))
            return
        message_id = self._press.message_id(leaving.key)
        try:
            raw = form.fill(person.to, message_id, values)
        except ValueError as problem:
            raise Rejected(f"the letter cannot be written: {problem}") from None
        await self._press.post(Written(person.to.address, message_id, raw), leaving.attempts)

    def _form_of(self, leaving: Leaving) -> tuple[Pattern, FormLetter | None]:
        """The letter of all who are like this person, laid out where the door can do that."""
        version = leaving.mailing.version
        kept = (version, leaving.person.form, leaving.person.languages)
        if kept not in self._forms:
            pattern = self._pattern(leaving.mailing, leaving.person)
            form = self._laid_out(pattern)
            fresh = {key: each for key, each in self._forms.items() if key[0] == version}
            self._forms = {**fresh, kept: (pattern, form)}
        return self._forms[kept]

    def _laid_out(self, pattern: Pattern) -> FormLetter | None:
        """The letter with all in its place that is the same for everybody it is for."""
        if self._press is None:
            return None
        form = self._press.form(pattern.letter, BLANK.findall(pattern.letter.body))
        form.settle(pattern.values)
        return form

    def _later(self, leaving: Leaving, problem: str, asked: float | None) -> tuple[str, str]:
        """The next try; failed when it was tried enough."""
        wait = delay(leaving.key, leaving.attempts, asked)
        if wait is None:
            return FAILED, problem
        again = self._around.time.now() + wait
        return LATER, put_off(leaving.attempts + 1, again, beside=leaving.person.beside)
