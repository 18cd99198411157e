"""The way out to Teams: messages and cards, by the Bot Connector."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.assistant.doors import Again
from bot.assistant.lookups import MESSAGE, message_showing, route_to
from bot.channels.teams import outgoing
from bot.channels.teams.connector import Connector
from bot.channels.teams.files import TeamsFiles
from bot.channels.teams.incoming import CHANNEL, THREAD
from bot.channels.teams.pace import Pace
from bot.channels.teams.people import vouched
from bot.documents.pieces import pieces
from bot.errors import Gone, Rejected, TryLater
from bot.model.outbox import Message, Sending
from bot.model.people import Place
from storage import Store

log = logging.getLogger(__name__)
LONGEST = 8_000
"""Bytes of one message; Teams takes 40 KB in UTF-16, in which escaped words are longer."""
ROOT = "thread"
"""What a receipt calls the first message of the thread that a message stands in."""


@dataclass
class TeamsDoor:
    """The way out to Teams, by the routes that came with what was heard there."""

    store: Store
    connector: Connector
    tenant: str
    name: str = CHANNEL
    rate: float = 20.0
    again: Again = "soon"
    pace: Pace = field(default_factory=Pace)
    files: TeamsFiles = field(default_factory=TeamsFiles)
    _parts: dict[str, tuple[int, str]] = field(default_factory=dict)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The id of the message."""
        content = sending.content
        if not isinstance(content, Message):
            raise Rejected("not a message")
        route = self._route(sending.to)
        place = Place(CHANNEL, sending.to)
        shown = message_showing(self.store.view(), place, content.replaces)
        if not content.below and await self._updated(place, shown, outgoing.activity(content)):
            return shown
        posted = await self._posted(route, sending, content)
        if content.below:
            await self._closed(place, shown, content)
        return posted

    async def _updated(
        self, place: Place, shown: Mapping[str, str], activity: Mapping[str, Any]
    ) -> bool:
        """Whether there was a message to be replaced by this."""
        if not shown.get(MESSAGE):
            return False
        await self.pace.keep(place.room)
        service = str(self._route(place.room)["service"])
        room = conversation(place.room, shown.get(ROOT, ""))
        try:
            await self.connector.update(service, room, shown[MESSAGE], activity)
        except Gone:
            return False
        return True

    async def _closed(self, place: Place, shown: Mapping[str, str], content: Message) -> None:
        """Close a card whose answer stands below; it no longer matters if that fails."""
        try:
            await self._updated(place, shown, outgoing.closed(content.text))
        except (Rejected, TryLater, TimeoutError) as problem:
            log.info("an answered card stays in its room: %s", problem)

    async def _posted(
        self, route: Mapping[str, Any], sending: Sending, content: Message
    ) -> Mapping[str, str]:
        """The ids of the last piece and its thread; pieces that were taken are not sent again."""
        texts = [content.text] if content.card else pieces(content.text, LONGEST)
        first, thread = self._parts.get(sending.key, (0, content.thread))
        last = ""
        for number in range(first, len(texts)):
            await self.pace.keep(sending.to)
            piece = outgoing.activity(Message(texts[number], content.card))
            last, thread = await self._said(route, sending.to, thread, piece)
            self._parts[sending.key] = (number + 1, thread)
        self._parts.pop(sending.key, None)
        return {MESSAGE: last, ROOT: thread} if thread else {MESSAGE: last}

    async def _said(
        self, route: Mapping[str, Any], room: str, thread: str, piece: Mapping[str, Any]
    ) -> tuple[str, str]:
        """The ids of a message and of its thread; in a channel, a thread is begun where none is."""
        service = str(route["service"])
        if route.get("channel") and not thread:
            id_, begun = await self.connector.begin(service, room, route, piece)
            return id_, begun.partition(THREAD)[2]
        return await self.connector.post(service, conversation(room, thread), piece), thread

    async def members(self, room: str) -> frozenset[str]:
        """The addresses of those in the conversation whom our tenant vouches for."""
        route = self._route(room)
        tenant = str(route.get("tenant", ""))
        everybody = self.connector.members(str(route["service"]), room)
        known = [vouched(member, tenant, self.tenant) async for member in everybody]
        return frozenset(address for address, outside in known if address and not outside)

    async def file(self, source: str) -> bytes:
        """What is in a file that was dropped; raises TryLater or Rejected."""
        return await self.files.file(source)

    def _route(self, room: str) -> Mapping[str, Any]:
        route: Mapping[str, Any] | None = route_to(self.store.view(), Place(CHANNEL, room))
        if route is None:
            raise Gone("nothing was ever heard from there")
        return route

    async def close(self) -> None:
        """Let go of connections."""
        await self.connector.close()


def conversation(room: str, thread: str) -> str:
    """The platform's name of a chat, a channel, or a thread in a channel."""
    return f"{room}{THREAD}{thread}" if thread else room
