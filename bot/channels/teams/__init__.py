"""Microsoft Teams: ``POST /api/messages`` in, the Bot Connector out."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bot.assistant import Assistant
from bot.assistant.doors import Again
from bot.assistant.lookups import MESSAGE, message_showing, route_to
from bot.channels.teams import outgoing
from bot.channels.teams.connector import Connector
from bot.channels.teams.incoming import CHANNEL, Activity, read
from bot.channels.teams.pace import Pace
from bot.channels.teams.people import People, vouched
from bot.channels.teams.sdk import Authority, Registration, Unauthorised
from bot.documents.pieces import pieces
from bot.errors import Gone, Rejected, TryLater
from bot.model.conversation import Incoming
from bot.model.outbox import Message, Sending
from bot.model.outcome import Answer
from bot.model.people import Place
from storage import Store

log = logging.getLogger(__name__)
LARGEST = 256 * 1024
LONGEST = 8_000
"""Bytes of one message; Teams takes 40 KB in UTF-16, in which escaped words are longer."""
TYPING_AFTER = 1.0
TYPING_AGAIN = 3.0


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
    _parts: dict[str, int] = field(default_factory=dict)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The id of the message."""
        content = sending.content
        if not isinstance(content, Message):
            raise Rejected("not a message")
        service = self._service(sending.to)
        if content.replaces:
            shown = message_showing(self.store.view(), Place(CHANNEL, sending.to), content.replaces)
            if shown and await self._replaced(service, sending.to, shown, content):
                return {MESSAGE: shown}
        return {MESSAGE: await self._posted(service, sending, content)}

    async def _replaced(self, service: str, room: str, shown: str, content: Message) -> bool:
        """Whether the message was there to be replaced."""
        await self.pace.keep(room)
        try:
            await self.connector.update(service, room, shown, outgoing.activity(content))
        except Gone:
            return False
        return True

    async def _posted(self, service: str, sending: Sending, content: Message) -> str:
        """The id of the last piece; pieces that were taken before are not sent again."""
        texts = [content.text] if content.card else pieces(content.text, LONGEST)
        last = ""
        for number in range(self._parts.get(sending.key, 0), len(texts)):
            await self.pace.keep(sending.to)
            piece = Message(texts[number], content.card)
            last = await self.connector.post(service, sending.to, outgoing.activity(piece))
            self._parts[sending.key] = number + 1
        self._parts.pop(sending.key, None)
        return last

    async def members(self, room: str) -> frozenset[str]:
        """The addresses of those in the conversation whom our tenant vouches for."""
        route = route_to(self.store.view(), Place(CHANNEL, room)) or {}
        tenant = str(route.get("tenant", ""))
        everybody = self.connector.members(self._service(room), room)
        known = [vouched(member, tenant, self.tenant) async for member in everybody]
        return frozenset(address for address, outside in known if address and not outside)

    def _service(self, room: str) -> str:
        route = route_to(self.store.view(), Place(CHANNEL, room))
        if route is None:
            raise Gone("nothing was ever heard from there")
        return str(route["service"])

    async def close(self) -> None:
        """Let go of connections."""
        await self.connector.close()


@dataclass
class Teams:
    """The way in from Teams."""

    assistant: Assistant
    door: TeamsDoor

    def __post_init__(self) -> None:
        """Know people by the same connector."""
        self._people = People(self.door.store, self.door.connector, self.door.tenant)

    def add_to(self, app: web.Application) -> None:
        """Take what Teams posts."""
        app.router.add_post("/api/messages", self._messages)

    async def _messages(self, request: web.Request) -> web.Response:
        try:
            activity = read(orjson.loads(await request.read()))
        except ValueError as problem:
            raise web.HTTPBadRequest(text="This is no activity.") from problem
        await self._check(request, activity)
        answered = await self._heard(activity)
        if answered is None:
            return web.Response(status=201)
        return web.Response(body=orjson.dumps(answered), content_type="application/json")

    async def _check(self, request: web.Request, activity: Activity) -> None:
        """Return if the platform posted this; raises 401 otherwise, 503 if that cannot be told."""
        if not self.door.connector.genuine(activity.service_url):
            raise web.HTTPUnauthorized
        authority = self.door.connector.authority
        if not authority.registration.app_id:
            return
        try:
            header = request.headers.get("Authorization", "")
            await authority.check(header, activity.service_url)
        except Unauthorised:
            raise web.HTTPUnauthorized from None
        except TryLater as problem:
            log.warning("a request from Teams cannot be checked: %s", problem)
            raise web.HTTPServiceUnavailable from None

    async def _heard(self, activity: Activity) -> Mapping[str, Any] | None:
        """What goes back inside the call, if anything does."""
        if activity.robot:
            return None
        if activity.kind == "other":
            return None
        now = self.assistant.house.time.now()
        try:
            sender = await self._people.sender(activity, now)
        except TryLater as problem:
            log.warning("who spoke in Teams cannot be found out: %s", problem)
            raise web.HTTPServiceUnavailable from None
        in_call = activity.kind == "execute" and activity.private
        incoming = Incoming(
            id=f"{activity.conversation}/{activity.id}",
            place=Place(CHANNEL, activity.conversation),
            sender=sender,
            private=activity.private,
            at=now,
            text=activity.text,
            press=activity.press,
            notice=activity.kind if activity.kind in ("installed", "removed") else "",
            waits=in_call,
            route=activity.route,
            reads=activity.reads,
            files=activity.files,
        )
        answer = await self._typing(activity, incoming)
        if activity.kind != "execute":
            return None
        return outgoing.invoked(answer if in_call else RECEIVED)

    async def _typing(self, activity: Activity, incoming: Incoming) -> Answer:
        """The answer; while it takes long, the person sees that it is being worked on."""
        hearing = asyncio.ensure_future(self.assistant.hear(incoming))
        wait = TYPING_AFTER
        while True:
            done, _ = await asyncio.wait({hearing}, timeout=wait)
            if done:
                return hearing.result()
            wait = TYPING_AGAIN
            await self._type(activity)

    async def _type(self, activity: Activity) -> None:
        try:
            service, room = activity.service_url, activity.conversation
            await self.door.connector.post(service, room, outgoing.typing())
        except (TryLater, Rejected, TimeoutError) as problem:
            log.info("typing could not be shown: %s", problem)


RECEIVED = Answer("Received. / Reçu.")


def registered(registration: Registration, store: Store, *, local: bool) -> TeamsDoor:
    """The door for a registration."""
    loopback = bool(registration.metadata_url) or (local and not registration.app_id)
    connector = Connector(Authority(registration), loopback=loopback)
    return TeamsDoor(store, connector, registration.tenant_id)
