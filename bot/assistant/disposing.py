"""A door within the house: what is past its time is counted, and disposed of once approved.

Like an erasure it goes through all records there are, in pieces between which others are heard.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import orjson

from bot.assistant.doors import Again
from bot.assistant.looking import EVERYTHING, gone_through
from bot.context import Context, merge
from bot.errors import Rejected, TryLater
from bot.model.erasure import ALIAS
from bot.model.mailing import Mailing
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.record import Record, View, key_of
from bot.model.retention import RETAINING, Disposal, Lot, Stand
from bot.retaining import terms
from bot.retaining.kinds import RULES, kind_of
from storage import Ledgers, Store

log = logging.getLogger(__name__)
AT_ONCE = 100
A_WHILE = 30.0
SHOWN_AHEAD = timedelta(days=90)
"""How far ahead a preview says what will be past its time."""
Contexts = Callable[[View, str], Context]


class Disposing:
    """Counts and disposes; a receipt says how many records, as text under ``found``."""

    name = RETAINING
    rate = 10.0
    again: Again = "resend"

    def __init__(self, store: Store, ledgers: Ledgers, context: Contexts) -> None:
        """Which records there are, and the ledgers of mailings beside them."""
        self._store, self._ledgers, self._context = store, ledgers, context

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """How much was found or is gone; done a second time, it changes nothing."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        disposal = self._store.view().get(Disposal, sending.to)
        if disposal is None:
            return {"found": "0"}
        if errand.verb == "count":
            return await self._counted(disposal)
        return {"found": str(await self._disposed(disposal))}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _counted(self, disposal: Disposal) -> Mapping[str, str]:
        """What is past its time, and what will be, as JSON."""
        view = self._store.view()
        now = self._context(view, f"disposal/{disposal.id}").now
        reckoning = terms.Reckoning(view, now, now + SHOWN_AHEAD)
        async for some in gone_through(self._store, EVERYTHING):
            reckoning.take(some)
        lots = {"due": reckoning.due, "coming": reckoning.coming, "as_of": now}
        return {"found": orjson.dumps(lots).decode()}

    async def _disposed(self, disposal: Disposal) -> int:
        """How many records are gone: of the lots that were approved, what was past its time then.

        The files are written anew before it counts as done, so that they tell of nobody either.
        """
        if disposal.stand is not Stand.APPROVED:
            return disposal.total
        found: list[Record] = []
        async for some in gone_through(self._store, EVERYTHING):
            view = self._store.view()
            found += [each for each in some if _may_go(view, disposal, each)]
        for start in range(0, len(found), AT_ONCE):
            await self._piece(disposal.id, found[start : start + AT_ONCE])
        try:
            await self._store.compact()
        except OSError as problem:
            raise TryLater(f"the journal: {type(problem).__name__}", after=A_WHILE) from None
        await self._store.run(lambda view: self._closed(view, disposal.id))
        done = self._store.view().get(Disposal, disposal.id) or disposal
        log.info("disposal %s: %d records", done.id, done.total)
        return done.total

    async def _piece(self, number: str, found: list[Record]) -> None:
        """Some records gone in one turn, which counts them too."""
        for each in found:
            if isinstance(each, Mailing):
                for name in (each.id, f"{each.id}.receipts"):
                    await asyncio.to_thread(self._ledgers.forget, name)

        def turn(view: View) -> Outcome:
            now = view.get(Disposal, number)
            if now is None or now.stand is not Stand.APPROVED:
                return Outcome()
            fresh = (view.get(type(each), key_of(each)) for each in found)
            there = [each for each in fresh if each is not None and _may_go(view, now, each)]
            ended = [
                RULES[type(each)].ending(view, each, f"{ALIAS}d{now.id}-{now.total + place}")
                for place, each in enumerate(there)
            ]
            gone = _added(now.gone, ((kind_of(e), terms.session_of(view, e)) for e in there))
            return merge(*ended, Outcome(saves=(now.changed(gone=gone),) if there else ()))

        await self._store.run(turn)

    def _closed(self, view: View, number: str) -> Outcome:
        """The disposal over, with a note for the file of each session."""
        now = view.get(Disposal, number)
        if now is None or now.stand is not Stand.APPROVED:
            return Outcome()
        context = self._context(view, f"disposal/{number}/closed")
        about = dict.fromkeys(each.session for each in now.gone)
        notes = tuple(
            Noted(
                id=context.id_for(f"noted/{session}"),
                at=context.now,
                who=now.approved_by,
                what="retention.disposed",
                about=f"session/{session}" if session else f"disposal/{number}",
            )
            for session in about
        )
        return Outcome(saves=(now.changed(stand=Stand.DONE, ended=context.now), *notes))


def _may_go(view: View, disposal: Disposal, record: Record) -> bool:
    """Whether a record belongs to what was approved, was past its time, and nothing holds it."""
    kind = kind_of(record)
    if not kind or disposal.as_of is None:
        return False
    session = terms.session_of(view, record)
    if (kind, session) not in {(each.kind, each.session) for each in disposal.lots}:
        return False
    ends = terms.until(view, terms.settled(view), record)
    return ends is not None and ends <= disposal.as_of and session not in terms.held(view)


def _added(lots: tuple[Lot, ...], gone: Iterator[tuple[str, str]]) -> tuple[Lot, ...]:
    """The lots with these more."""
    counts = Counter({(each.kind, each.session): each.count for each in lots})
    counts.update(gone)
    return tuple(Lot(kind, session, count) for (kind, session), count in counts.items())
