"""A door within the house: what is kept of a person is counted, and erased.

It looks through all records there are, which a turn never does: somebody may be named anywhere.
Others are heard meanwhile.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import orjson

from bot.assistant.doors import Again, Door, Forgetful
from bot.assistant.erasing import rules
from bot.assistant.erasing.person import Person, person_of
from bot.assistant.looking import gone_through
from bot.context import Context, merge
from bot.errors import Rejected, TryLater
from bot.invites.card import kept_sessions
from bot.model.erasure import ERASING, Erasure, Step
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.record import Record, View, key_of
from bot.model.suppression import Suppressed, Why
from bot.retaining import terms
from storage import Store

__all__ = ["ERASING", "Erasing", "Person"]

log = logging.getLogger(__name__)
AT_ONCE = 100
ROUNDS = 50
PATIENCE = 0.2
"""Seconds between two looks, while something about them is leaving."""
A_WHILE = 30.0
A_DAY = timedelta(days=1)
Contexts = Callable[[View, str], Context]


class Erasing:
    """Counts and erases; a receipt says what was found, as JSON under ``found``."""

    name = ERASING
    rate = 10.0
    again: Again = "resend"

    def __init__(self, store: Store, doors: Iterable[Door], context: Contexts) -> None:
        """Which records there are, and which doors keep what left by them."""
        self._store, self._context = store, context
        self._keeping = [door for door in doors if isinstance(door, Forgetful)]

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What was found, by kind; raises TryLater while something about the person is leaving."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        view = self._store.view()
        erasure = view.get(Erasure, sending.to)
        if erasure is None:
            return {"found": "{}"}
        if not erasure.address:
            await self._compact()
            return {"found": orjson.dumps(erasure.counts).decode()}
        person = person_of(self._context(view, f"erasure/{erasure.id}"), erasure)
        if errand.verb == "count":
            found = Counter([rules.kind_of(each) for each in await self._found(person)])
            held = await self._held(person)
            return {"found": orjson.dumps(found).decode(), "held": " ".join(held)}
        gone = await self._erased(erasure, person)
        return {"found": orjson.dumps(gone).decode()}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _erased(self, erasure: Erasure, person: Person) -> Counter[str]:
        """How many records are gone, by kind, once nothing is left of the person anywhere."""
        await self._store.run(lambda view: self._sealed(view, erasure, person))
        gone = Counter[str]()
        for _ in range(ROUNDS):
            found = await self._found(person)
            if not found:
                break
            if any(map(rules.is_leaving, found)):
                # Not before a last word has left, which needs to know where to.
                await asyncio.sleep(PATIENCE)
                continue
            for start in range(0, len(found), AT_ONCE):
                gone.update(await self._piece(erasure, person, found[start : start + AT_ONCE]))
        else:
            raise TryLater("something about the person is leaving", after=A_WHILE)
        for door in self._keeping:
            await door.forget(person)
        held = await self._held(person)
        await self._store.run(lambda view: self._closed(view, erasure, gone, held))
        await self._compact()
        log.info("erasure %s: %d records", erasure.id, gone.total())
        return gone

    async def _compact(self) -> None:
        """Have the journal forget too; raises TryLater where there is no room for that."""
        try:
            await self._store.compact()
        except OSError as problem:
            raise TryLater(f"the journal: {type(problem).__name__}", after=A_WHILE) from None

    async def _found(self, person: Person) -> list[Record]:
        """All records with something of the person, but for what must stay."""
        found: list[Record] = []
        async for some in gone_through(self._store, person.words):
            view = self._store.view()
            found += [each for each in some if not rules.stays(person, view, each)]
        return found

    async def _held(self, person: Person) -> tuple[str, ...]:
        """The sessions on hold of which something of the person stays."""
        found = set[str]()
        async for some in gone_through(self._store, person.words):
            view = self._store.view()
            there = {terms.session_of(view, e) for e in some if rules.names(person, e)}
            found |= there & terms.held(view)
        return tuple(sorted(found))

    async def _piece(self, erasure: Erasure, person: Person, found: list[Record]) -> Counter[str]:
        """Some records erased in one turn; what is being sent waits for the next round."""
        gone = Counter[str]()

        def turn(view: View) -> Outcome:
            gone.clear()
            context = self._context(view, f"erasure/{erasure.id}/{key_of(found[0])}")
            now = (view.get(type(each), key_of(each)) for each in found)
            there = [each for each in now if each is not None and not rules.is_leaving(each)]
            gone.update(rules.kind_of(each) for each in there)
            return merge(*(rules.erased(context, person, each) for each in there))

        await self._store.run(turn)
        return gone

    def _sealed(self, view: View, erasure: Erasure, person: Person) -> Outcome:
        """The seal on the list of those left out; it stays, so that no list brings them back.

        All that tells of the person is in the erasure until it is over.
        """
        context = self._context(view, f"erasure/{erasure.id}/seal")
        seal = context.sealed(person.address)
        known = view.get(Suppressed, seal) or Suppressed(address=seal)
        why: Why = "unsubscribed" if person.kept else "erased"
        # Once the contact is gone, nothing else tells what they were called and where they wrote.
        now = view.get(Erasure, erasure.id) or erasure
        found = now.changed(names=person.names, rooms=person.rooms)
        return Outcome(saves=(known.now(why, context.now), found))

    def _closed(
        self, view: View, erasure: Erasure, gone: Counter[str], held: tuple[str, ...]
    ) -> Outcome:
        """The erasure over, without the person; or waiting for what had to stay."""
        now = view.get(Erasure, erasure.id)
        if now is None:
            return Outcome()
        context = self._context(view, f"erasure/{now.id}/closed")
        counts = dict(Counter(now.counts if now.step is Step.KEPT else {}) + gone)
        kept = kept_sessions(context, now.address)
        if kept or held:
            again = max([context.now, *(each.ends for each in kept)]) + A_DAY
            waits = now.changed(step=Step.KEPT, again=again, counts=counts, held=held)
            return Outcome(saves=(waits,))
        by = "" if now.own else now.by
        nobody = now.changed(address="", by=by, names=(), rooms=())
        done = replace(nobody, step=Step.DONE, counts=counts, again=None, ended=context.now)
        noted = Noted(
            id=context.id_for("noted"),
            at=context.now,
            who=by,
            what="person.erased",
            about=f"erasure/{now.id}/{gone.total()}",
        )
        place = replace(done.place, room="") if now.own else done.place
        return Outcome(saves=(replace(done, place=place), noted))
