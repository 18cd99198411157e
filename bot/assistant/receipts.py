"""What the other side reports of letters that it took in batches: delivered, or come back.

Reports of one letter come several times, and not always in order. A file beside the mailing's
ledger says what is known of each person; the mailing's counts are brought up to date once a minute.
"""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from bot.assistant.mailings import Around
from bot.model.addresses import domain_of
from bot.model.mailing import Mailing
from bot.model.outcome import Outcome
from bot.model.record import View
from bot.suppression import added
from storage import Ledger
from storage.ledger import mark

End = Literal["failed", "delivered", "bounced"]
RANK: dict[str, int] = {"failed": 1, "delivered": 2, "bounced": 3}
"""What is reported may be followed by what ranks higher: a letter that was delivered comes back."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the letter to one address, in the batch with this key.

    ``bounced`` is for good: nothing will ever be delivered there.
    """

    batch: str
    address: str
    end: End


class Receipts:
    """Takes reports, each of them as often as it comes."""

    def __init__(self, around: Around) -> None:
        """No file is open yet."""
        self._around = around
        self._ledgers: dict[str, Ledger] = {}
        self._opening = asyncio.Lock()
        self._used: set[str] = set()
        self._returned: defaultdict[str, Counter[str]] = defaultdict(Counter)

    async def take(self, receipt: Receipt) -> None:
        """Return once it is kept for good; one of letters that are not ours is passed over."""
        _, _, rest = receipt.batch.partition("mailing/")
        mailing = self._around.store.view().get(Mailing, rest.rpartition("/")[0])
        if mailing is None:
            return
        self._used.add(mailing.id)
        ledger = await self._ledger(mailing.id)
        found = mark(mailing.id, receipt.address)
        before = ledger.notes.get(found)
        if before is None or RANK[before.end] < RANK[receipt.end]:
            await ledger.note((found, receipt.end, ""))
            if receipt.end != "delivered":
                self._returned[mailing.id][domain_of(receipt.address)] += 1
        if receipt.end == "bounced":
            await self._suppress(receipt.address.lower())

    async def file(self) -> None:
        """Bring the counts of mailings up to date, and let go of files that are no longer used."""
        used, self._used = self._used, set()
        for mailing in used & self._ledgers.keys():
            await self._count(mailing, self._ledgers[mailing])
        for mailing in self._ledgers.keys() - used - self._used:
            await self._ledgers.pop(mailing).close()

    async def close(self) -> None:
        """Let go of all files."""
        await self.file()
        await self.file()

    async def _ledger(self, mailing: str) -> Ledger:
        async with self._opening:
            if mailing not in self._ledgers:
                name = f"{mailing}.receipts"
                opened = await asyncio.to_thread(self._around.ledgers.join, name)
                self._ledgers[mailing] = opened
            return self._ledgers[mailing]

    async def _suppress(self, address: str) -> None:
        """Have this address written to no more."""

        def turn(view: View) -> Outcome:
            return added(self._around.context(view, f"bounced/{address}"), address, "bounced")

        await self._around.store.run(turn)

    async def _count(self, number: str, ledger: Ledger) -> None:
        await ledger.note()
        ends = Counter(note.end for note in ledger.notes.values())
        delivered, bounced = ends["delivered"], ends["bounced"] + ends["failed"]
        returned = self._returned.pop(number, Counter())

        def turn(view: View) -> Outcome:
            mailing = view.get(Mailing, number)
            if mailing is None:
                return Outcome()
            tally = replace(mailing.tally, delivered=delivered, bounced=bounced)
            if tally == mailing.tally:
                return Outcome()
            context = self._around.context(view, f"mailing/{number}/{mailing.version}")
            after = mailing.come_back(returned).changed(tally=tally)
            told = self._around.mails(mailing.skill).told(context, after)
            return Outcome(saves=(after,), sends=told)

        await self._around.store.run(turn)
