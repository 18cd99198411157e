"""What a report is held against, and what is counted of it; others are heard in between."""

import asyncio
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any

from bot.assistant.house import House
from bot.attending.summing import Summing
from bot.model.attendance import Attended, Turnout
from bot.model.people import Team
from bot.model.record import View
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.speaking import Speaking

AT_ONCE = 300
"""Records that are read before others are heard. More than 256: from there on the view holds fast
which ones there are."""
OTHERS = ("unmatched", "guest", "team")


async def asked(house: House, session: Session, name: str) -> dict[str, Any]:
    """What the reader of a report must know: when the session was, and who had registered."""
    view = house.store.view()
    known = [[each.address.lower(), each.name] async for each in _registrations(view, session)]
    team = view.get(Team, "team") or Team()
    speaking = view.find(Speaking, "session", session.id)
    own = {*house.setup.organisers, *team.organisers, *(each.address.lower() for each in speaking)}
    return {
        "name": name,
        "around": session.starts.isoformat(),
        "zone": session.zone,
        "registered": known,
        "team": sorted(own),
    }


async def counted(house: House, session: Session) -> Turnout:
    """How many came, of all that is kept of it now."""
    view, summing = house.store.view(), Summing()
    async for each in _registrations(view, session):
        key = f"{session.id}/{each.address.lower()}"
        summing.add(each, [*view.find(Attended, "registered_in", key)])
    others = {kind: view.count(Attended, "kind_in", f"{session.id}/{kind}") for kind in OTHERS}
    return summing.turnout(session.id, house.time.now(), others)


async def _registrations(view: View, session: Session) -> AsyncIterator[Registration]:
    """Every registration of a session once."""
    seen: set[str] = set()
    for standing in Standing:
        found = view.oldest(Registration, "standing_in", f"{session.id}/{standing}")
        while some := list(islice(found, AT_ONCE)):
            for each in some:
                if each.key not in seen:
                    seen.add(each.key)
                    yield each
            await asyncio.sleep(0)
