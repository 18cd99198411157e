"""What other mailings told the same people: nobody gets two reminders where one is enough.

The ledgers of the others are read once, before a mailing goes on; mailings go one after the other,
so nothing is added to them meanwhile.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.assistant.mailings.lines import LATER, NEAR, NOTHING, SENT, TOGETHER, told
from bot.model import once
from bot.model.mailing import GOES_ON, Mailing
from bot.model.once import REMINDER, Beside, Told
from bot.model.record import View
from storage import Ledgers
from storage.ledger import Note, mark


@dataclass(frozen=True, slots=True)
class Other:
    """Another mailing, and what its ledger says."""

    mailing: Mailing
    notes: Mapping[str, Note]

    def note(self, address: str) -> Note:
        """What it says of this person."""
        return self.notes.get(mark(self.mailing.id, address), NOTHING)

    def told(self, address: str) -> Told | None:
        """What its letter told this person, if one has left or may have."""
        mailing = self.mailing
        return told(self.note(address), mailing.ended or mailing.began or mailing.created)

    def tells_of(self, about: str, letter: Told) -> bool:
        """Whether that letter told of this."""
        if self.mailing.about == about:
            return True
        return any(each.about == about for each in self.mailing.beside
                   if each.mailing in letter.beside)  # fmt: skip

    def leaves_open(self, address: str, by: str) -> bool:
        """Whether this person has still to be told of it by another mailing's letter."""
        note = self.note(address)
        if note.end == TOGETHER:
            return note.why == by
        untold = note == NOTHING or (note.end == LATER and not note.uncertain)
        return untold and self.mailing.stage in GOES_ON

    @property
    def lost(self) -> bool:
        """Whether it told people, and nothing is known of whom."""
        return self.mailing.tally.ended > 0 and not self.notes


class Elsewhere:
    """What others told, as far as it matters to one reminder; nothing to another kind of letter."""

    def __init__(self, mailing: Mailing, others: tuple[Other, ...] = ()) -> None:
        """``others`` are those that may have told the same people of the same."""
        self._mailing, self._others = mailing, others
        self._named = {each.mailing.id: each for each in others}

    @property
    def lost(self) -> bool:
        """Whether one of them told people, and nothing is known of whom."""
        return any(each.lost for each in self._others)

    def had(self, address: str, now: datetime) -> tuple[str, str] | None:
        """How this person was told already (``TOGETHER`` or ``NEAR``), and by which mailing."""
        return self._had(Beside(self._mailing.id, self._mailing.about), address, now)

    def untold(self, address: str, now: datetime) -> tuple[Beside, ...]:
        """Those beside the mailing of which this person has still to be told."""
        beside = self._mailing.beside
        return tuple(each for each in beside if self._is_open(each, address, now))

    def _is_open(self, one: Beside, address: str, now: datetime) -> bool:
        its_own = self._named.get(one.mailing)
        if its_own is not None and not its_own.leaves_open(address, self._mailing.id):
            return False
        return self._had(one, address, now) is None

    def _had(self, one: Beside, address: str, now: datetime) -> tuple[str, str] | None:
        letters = [*self._letters(one, address)]
        for other, letter in letters:
            if one.mailing in letter.beside:
                return TOGETHER, other.mailing.id
        for other, letter in letters:
            near = now - letter.at < once.NEAR and not self._both_planned(other.mailing)
            if near and other.tells_of(one.about, letter):
                return NEAR, other.mailing.id
        return None

    def _letters(self, one: Beside, address: str) -> Iterator[tuple[Other, Told]]:
        for other in self._others:
            letter = other.told(address) if other.mailing.id != one.mailing else None
            if letter is not None:
                yield other, letter

    def _both_planned(self, other: Mailing) -> bool:
        """Whether they are two moments of a plan: whoever planned both wants both."""
        steps = {self._mailing.step, other.step}
        return len(steps) == 2 and "" not in steps


class Reached:
    """Those whom a mailing has told, by its own letters or by those of another."""

    def __init__(self, first: str, notes: Mapping[str, Mapping[str, Note]]) -> None:
        """``notes`` are those of the first mailing, and of those whose letters told of it."""
        self._first, self._notes = first, notes

    @staticmethod
    def read(ledgers: Ledgers, first: str) -> "Reached":
        """As the ledgers say now. Blocking."""
        notes = ledgers.notes(first)
        others = {note.why for note in notes.values() if note.end == TOGETHER}
        return Reached(first, {first: notes, **{each: ledgers.notes(each) for each in others}})

    def __contains__(self, address: str) -> bool:
        """Whether this person was told."""
        note = self._note(self._first, address)
        if note.end != TOGETHER:
            return note.end == SENT
        letter = self._note(note.why, address)
        return letter.end == SENT and self._first in letter.why.split()

    def _note(self, mailing: str, address: str) -> Note:
        return self._notes[mailing].get(mark(mailing, address), NOTHING)


async def elsewhere(view: View, ledgers: Ledgers, mailing: Mailing, now: datetime) -> Elsewhere:
    """What others told that may matter to this mailing."""
    if mailing.kind != REMINDER:
        return Elsewhere(mailing)
    others = [*_others(view, mailing, now)]
    notes = await asyncio.to_thread(lambda: [ledgers.notes(each.id) for each in others])
    return Elsewhere(mailing, tuple(map(Other, others, notes)))


def _others(view: View, mailing: Mailing, now: datetime) -> Iterator[Mailing]:
    telling = (each for about in mailing.tells for each in view.find(Mailing, "tells", about))
    wanted = {mailing.id, *(each.mailing for each in mailing.beside)}
    for other in {each.id: each for each in telling}.values():
        named = other.id in wanted or any(each.mailing in wanted for each in other.beside)
        if other.id != mailing.id and other.kind == REMINDER and (named or other.is_near(now)):
            yield other
