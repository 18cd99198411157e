"""The worker that carries mailings through: one letter to many, each once, whatever happens.

A line goes into the mailing's ledger before each letter and after it. What was leaving when the
process ended leaves once more with the same Message-ID, and is listed as uncertain.
"""

import asyncio
import heapq
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Protocol

from bot.assistant.doors import Door, Press, delay
from bot.assistant.gate import Gate
from bot.context import Context, Languages, Mails
from bot.documents.form_letter import FormLetter
from bot.documents.layout import BLANK
from bot.documents.letter import Written
from bot.errors import Rejected, TryLater
from bot.model.mailing import GOES_ON, Addressed, Mailing, Pattern, Stage, Tally, put_in
from bot.model.outbox import Letter, Sending
from bot.model.outcome import Outcome
from bot.model.record import View
from storage import Ledger, Ledgers, Store
from storage.ledger import BEGUN, UNCERTAIN, Note, mark

log = logging.getLogger(__name__)
SIDE_BY_SIDE = 10
PROGRESS = 3.0
LONGEST_SLEEP = 30.0
STEPS = 20
UNWRITTEN = Letter("", "", ())
A_REST = timedelta(minutes=1)
UNCONFIRMED = "not confirmed"
NOTHING = Note("never")
UNDER_WAY = GOES_ON | {Stage.STOPPED}
SENT, FAILED, SKIPPED, MISSED, LATER = "sent", "failed", "skipped", "missed", "later"
ENDS = (SENT, FAILED, SKIPPED, MISSED)


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
        try:
            ledger = self._around.ledgers.open(mailing.id)
        except Exception:
            log.exception("the ledger of mailing %s cannot be used", mailing.id)
            return
        reached = await asyncio.to_thread(self._reached, mailing)
        try:
            await Carrying(self._around, mailing, ledger, reached).through()
        finally:
            await ledger.close()

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


@dataclass(frozen=True, slots=True, order=True)
class Again:
    """Somebody whose letter is to be tried once more."""

    at: datetime
    number: int
    person: Any = field(compare=False)


@dataclass(frozen=True, slots=True)
class Leaving:
    """One person's letter about to leave, and how often that was tried before."""

    mailing: Mailing
    person: Addressed
    attempts: int

    @property
    def key(self) -> str:
        """What makes a second copy the same letter."""
        return self.mailing.key_for(self.person.to.address)

    @property
    def sending(self) -> Sending:
        """The same for a door that takes whole letters, still to be written."""
        return Sending(
            key=self.key,
            door=self.mailing.door,
            to=self.person.to.address,
            content=UNWRITTEN,
            created=self.mailing.created,
            about=self.mailing.about,
            attempts=self.attempts,
        )


class Carrying:
    """One mailing on its way."""

    def __init__(
        self, around: Around, mailing: Mailing, ledger: Ledger, reached: frozenset[str] | None
    ) -> None:
        """Read from the ledger how far it had got; it is for those ``reached`` only, if given."""
        self._around, self._ledger, self._reached = around, ledger, reached
        self._id, self._door = mailing.id, around.doors[mailing.door]
        self._gate, self._mails = around.gates[mailing.door], around.mails(mailing.skill)
        self._forms: dict[tuple[int, str, Languages], tuple[Pattern, FormLetter | None]] = {}
        self._again: list[Again] = []
        self._numbers = count()
        self._people: Iterator[Any] = iter(())
        self._ends = Counter(note.end for note in ledger.notes.values())
        self._uncertain = sum(note.uncertain for note in ledger.notes.values())

    async def through(self) -> None:
        """Send what may be sent now; then it is over, or waits for what must be tried again."""
        mailing = await self._kept(self._begun)
        if mailing is None or mailing.stage is not Stage.RUNNING:
            return
        self._ledger.fresh = False
        self._people = self._mails.audience(self._context(), mailing)
        progress = asyncio.create_task(self._report(mailing))
        try:
            await asyncio.gather(*(self._work() for _ in range(SIDE_BY_SIDE)))
        finally:
            progress.cancel()
            await asyncio.gather(progress, return_exceptions=True)
        await self._ledger.note()
        await self._kept(self._ended)

    async def _work(self) -> None:
        """Serve one person after the other until nobody is left, or it is stopped."""
        for person in self._people:
            if not await self._served(person):
                return
        while self._again and self._again[0].at <= self._around.time.now():
            if not await self._served(heapq.heappop(self._again).person):
                return

    async def _served(self, person: Any) -> bool:
        """Whether the mailing goes on; this person's letter has left, is over, or comes later."""
        mailing = self._around.store.view().get(Mailing, self._id)
        if mailing is None or mailing.stage is not Stage.RUNNING:
            return False
        letter = self._mails.addressed(self._context(), mailing, person)
        found = mark(self._id, person.address)
        note = self._ledger.notes.get(found, NOTHING)
        if letter is None or note.end in ENDS or not self._is_for(mailing, person):
            return True
        if isinstance(letter, str):
            self._note(found, SKIPPED, letter)
        elif self._too_late(mailing):
            self._note(found, MISSED, "")
        elif note.end == LATER and _when(note) > self._around.time.now():
            self._put_by(person, _when(note))
        else:
            await self._sent(Leaving(mailing, letter, _attempts(note)), found, person)
        return True

    def _is_for(self, mailing: Mailing, person: Any) -> bool:
        return self._reached is None or mark(mailing.follows, person.address) in self._reached

    async def _sent(self, leaving: Leaving, found: str, person: Any) -> None:
        """Hand the letter over, between two lines in the ledger."""
        async with self._gate:
            now = self._around.time.now()
            if self._gate.rests(now):
                self._put_by(person, now + A_REST)
                return
            if self._ledger.notes.get(found, NOTHING).end == BEGUN:
                self._note(found, UNCERTAIN, "")
            await self._ledger.note((found, BEGUN, ""))
            end, why = await self._handed_over(leaving)
        if end in (LATER, UNCERTAIN):
            self._gate.failed(leaving.person.to.address, self._around.time.now())
        else:
            self._gate.passed()
        self._note(found, end, why)
        if end == LATER:
            self._put_by(person, _when(self._ledger.notes[found]))

    async def _handed_over(self, leaving: Leaving) -> tuple[str, str]:
        """How it ended, and why; for a letter to be tried again, how often it was, and when."""
        try:
            await self._hand_over(leaving)
        except TryLater as problem:
            return self._later(leaving, str(problem), problem.after)
        except Rejected as problem:
            return FAILED, str(problem)
        except TimeoutError:
            if self._door.again != "resend":
                return FAILED, UNCONFIRMED
            self._note(mark(self._id, leaving.person.to.address), UNCERTAIN, "")
            return self._later(leaving, UNCONFIRMED, None)
        except Exception:
            log.exception("a letter of mailing %s broke", self._id)
            return FAILED, "internal error"
        return SENT, ""

    async def _hand_over(self, leaving: Leaving) -> None:
        """Write the letter and give it to the door; raises what the door raises."""
        pattern, form = self._form_of(leaving)
        person, values = leaving.person, {**pattern.values, **leaving.person.values}
        if form is None or not isinstance(self._door, Press):
            letter = replace(pattern.letter, body=put_in(pattern.letter.body, values))
            await self._door.send(replace(leaving.sending, content=letter))
            return
        message_id = self._door.message_id(leaving.key)
        try:
            raw = form.fill(person.to, message_id, values)
        except ValueError as problem:
            raise Rejected(f"the letter cannot be written: {problem}") from None
        await self._door.post(Written(person.to.address, message_id, raw), leaving.attempts)

    def _form_of(self, leaving: Leaving) -> tuple[Pattern, FormLetter | None]:
        """The letter of all who are like this person, laid out where the door can do that."""
        version = leaving.mailing.version
        kept = (version, leaving.person.form, leaving.person.languages)
        if kept not in self._forms:
            pattern = self._mails.pattern(self._context(), leaving.mailing, leaving.person)
            door = self._door
            blanks = BLANK.findall(pattern.letter.body)
            form = door.form(pattern.letter, blanks) if isinstance(door, Press) else None
            fresh = {key: each for key, each in self._forms.items() if key[0] == version}
            self._forms = {**fresh, kept: (pattern, form)}
        return self._forms[kept]

    def _later(self, leaving: Leaving, problem: str, asked: float | None) -> tuple[str, str]:
        """The next try; failed when it was tried enough."""
        wait = delay(leaving.sending, asked)
        if wait is None:
            return FAILED, problem
        return LATER, f"{leaving.attempts + 1} {(self._around.time.now() + wait).isoformat()}"

    def _put_by(self, person: Any, at: datetime) -> None:
        heapq.heappush(self._again, Again(at, next(self._numbers), person))

    def _note(self, found: str, end: str, why: str) -> None:
        """Keep how it ended: on the disk at the latest before this worker's next letter."""
        before = self._ledger.notes.get(found)
        self._ledger.jot((found, end, why))
        self._ends[end] += 1
        if end == UNCERTAIN and not (before and before.uncertain):
            self._uncertain += 1

    def _too_late(self, mailing: Mailing) -> bool:
        return mailing.expires is not None and mailing.expires < self._around.time.now()

    async def _report(self, mailing: Mailing) -> None:
        """Keep how far it has got, and show it: some twenty times in all."""
        while True:
            await asyncio.sleep(max(PROGRESS, mailing.total / self._door.rate / STEPS))
            await self._kept(self._counted)

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
            return self._lost(mailing, context)
        began = mailing.began or context.now
        return mailing.changed(stage=Stage.RUNNING, began=began, not_before=None)

    def _lost(self, mailing: Mailing, context: Context) -> Mailing:
        """Stopped: it had begun, and nothing tells to whom it went, as after a restored backup."""
        log.error("the ledger of mailing %s, which had begun, is not there", self._id)
        places = tuple(dict.fromkeys((*mailing.places, *context.team.spaces)))
        return mailing.changed(
            stage=Stage.STOPPED, places=places, facts={**mailing.facts, "lost": True}
        )

    def _counted(self, mailing: Mailing, _: Context) -> Mailing:
        tally = self._tally()
        return mailing if tally == mailing.tally else mailing.changed(tally=tally)

    def _ended(self, mailing: Mailing, context: Context) -> Mailing:
        """Over; or waiting until the first of those that failed may be tried again."""
        if mailing.stage is Stage.STOPPED:
            return self._counted(mailing, context)
        if self._again:
            soonest = min(each.at for each in self._again)
            return mailing.changed(stage=Stage.WAITING, not_before=soonest, tally=self._tally())
        return mailing.changed(stage=Stage.DONE, ended=context.now, tally=self._tally())

    def _tally(self) -> Tally:
        counts = {end: self._ends[end] for end in ENDS}
        return Tally(**counts, uncertain=self._uncertain)

    def _context(self) -> Context:
        return self._around.context(self._around.store.view(), f"mailing/{self._id}")


def _attempts(note: Note) -> int:
    """How often it was tried before, as the ledger says."""
    return int(note.why.partition(" ")[0]) if note.end == LATER else 0


def _when(note: Note) -> datetime:
    """When it may be tried again, as the ledger says."""
    return datetime.fromisoformat(note.why.partition(" ")[2])
