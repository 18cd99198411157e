"""A door within the house: what the ledgers of mailings say of one person, or of everybody."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from bot.assistant.doors import Again
from bot.assistant.mailings.gathering import breathe
from bot.assistant.mailings.lines import ENDS, LATER, LEFT, NEAR, TOGETHER
from bot.errors import Rejected
from bot.model.outbox import LEDGERS, Errand, Sending
from storage import Ledgers
from storage.ledger import BEGUN, UNCERTAIN, Note, mark

__all__ = ["LEDGERS", "LookedUp"]

MOST_NAMED = 20
KNOWN = frozenset({*ENDS, LATER, BEGUN, UNCERTAIN})
People = Callable[[str], Iterable[Any]]
OURS = LEFT | {NEAR, TOGETHER}


class LookedUp:
    """Looks through ledgers off the loop; the receipt says of each mailing how it ended there."""

    name = LEDGERS
    rate = 100.0
    again: Again = "resend"

    def __init__(self, ledgers: Ledgers, people: People) -> None:
        """Where the ledgers are, and the people a mailing is for."""
        self._ledgers, self._people = ledgers, people

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """For each mailing the end, ``uncertain`` or ``-`` for whether it may have left twice.

        Then what the ledger says of it, unless that is another's own words; nothing where it says
        nothing at all. Asked *who*, it gives for each mailing ``{end: {"count", "people"}}`` as
        JSON, and names nobody where they are many.
        """
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        if errand.verb == "who":
            return {each: await self._who(each) for each in errand.facts["mailings"]}
        return {each: await self._found(each, sending.to) for each in errand.facts["mailings"]}

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _found(self, mailing: str, address: str) -> str:
        notes = await asyncio.to_thread(self._ledgers.notes, mailing)
        note = notes.get(mark(mailing, address))
        if note is None:
            return ""
        doubt = "uncertain" if note.uncertain else "-"
        why = note.why if note.end in OURS else ""
        return f"{note.end or 'begun'} {doubt} {why}".strip()

    async def _who(self, mailing: str) -> str:
        notes = await asyncio.to_thread(self._ledgers.notes, mailing)
        counts = Counter(note.end for note in notes.values() if note.end in KNOWN)
        named = await self._named(mailing, notes, counts)
        ends = {
            end or "begun": {"count": count, "people": named[end]} for end, count in counts.items()
        }
        return orjson.dumps(ends).decode()

    async def _named(
        self, mailing: str, notes: Mapping[str, Note], counts: Mapping[str, int]
    ) -> Mapping[str, list[str]]:
        """Who ended how, where that are few; whoever is no longer meant is only counted."""
        named = defaultdict[str, list[str]](list)
        for count, person in enumerate(self._people(mailing)):
            await breathe(count)
            note = notes.get(mark(mailing, person.address))
            if note is not None and counts.get(note.end, 0) <= MOST_NAMED:
                named[note.end].append(person.address)
        return named
