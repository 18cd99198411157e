"""A letter that leaves by itself: about to leave, or put by until it may be tried once more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.model.mailing import Addressed, Mailing
from bot.model.once import Told
from bot.model.outbox import Letter, Sending

UNWRITTEN = Letter("", "", ())


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

    def line(self, now: datetime) -> str:
        """What the ledger says of it: when, and what it tells of beside its own mailing."""
        return Told(now, self.person.beside).line()

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
