"""Who is in the team's spaces: looked up where the space is, at most a minute old, else nobody."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.assistant.doors import Door, Roster
from bot.errors import Rejected, TryLater
from bot.model.conversation import Incoming
from bot.model.people import Place

log = logging.getLogger(__name__)
FRESH = 60.0
NOBODY: frozenset[str] = frozenset()


class Membership:
    """Asks the doors who is in a space; an answer that cannot be had makes nobody a member."""

    def __init__(self, doors: Mapping[str, Door]) -> None:
        """``doors`` by the name of their channel; those without a roster are left out."""
        self._rosters = {name: door for name, door in doors.items() if isinstance(door, Roster)}
        self._known: dict[Place, tuple[float, frozenset[str]]] = {}
        self._asking = asyncio.Lock()

    async def vouched(self, incoming: Incoming, spaces: Iterable[Place]) -> Incoming:
        """What was heard, with its sender marked as a member of one of these spaces if they are."""
        sender = incoming.sender
        if sender.outside or sender.robot:
            return incoming
        for space in spaces:
            if space.channel in self._rosters and sender.address in await self._members(space):
                return replace(incoming, sender=replace(sender, member=True))
        return incoming

    async def _members(self, space: Place) -> frozenset[str]:
        async with self._asking:
            now = asyncio.get_running_loop().time()
            looked, members = self._known.get(space, (0.0, NOBODY))
            if space in self._known and now - looked < FRESH:
                return members
            members = await self._looked_up(space)
            self._known[space] = (now, members)
            return members

    async def _looked_up(self, space: Place) -> frozenset[str]:
        try:
            return await self._rosters[space.channel].members(space.room)
        except (TryLater, Rejected, TimeoutError) as problem:
            log.warning("who is in a space of %s cannot be found out: %s", space.channel, problem)
            return NOBODY
