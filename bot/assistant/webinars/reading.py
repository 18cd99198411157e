"""Those who registered in Webex, heard as those in a file are; and those who are there no more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.assistant.bringing import Assistant, Counts, Load, filed
from bot.assistant.webinars import Webinars
from bot.assistant.webinars.telling import pieces, told
from bot.documents.answers import Columns, Entry, entry_of, recognised
from bot.errors import Refusal, Rejected
from bot.model.registration import Registration
from bot.model.webinar import Registrant
from bot.registering.request import Request

Facts = Mapping[str, Any]
MOST_GONE = 20
LONGEST_AGO = timedelta(days=360)
"""How far back those who registered are looked for: four times as far as one call may span."""
ADDRESS, NAME = "Email", "Name"


@dataclass
class _Read:
    """What one reading of a list came to."""

    counts: Counts = field(default_factory=Counts)
    decisions: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    unfit: int = 0
    present: set[str] = field(default_factory=set)
    turned_down: list[str] = field(default_factory=list)

    def take(self, registrant: Registrant) -> Request | None:
        """The wish of somebody who was let in."""
        entry = _entry(registrant)
        if entry is None:
            self.unfit += 1
            return None
        self.decisions[registrant.status] += 1
        if registrant.status == "rejected":
            self.turned_down.append(entry.address)
            return None
        self.present.add(entry.address)
        if registrant.status == "pending":
            return None
        self.sources[registrant.source] += 1
        return _wish(entry, registrant)


async def read(webinars: Webinars, assistant: Assistant, session: str, facts: Facts) -> Facts:
    """What reading the list came to; done again, it changes nothing more.

    ``since`` in the facts is None for all of it: only that shows who has left.
    """
    meeting = str(facts["meeting"]) or (await webinars.meetings.linked(str(facts["link"]))).id
    now = assistant.house.time.now()
    whole = facts["since"] is None
    since = now - LONGEST_AGO if whole else datetime.fromisoformat(str(facts["since"]))
    found = _Read()
    async for page in webinars.lists.registrants(meeting, since, now):
        wishes = [wish for each in page if (wish := found.take(each))]
        await _bring(assistant, session, wishes, found.counts)
    missing, vanished = _missing(assistant, session, found) if whole else ([], 0)
    gone = [*found.turned_down, *missing]
    left = await told(assistant, session, [{"gone": each} for each in pieces(gone)])
    return {
        "meeting": meeting,
        "until": now.isoformat(),
        "whole": whole,
        "counts": found.counts,
        "sources": {name: many for name, many in found.sources.items() if name},
        "pending": found.decisions["pending"],
        "rejected": found.decisions["rejected"],
        "unfit": found.unfit,
        "left": left,
        "vanished": vanished,
    }


async def _bring(
    assistant: Assistant, session: str, wishes: Sequence[Request], counts: Counts
) -> None:
    load = Load("registration", {"session": session}, pieces(wishes))
    try:
        async for piece in filed(assistant, load):
            counts.update(piece)
    except Rejected:
        raise Refusal("webinar.not_open") from None


def _missing(assistant: Assistant, session: str, found: _Read) -> tuple[list[str], int]:
    """Who came by the webinar and is in its list no more; or how many, if it is too many.

    A list that lost so many was not emptied by people one by one.
    """
    view = assistant.house.store.view()
    known = [each.address for each in view.find(Registration, "webinar_in", session)]
    gone = [each for each in known if each not in found.present]
    if len(gone) > max(MOST_GONE, len(known) // 10):
        return [], len(gone)
    return gone, 0


def _entry(registrant: Registrant) -> Entry | None:
    """What somebody said of themselves; None where there is no address to write to."""
    told_ = {ADDRESS: registrant.address, NAME: registrant.name, **registrant.answers}
    found = entry_of(told_, _columns(tuple(told_)))
    return found if isinstance(found, Entry) else None


@lru_cache(maxsize=64)
def _columns(titles: tuple[str, ...]) -> Columns:
    """What the questions of a form ask for, by their words."""
    return recognised(titles, ())


def _wish(entry: Entry, registrant: Registrant) -> Request:
    return Request(
        address=entry.address,
        name=entry.name,
        language=entry.language,
        department=entry.department,
        needs=entry.needs,
        consent=entry.consent,
        question=entry.question,
        came="webinar",
        at=registrant.at,
        seat=registrant.id,
    )
