"""A team with its records in memory, and an organiser who writes and presses."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot import skills
from bot.context import Context, Turn
from bot.model.conversation import Card, Incoming, Press, Sender
from bot.model.outcome import Outcome
from bot.model.people import Place, Role, Team
from bot.model.record import Record
from bot.model.session import Session
from bot.model.setup import Setup
from bot.model.words import Both
from bot.planning.moment import Moment
from storage import MemoryStore

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA = Sender("ana@example.org", "Ana Roy")


def session(number: int, moment: Moment, **fields: Any) -> Session:
    """A draft with this number at this moment."""
    title = Both(f"title {number}", f"titre {number}")
    return Session(**{"id": str(number), "title": title, "created": NOW, **moment.fields, **fields})


class Desk:
    """The records of the team, and turns taken on them one after the other."""

    def __init__(self, *records: Record) -> None:
        """The records that are there from the start."""
        self.store = MemoryStore()
        self._seeds = count(1)
        self.file(Outcome(saves=records))

    def file(self, outcome: Outcome) -> Outcome:
        """What a turn gave back, applied."""
        return asyncio.run(self.store.run(outcome.regardless))

    def context(self, now: datetime = NOW) -> Context:
        """What the next turn is given."""
        setup = Setup(organisers=frozenset({ANA.address}), local=True)
        return Context(self.store.view(), now, setup, f"test/{next(self._seeds)}")

    def hear(self, intent: str, slots: Mapping[str, Any], text: str = "") -> Outcome:
        """The answer to an intent with these slots, applied."""
        turn = Turn(_said(text), self.context(), Role.ORGANISER, ("en",), intent, slots)
        return self.file(skills.load().intents[intent].handle(turn))

    def press(self, card: Card, button: str, **fields: str) -> Outcome:
        """The answer to a pressed button, applied."""
        incoming = _said("", Press(card.ref, button, fields))
        present = self.store.view().get(Card, card.ref)
        turn = Turn(incoming, self.context(), Role.ORGANISER, ("en",), card=present)
        return self.file(skills.load().named[card.skill].presses[button].handle(turn))


def _said(text: str, press: Press | None = None) -> Incoming:
    place = Place("page", ANA.address)
    return Incoming(id="1", place=place, sender=ANA, private=True, at=NOW, text=text, press=press)


def team(**fields: Any) -> Team:
    """The team with something settled."""
    return Team(**fields)


def card_in(outcome: Outcome) -> Card:
    """The card that an outcome shows."""
    return next(each for each in outcome.saves if isinstance(each, Card) and not each.done)
