"""Hears, ticks and sends: the only asynchronous logic inside."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from bot import texts
from bot.assistant import endings, housekeeping, stretches
from bot.assistant.disposing import Disposing
from bot.assistant.doors import Door
from bot.assistant.erasing import ERASING, Erasing
from bot.assistant.errands import FILES, FileErrands
from bot.assistant.house import House, Time
from bot.assistant.ledgers import LEDGERS, LookedUp
from bot.assistant.limits import Limits
from bot.assistant.mailings import Around, Mailings
from bot.assistant.membership import Membership
from bot.assistant.outbox import Outbox, put_through
from bot.assistant.patient import PatientStore
from bot.assistant.polls import POLLS, Counting
from bot.assistant.presenting import presented
from bot.assistant.receipts import Receipts
from bot.assistant.replies import as_sendings, empty, sayable, seen_key
from bot.assistant.reports import REPORTS, ReportErrands
from bot.assistant.watched import WatchedStore
from bot.assistant.webinars.errands import WebinarErrands
from bot.context import Context, Languages, Mails, Skill, merge
from bot.model.conversation import Card, Incoming, Seen, Sender
from bot.model.mailing import Mailing
from bot.model.outbox import Draft, Letter, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Place, Team
from bot.model.record import View
from bot.model.retention import RETAINING
from bot.model.webinar import WEBINARS
from bot.model.words import LANGUAGES, Phrase
from bot.turn import take
from bot.turn.standing import card_of
from storage import StoreAway, StoreBroken

__all__ = ["Assistant", "House", "Time"]

log = logging.getLogger(__name__)
BREATH = 200
Listener = Callable[[str, Answer, float], None]
"""Hears of each turn: by which channel, what was answered, after how many seconds."""
MOST_PIECES = 1_000


class Assistant:
    """Takes in what is heard, asks what is due, and lets nothing out but through the outbox."""

    def __init__(self, house: House) -> None:
        """Move into the house; nothing runs until it is asked to."""
        self.house = house
        self._store = WatchedStore(house.store, self._changed)
        self._patient = PatientStore(house.store, self._changed)
        inside: dict[str, Door] = {
            LEDGERS: LookedUp(house.ledgers, self._meant),
            FILES: FileErrands(house.files, self),
            POLLS: Counting(self._patient, house.time),
            REPORTS: ReportErrands(house.files, self),
        }
        if house.webinars is not None:
            inside[WEBINARS] = WebinarErrands(house.webinars, self)
        around = house.doors.values()
        inside[ERASING] = Erasing(self._patient, around, self._context)
        inside[RETAINING] = Disposing(self._patient, house.ledgers, self._context)
        self.outbox = Outbox(self._patient, {**house.doors, **inside}, house.time, self._told)
        self.outbox.written = self._written
        self.mailings = Mailings(self._around())
        self.receipts = Receipts(self._around())
        self._membership = Membership(house.doors)
        self._limits = Limits()
        self.listeners: list[Listener] = []
        self._ticked: float | None = None
        self._moving = asyncio.Lock()
        self._talks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, incoming: Incoming) -> Answer:
        """The answer to one thing heard; what else follows is durable and on its way.

        Heard again, it is answered as before and changes nothing.
        """
        if incoming.sender.robot:
            return Answer()
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = await self._heard(incoming)
        for listener in self.listeners:
            listener(incoming.place.channel, answer, loop.time() - began)
        return answer

    async def follow(self, seed: str, outcome: Callable[[Context], Outcome]) -> None:
        """Keep what follows from something that nobody said. Raises ``StoreAway``."""
        await self._store.run(lambda view: outcome(self._context(view, seed)))

    def reading(self, seed: str) -> Context:
        """What there is to read now."""
        return self._context(self._store.view(), seed)

    async def _heard(self, incoming: Incoming) -> Answer:
        """The answer; one at a time for each person in each room, in the order they came.

        What nobody vouches for belongs to no talk and waits for nothing: the store hears one after
        the other anyway, and what is heard twice waits there for what came of the first.
        """
        who = incoming.sender.address
        if not who:
            return await self._taken(incoming)
        talk = f"{incoming.place.channel}/{incoming.place.room}/{who}"
        # Whoever holds the lock or waits for it keeps it alive; with the last of them it goes.
        lock = self._talks.setdefault(talk, asyncio.Lock())
        async with lock:
            incoming = await self._membership.vouched(incoming, self._spaces_of(incoming.sender))
            if self._exceeds(incoming):
                return await self._slowed_down(incoming)
            return await self._taken(incoming)

    async def _taken(self, incoming: Incoming) -> Answer:
        try:
            outcome = await self._store.run(lambda view: self._turn(view, incoming))
        except StoreBroken:
            raise
        except Exception as problem:
            if incoming.delivery is not None:
                # Nothing is kept of it: whoever brings it may bring it again.
                raise
            if isinstance(problem, StoreAway):
                return await self._put_off(incoming)
            return await self._broken(incoming, problem)
        return outcome.answer

    def answer(self, incoming: Incoming) -> Answer:
        """What would be answered to this now; nothing of it is kept, and nothing leaves."""
        context = self._context(self._store.view(), seen_key(incoming))
        return take(incoming, context, self.house.skills).answer

    def heard_before(self, incoming: Incoming) -> bool:
        """Whether this was heard already: it will be answered as before, without effect."""
        return self._store.view().get(Seen, seen_key(incoming)) is not None

    def present(self, ref: str, languages: Languages) -> Answer:
        """A card as it stands now, for somebody who holds a signed link to it; empty if gone."""
        context = self._context(self._store.view(), f"present/{ref}")
        return presented(context, self.house.skills, ref, languages)

    def languages_of_card(self, ref: str) -> Languages:
        """The languages of the person a card was made for; both if they never showed one."""
        card = self.card(ref)
        context = self._context(self._store.view(), ref)
        return context.languages_of(card.person if card else "")

    def card(self, ref: str) -> Card | None:
        """The card with this reference, as it may be pressed now."""
        return card_of(self._context(self._store.view(), ref), ref, self.house.skills)

    async def tick(self) -> None:
        """Ask every skill what is owed by now, and tidy up."""
        now = self.house.time.now()
        for skill in self.house.skills.all:
            if skill.due is not None:
                await self._due(skill, now)
        for outcome in housekeeping.done_with(self._store.view(), now):
            await self._patient.run(outcome.regardless)
        await self.receipts.file()
        self._ticked = asyncio.get_running_loop().time()
        self.outbox.wake()

    def changed_elsewhere(self, rows: Collection[tuple[str, str]]) -> None:
        """Take note of rows, by table and key, that another process changed in the store."""
        view = self._store.view()
        kinds = {kind for kind, _ in rows}
        filed = (view.get(Sending, key) for kind, key in rows if kind == Sending.table.name)
        gates = self.outbox.gates
        self.outbox.offer([s for s in filed if s and s.ready_at and s.door in gates])
        if Mailing.table.name in kinds:
            self.mailings.wake()
        self.house.changed()

    def seconds_since_tick(self) -> float:
        """How long ago all that was due had last been asked for; 0 before the first time."""
        now = asyncio.get_running_loop().time()
        return now - self._ticked if self._ticked is not None else 0.0

    async def move_clock(self, to: datetime) -> None:
        """Move time forward through every due moment, in order; one such move at a time."""
        async with self._moving:
            now, steps = self.house.time.now(), 0
            while now < to:
                before, now = now, stretches.end(now)
                if now >= to or not self._is_quiet(before, now):
                    now = min(before + stretches.MINUTE, to)
                    self.house.time.move(now)
                    await self.tick()
                    await self.settle()
                steps += 1
                if steps % BREATH == 0:
                    await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let everything leave that may leave now."""
        await self.outbox.drain()
        if await self.mailings.drain():
            await self.outbox.drain()

    def _around(self) -> Around:
        house = self.house
        return Around(
            store=self._patient,
            doors=house.doors,
            gates=self.outbox.gates,
            time=house.time,
            mails=self._mails,
            context=self._context,
            ledgers=house.ledgers,
        )

    def _mails(self, skill: str) -> Mails:
        mails = self.house.skills.named[skill].mails
        assert mails is not None
        return mails

    def _changed(self, outcome: Outcome) -> None:
        self.outbox.offer(outcome.sends)
        if any(isinstance(each, Mailing) for each in outcome.saves):
            self.mailings.wake()
        self.house.changed()

    def _spaces_of(self, sender: Sender) -> tuple[Place, ...]:
        """The spaces that would make this person an organiser, who is none by their address."""
        team = self._store.view().get(Team, "team")
        setup, address = self.house.setup, sender.address
        if team is None or address in (*setup.organisers, *team.organisers):
            return ()
        ours = not setup.domains or address.rpartition("@")[2] in setup.domains
        return team.spaces if ours else ()

    def _turn(self, view: View, incoming: Incoming) -> Outcome:
        key = seen_key(incoming)
        seen = view.get(Seen, key)
        if seen is not None:
            return Outcome(answer=seen.answer)
        return self._kept(incoming, take(incoming, self._context(view, key), self.house.skills))

    def _kept(self, incoming: Incoming, outcome: Outcome) -> Outcome:
        """The outcome, its answer kept for when this is heard again, and sent if nobody waits."""
        now = self.house.time.now()
        said = sayable(incoming, outcome.answer)
        answer = said if incoming.waits else Answer()
        replies = () if incoming.waits else as_sendings(incoming, said, now)
        return Outcome(
            saves=(*outcome.saves, Seen(id=seen_key(incoming), at=now, answer=answer)),
            removes=outcome.removes,
            sends=(*replies, *outcome.sends),
            answer=answer,
        )

    def _exceeds(self, incoming: Incoming) -> bool:
        """Whether this is one too many; what was heard before costs nothing."""
        address, at = incoming.sender.address, incoming.at
        return not self.heard_before(incoming) and self._limits.exceeded(address, at)

    async def _slowed_down(self, incoming: Incoming) -> Answer:
        """Words about too many messages, once a minute; then nothing."""
        if self._limits.told(incoming.sender.address, incoming.at):
            return Answer()
        return await self._answered(incoming, Phrase("turn.too_many"))

    async def _broken(self, incoming: Incoming, problem: Exception) -> Answer:
        """Words for the person; the reference leads whoever looks after the bot to the log."""
        reference = hashlib.sha256(seen_key(incoming).encode()).hexdigest()[:8]
        log.error("turn %s broke", reference, exc_info=problem)
        return await self._answered(incoming, Phrase("turn.broken", {"reference": reference}))

    async def _put_off(self, incoming: Incoming) -> Answer:
        """Words for the person that it could not be kept; they reach them past the outbox."""
        context = self._context(self._store.view(), seen_key(incoming))
        known = context.languages_of(incoming.sender.address)
        words = texts.render_in(Phrase("turn.away"), known if incoming.private else LANGUAGES)
        answer = Answer(words, facts={"refused": "turn.away"})
        if incoming.waits:
            return answer
        for sending in as_sendings(incoming, answer, self.house.time.now()):
            await put_through(self.house.doors[sending.door], sending)
        return Answer()

    async def _answered(self, incoming: Incoming, phrase: Phrase) -> Answer:
        """The words as the answer, in the person's languages, and nothing else."""

        def turn(view: View) -> Outcome:
            context = self._context(view, seen_key(incoming))
            known = context.languages_of(incoming.sender.address)
            words = texts.render_in(phrase, known if incoming.private else LANGUAGES)
            answer = Answer(words, facts={"refused": phrase.key})
            return self._kept(incoming, Outcome(answer=answer))

        return (await self._store.run(turn)).answer

    async def _due(self, skill: Skill, now: datetime) -> None:
        """Have all that is owed filed, in pieces where it is much; others are heard in between."""

        def owed(view: View) -> Outcome:
            assert skill.due is not None
            return skill.due(self._context(view, f"due/{skill.name}/{now.isoformat()}"))

        try:
            for _ in range(MOST_PIECES):
                if empty(owed(self._store.view())):
                    return
                done = await self._patient.run(owed)
                if empty(done):
                    return
        except StoreBroken:
            raise
        except Exception:
            log.exception("what %s owes could not be worked out", skill.name)

    def _is_quiet(self, now: datetime, until: datetime) -> bool:
        """Whether nothing can happen between two moments."""
        view = self._store.view()
        if stretches.something_planned(view, now, until):
            return False
        then = replace(self._context(view, "looked ahead"), now=until)
        try:
            return all(empty(each.due(then)) for each in self.house.skills.all if each.due)
        except Exception:
            log.exception("what will be owed could not be worked out")
            return False

    def _told(self, view: View, sending: Sending) -> Outcome:
        """What follows once a sending ended, or could not leave."""
        context = self._context(view, f"ended/{sending.key}/{sending.attempts}")
        result = endings.result_of(context, sending)
        outcome = take(result, context, self.house.skills) if result else Outcome()
        since = self.outbox.failing_since(sending.door)
        outage = endings.outage(context, sending.door, since.isoformat()) if since else ()
        told = Outcome(sends=(*endings.failure(context, sending), *outage))
        return merge(outcome, endings.gone(context, sending), told)

    def _meant(self, number: str) -> Iterable[Any]:
        """The people a mailing is for."""
        view = self._store.view()
        mailing = view.get(Mailing, number)
        mails = self.house.skills.named[mailing.skill].mails if mailing else None
        if mailing is None or mails is None:
            return ()
        return mails.audience(self._context(view, f"mailing/{number}"), mailing)

    def _written(self, view: View, draft: Draft) -> Letter | None:
        """The letter of a draft as its skill writes it now; None if it has become pointless."""
        writes = self.house.skills.named[draft.skill].writes
        assert writes is not None
        return writes(self._context(view, f"draft/{draft.name}/{draft.about}"), draft)

    def _context(self, view: View, seed: str) -> Context:
        house = self.house
        signs = (house.link, house.token, house.sealed, house.unguessable)
        return Context(view, house.time.now(), house.setup, seed, *signs)
