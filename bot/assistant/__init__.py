"""Hears, ticks and sends: the only asynchronous logic inside."""

import asyncio
import hashlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import texts
from bot.assistant import housekeeping
from bot.assistant.doors import Door
from bot.assistant.limits import Limits
from bot.assistant.outbox import Outbox
from bot.context import Context, Languages, Skill, Turn
from bot.model.conversation import Card, Incoming, Result, Seen, Sender
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Answer, Outcome
from bot.model.people import Place
from bot.model.record import View
from bot.model.setup import Setup
from bot.model.words import LANGUAGES, Phrase
from bot.posts import Note, to_space
from bot.skills import Skills
from bot.turn import role_of, take
from storage import Store, StoreBroken

log = logging.getLogger(__name__)
MINUTE = timedelta(minutes=1)
BREATH = 200


class Time(Protocol):
    """Where the product's time comes from, and how it is moved."""

    def now(self) -> datetime:
        """The present instant."""

    def move(self, to: datetime) -> None:
        """Make it this instant."""


@dataclass(frozen=True, slots=True)
class House:
    """What the assistant lives in: the real things, chosen in one place."""

    store: Store
    time: Time
    setup: Setup
    skills: Skills
    doors: Mapping[str, Door]
    link: Callable[[str], str] = str


class Assistant:
    """Takes in what is heard, asks what is due, and lets nothing out but through the outbox."""

    def __init__(self, house: House) -> None:
        """Move into the house; nothing runs until it is asked to."""
        self.house = house
        self.outbox = Outbox(house.store, house.doors, house.time, self._told)
        self._limits = Limits()
        self._talks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def hear(self, incoming: Incoming) -> Answer:
        """The answer to one thing heard; what else follows is durable and on its way.

        Heard again, it is answered as before and changes nothing.
        """
        if incoming.sender.robot:
            return Answer()
        if self._limits.exceeded(incoming.sender.address, incoming.at):
            return Answer(texts.render_in(Phrase("turn.too_many"), LANGUAGES))
        async with self._in_order(incoming):
            try:
                outcome = await self.house.store.run(lambda view: self._turn(view, incoming))
            except StoreBroken:
                raise
            except Exception as problem:  # noqa: BLE001 - logged, and the person is told
                return _broken(incoming, problem)
        self.outbox.wake()
        return outcome.answer

    def heard_before(self, incoming: Incoming) -> bool:
        """Whether this was heard already: it will be answered as before, without effect."""
        return self.house.store.view().get(Seen, _seen_key(incoming)) is not None

    def present(self, ref: str, languages: Languages) -> Answer:
        """A card as it stands now, for somebody who holds a signed link to it; empty if gone."""
        view = self.house.store.view()
        card = view.get(Card, ref)
        show = self.house.skills.named[card.skill].show if card else None
        if card is None or show is None:
            return Answer()
        context = self._context(view, f"present/{ref}")
        sender = Sender(card.person, context.contact(card.person).name)
        incoming = Incoming(
            id=f"present/{ref}",
            place=Place("link", ref),
            sender=sender,
            private=True,
            at=context.now,
            reachable=False,
        )
        role = role_of(context, card.person)
        return show(Turn(incoming, context, role, languages, card=card)).answer

    def languages_of_card(self, ref: str) -> Languages:
        """The languages of the person a card was made for; both if they never showed one."""
        view = self.house.store.view()
        card = view.get(Card, ref)
        return self._context(view, ref).languages_of(card.person if card else "")

    async def tick(self) -> None:
        """Ask every skill what is owed by now, and tidy up."""
        now = self.house.time.now()
        for skill in self.house.skills.all:
            if skill.due is not None:
                await self._due(skill, now)
        for outcome in housekeeping.done_with(self.house.store.view(), now):
            await self.house.store.run(outcome.regardless)
        self.outbox.wake()

    async def move_clock(self, to: datetime) -> None:
        """Move time forward through every due moment, in order."""
        now, steps = self.house.time.now(), 0
        while now < to:
            now = min(now + MINUTE, to)
            self.house.time.move(now)
            await self.tick()
            await self.outbox.drain()
            steps += 1
            if steps % BREATH == 0:
                await asyncio.sleep(0)

    def _turn(self, view: View, incoming: Incoming) -> Outcome:
        key = _seen_key(incoming)
        seen = view.get(Seen, key)
        if seen is not None:
            return Outcome(answer=seen.answer)
        outcome = take(incoming, self._context(view, key), self.house.skills)
        answer = outcome.answer if incoming.waits else Answer()
        sends = (
            outcome.sends
            if incoming.waits
            else (*_as_sendings(incoming, outcome.answer), *outcome.sends)
        )
        heard = Seen(id=key, at=self.house.time.now(), answer=answer)
        return replace(outcome, saves=(*outcome.saves, heard), sends=sends, answer=answer)

    async def _due(self, skill: Skill, now: datetime) -> None:
        def owed(view: View) -> Outcome:
            assert skill.due is not None
            return skill.due(self._context(view, f"due/{skill.name}/{now.isoformat()}"))

        try:
            if not _empty(owed(self.house.store.view())):
                await self.house.store.run(owed)
        except StoreBroken:
            raise
        except Exception:
            log.exception("what %s owes could not be worked out", skill.name)

    def _told(self, view: View, sending: Sending) -> Outcome:
        """What follows once a sending ended: the skill that asked hears; the space, of failures."""
        context = self._context(view, f"ended/{sending.key}/{sending.attempts}")
        outcome = Outcome()
        if sending.then and sending.state in (State.SENT, State.FAILED, State.MISSED):
            outcome = take(_result_of(sending, context.now), context, self.house.skills)
        if sending.state is State.FAILED and Place(sending.door, sending.to) not in (
            context.team.spaces
        ):
            outcome = replace(outcome, sends=(*outcome.sends, *_failure(context, sending)))
        return outcome

    def _context(self, view: View, seed: str) -> Context:
        house = self.house
        return Context(view, house.time.now(), house.setup, seed, house.link)

    @asynccontextmanager
    async def _in_order(self, incoming: Incoming) -> AsyncIterator[None]:
        """One at a time for each person in each room, in the order they came."""
        talk = f"{incoming.place.channel}/{incoming.place.room}/{incoming.sender.address}"
        lock = self._talks[talk]
        async with lock:
            yield
        if not lock.locked() and self._talks.get(talk) is lock:
            del self._talks[talk]


def _seen_key(incoming: Incoming) -> str:
    return f"{incoming.place.channel}/{incoming.id}"


def _empty(outcome: Outcome) -> bool:
    return not (outcome.saves or outcome.removes or outcome.sends)


def _as_sendings(incoming: Incoming, answer: Answer) -> tuple[Sending, ...]:
    """The answer as a message, for platforms that do not wait for it."""
    if not answer:
        return ()
    place = incoming.place
    return (
        Sending(
            key=f"answer/{place.channel}/{incoming.id}",
            door=place.channel,
            to=place.room,
            content=Message(answer.text, answer.card, answer.replaces),
            created=incoming.at,
        ),
    )


def _result_of(sending: Sending, at: datetime) -> Incoming:
    result = Result(sending.then, sending.key, sending.receipt, sending.problem)
    return Incoming(
        id=f"result/{sending.key}",
        place=Place("result", sending.door),
        sender=Sender(address="", robot=True),
        private=False,
        at=at,
        result=result,
    )


def _failure(context: Context, sending: Sending) -> tuple[Sending, ...]:
    facts = {"to": sending.to, "door": sending.door, "about": sending.about}
    phrase = Phrase("outbox.failed", facts)
    return to_space(context, Note(f"failed/{sending.key}", phrase, phrase, phrase, sending.about))


def _broken(incoming: Incoming, problem: Exception) -> Answer:
    """Words for the person; the reference leads whoever looks after the bot to the log."""
    reference = hashlib.sha256(f"{incoming.place.channel}/{incoming.id}".encode()).hexdigest()[:8]
    log.error("turn %s broke", reference, exc_info=problem)
    return Answer(texts.render_in(Phrase("turn.broken", {"reference": reference}), LANGUAGES))
