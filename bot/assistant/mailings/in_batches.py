"""Mailings that leave in batches: one call for many people, one call after the other.

Each batch has a number that is never given twice. What was not answered, or was cut short by the
end of the process, may have arrived: it is never sent again unless a person wants that.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from bot.assistant.doors import Carrier, delay
from bot.assistant.mailings.carrying import A_REST, Around, Carrying, Past
from bot.assistant.mailings.gathering import Group, breathe, gathered
from bot.assistant.mailings.lines import (
    ENDS,
    FAILED,
    LATER,
    NOTHING,
    REFUSED,
    SENT,
    attempts,
    batch_of,
    put_off,
)
from bot.assistant.mailings.quota import Quota
from bot.context import Languages
from bot.errors import DailyLimit, Rejected, SomeRejected, TryLater
from bot.model.mailing import Addressed, Batch, Mailing
from bot.model.once import Told
from storage.ledger import BEGUN, UNCERTAIN, Note, mark

log = logging.getLogger(__name__)
PIECE = 1_000
MOST_ROUNDS = 20
"""So often a batch is tried without those whom the other side has named."""
Line = tuple[str, str, str]
NUMBER = "batch"
"""The mark, and the end, of the line with the number of the last batch."""


class InBatches(Carrying):
    """One mailing, one letter for many people at once."""

    over = (*ENDS, UNCERTAIN)

    def __init__(self, around: Around, mailing: Mailing, past: Past) -> None:
        """Read from the ledger how far it had got."""
        super().__init__(around, mailing, past)
        door = around.doors[mailing.door]
        assert isinstance(door, Carrier)
        self._carrier: Carrier = door
        self._quota = Quota(around, self._door)
        self._wanted_again = mailing.again
        self._soonest: datetime | None = None
        self._rests_until, self._held = datetime.min.replace(tzinfo=UTC), False
        self._last = int(self._ledger.notes.get(NUMBER, Note(NUMBER, "0")).why)
        self._numbers: set[int] = set()
        self._most: dict[tuple[str, Languages], int] = {}

    async def serve(self, mailing: Mailing) -> None:
        """Let leave what may leave now, until nobody is left or it is stopped."""
        await self._settle_what_is_uncertain()
        audience = self._mails.audience(self._context(), mailing)
        groups = gathered(audience, lambda each: self._placed(mailing, each))
        async with aclosing(groups):
            async for group, people in groups:
                if not await self._served(group, people):
                    return

    def put_by(self, person: Any, at: datetime) -> None:  # noqa: ARG002 - all are read anew
        """Take note that somebody's letter leaves at that moment at the earliest."""
        self._soonest = min(at, self._soonest or at)

    def soonest(self) -> datetime | None:
        """When the first of those put by may leave; None if nobody is."""
        return self._soonest

    async def _settle_what_is_uncertain(self) -> None:
        """What was being called when the process ended is uncertain.

        What was uncertain before that is tried once more, where the team wants it.
        """
        found, now = [*self._ledger.notes.items()], self._around.time.now()
        uncertain, begun = list[Line](), list[Line]()
        for each, note in found:
            if note.end == UNCERTAIN and self._wanted_again:
                again = put_off(0, now, beside=Told.read(note.why, now).beside)
                uncertain.append((each, LATER, again))
            elif note.end == BEGUN:
                begun.append((each, UNCERTAIN, note.why))
        await self._marked((*uncertain, *begun))

    def _placed(self, mailing: Mailing, person: Any) -> tuple[Group, int] | None:
        """Among whose letters the person's is, if it may leave now, and how many a call takes."""
        letter = self._letter_now(mailing, person)
        if letter is None:
            return None
        before = batch_of(self._ledger.notes.get(mark(self._id, person.address), NOTHING))
        alike = (letter.form, letter.languages)
        if alike not in self._most:
            pattern = self._pattern(mailing, letter)
            self._most[alike] = self._carrier.most(pattern)
        return Group(before, *alike), self._most[alike]

    async def _served(self, group: Group, people: Sequence[Any]) -> bool:
        """Whether the mailing goes on; these people's letters have left, are over, or come later.

        Whoever has left the audience since it was read is left out.
        """
        mailing = await self._going_on()
        if mailing is None:
            return False
        letters = list[Addressed]()
        for count, person in enumerate(people):
            await breathe(count)
            letter = self._letter_now(mailing, person)
            letters += [letter] if letter is not None else []
        for alike in _alike(letters):
            if not self._held:
                await self._let_leave(mailing, self._batch(mailing, group, alike))
        return not self._held

    def _batch(self, mailing: Mailing, group: Group, letters: Sequence[Addressed]) -> Batch:
        """The letters, under the number they had before or under the next one."""
        number = group.number
        if not number or number in self._numbers:
            number = self._last + 1
        self._last = max(self._last, number)
        self._numbers.add(number)
        return Batch(
            key=f"mailing/{self._id}/{number}",
            kind=mailing.kind,
            about=mailing.about,
            pattern=self._pattern(mailing, letters[0]),
            people=tuple(replace(each, values=self._values(mailing, each)) for each in letters),
        )

    async def _let_leave(self, mailing: Mailing, batch: Batch) -> None:
        """Call the door, again at once for those whom it would take without the others."""
        async with self._gate:
            now = self._around.time.now()
            if self._gate.rests(now) or now < self._rests_until:
                self._hold(max(self._rests_until, now + A_REST))
                return
            people = await self._wanted(mailing, batch.people)
            for _ in range(MOST_ROUNDS):
                if not people:
                    return
                called = await self._called(replace(batch, people=people))
                people = await self._wanted(mailing, called)
            self._hold(now + A_REST)

    async def _wanted(self, mailing: Mailing, people: Sequence[Addressed]) -> tuple[Addressed, ...]:
        """Those against whom the list has nothing at this moment."""
        wanted = list[Addressed]()
        for count, each in enumerate(people):
            await breathe(count)
            wanted += [] if self._left_out(mailing, each) else [each]
        return tuple(wanted)

    async def _called(self, batch: Batch) -> tuple[Addressed, ...]:
        """Those whom it may be called for at once; for all others the ledger says how it ended.

        There is a line in the ledger for each person before the call and after it.
        """
        tries = self._tries(batch)
        self._note(NUMBER, NUMBER, str(_number(batch)))
        await self._noted(batch.people, BEGUN, self._line(batch))
        try:
            await self._quota.draw(len(batch.people))
            await self._carrier.carry(batch)
        except DailyLimit as problem:
            return await self._today(batch, problem)
        except TryLater as problem:
            await self._later(batch, tries, problem)
        except SomeRejected as problem:
            return await self._others(batch, problem)
        except Rejected as problem:
            await self._refused(batch, problem)
        except TimeoutError:
            log.warning("batch %s was not answered", batch.key)
            await self._unanswered(batch)
        except Exception:
            log.exception("batch %s broke", batch.key)
            await self._unanswered(batch)
        else:
            self._gate.passed()
            await self._noted(batch.people, SENT, self._line(batch))
        return ()

    async def _today(self, batch: Batch, problem: DailyLimit) -> tuple[Addressed, ...]:
        """Those whom the day has room for; all wait for the next, under another number."""
        self._hindrance = problem.hindrance
        again = self._around.time.now() + timedelta(seconds=problem.after or 0.0)
        await self._noted(batch.people, LATER, put_off(0, again))
        self._hold(again)
        return batch.people[: problem.left] if problem.left < len(batch.people) else ()

    async def _later(self, batch: Batch, tries: int, problem: TryLater) -> None:
        """Surely not taken: the same batch is tried again, or was tried enough."""
        self._gate.failed(batch.key, self._around.time.now())
        await self._quota.give_back(len(batch.people))
        self._hindrance = problem.hindrance
        wait = delay(batch.key, tries, problem.after)
        if wait is None:
            await self._noted(batch.people, FAILED, str(problem))
            return
        again = self._around.time.now() + wait
        await self._noted(batch.people, LATER, put_off(tries + 1, again, _number(batch)))
        self._hold(again)

    async def _others(self, batch: Batch, problem: SomeRejected) -> tuple[Addressed, ...]:
        """Those who were not refused, to be called for at once."""
        self._gate.passed()
        await self._quota.give_back(len(batch.people))
        gone, others = list[Addressed](), list[Addressed]()
        for each in batch.people:
            (gone if each.to.address in problem.addresses else others).append(each)
        await self._noted(gone, FAILED, str(problem))
        for each in gone:
            self._came_back(each)
        now = put_off(0, self._around.time.now(), _number(batch))
        await self._noted(others, LATER, now)
        return tuple(others) if gone else ()

    async def _refused(self, batch: Batch, problem: Rejected) -> None:
        """It will never be taken; the team reads why."""
        self._gate.passed()
        await self._quota.give_back(len(batch.people))
        self._hindrance, self._answer = REFUSED, str(problem)
        await self._noted(batch.people, FAILED, str(problem))

    async def _unanswered(self, batch: Batch) -> None:
        """Perhaps taken: these people are left to a person, and the door is left alone a while."""
        now = self._around.time.now()
        self._gate.failed(batch.key, now)
        await self._noted(batch.people, UNCERTAIN, self._line(batch))
        self._rests_until = now + A_REST

    def _hold(self, until: datetime) -> None:
        """Call nothing more before that moment."""
        self._held = True
        self.put_by(None, until)

    def _tries(self, batch: Batch) -> int:
        """How often it was tried before: for all of its people alike."""
        first = mark(self._id, batch.people[0].to.address)
        return attempts(self._ledger.notes.get(first, NOTHING))

    def _line(self, batch: Batch) -> str:
        """What the ledger says of letters that are leaving; all of them tell of the same."""
        return Told(self._around.time.now(), batch.people[0].beside).line()

    async def _noted(self, people: Sequence[Addressed], end: str, why: str) -> None:
        """Have a line for each person on the disk; others are heard in between."""
        await self._marked((mark(self._id, each.to.address), end, why) for each in people)

    async def _marked(self, lines: Iterable[Line]) -> None:
        rest = iter(lines)
        while piece := [*islice(rest, PIECE)]:
            for each in piece:
                self._note(*each)
            await self._ledger.note()


def _alike(letters: Sequence[Addressed]) -> Iterable[list[Addressed]]:
    """The letters by how they are alike, which may have changed since they were gathered."""
    found: dict[tuple[str, Languages], list[Addressed]] = {}
    for each in letters:
        found.setdefault((each.form, each.languages), []).append(each)
    return found.values()


def _number(batch: Batch) -> int:
    return int(batch.key.rpartition("/")[2])
