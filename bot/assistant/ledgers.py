"""A door within the house: what the ledgers of mailings say of one person."""

import asyncio
from collections.abc import Mapping

from bot.assistant.doors import Again
from bot.assistant.mailings.lines import LEFT, NEAR, TOGETHER
from bot.errors import Rejected
from bot.model.outbox import LEDGERS, Errand, Sending
from storage import Ledgers
from storage.ledger import mark

__all__ = ["LEDGERS", "LookedUp"]

OURS = LEFT | {NEAR, TOGETHER}


class LookedUp:
    """Looks through ledgers off the loop; the receipt says of each mailing how it ended there."""

    name = LEDGERS
    rate = 100.0
    again: Again = "resend"

    def __init__(self, ledgers: Ledgers) -> None:
        """Where the ledgers are."""
        self._ledgers = ledgers

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """For each mailing the end, ``uncertain`` or ``-`` for whether it may have left twice.

        Then what the ledger says of it, unless that is another's own words; nothing where it says
        nothing at all.
        """
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
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
