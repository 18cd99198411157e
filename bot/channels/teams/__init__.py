"""Microsoft Teams: ``POST /api/messages`` in, the Bot Connector out."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

from bot.assistant import Assistant
from bot.channels.teams import outgoing
from bot.channels.teams.connector import Connector
from bot.channels.teams.door import TeamsDoor, conversation
from bot.channels.teams.incoming import CHANNEL, Activity, read
from bot.channels.teams.people import People
from bot.channels.teams.sdk import Authority, Registration, Unauthorised
from bot.clock import said
from bot.errors import Rejected, TryLater
from bot.model.conversation import Incoming, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.poll import is_voted_on
from storage import Store

log = logging.getLogger(__name__)
TYPING_AFTER = 1.0
TYPING_AGAIN = 3.0


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
            sender = await self._sender(activity, now)
        except TryLater as problem:
            log.warning("who spoke in Teams cannot be found out: %s", problem)
            raise web.HTTPServiceUnavailable from None
        votes = _votes(activity)
        in_call = activity.kind == "execute" and (activity.private or votes)
        incoming = Incoming(
            id=f"{activity.conversation}/{activity.id}",
            place=Place(CHANNEL, activity.conversation),
            sender=sender,
            private=activity.private,
            at=said(activity.at, now),
            text=await self._people.words(activity, now),
            press=activity.press,
            notice=activity.kind if activity.kind in ("installed", "removed") else "",
            waits=in_call,
            route=activity.route,
            thread=activity.thread,
            reads=activity.reads,
            files=tuple(self.door.files.attachment(each) for each in activity.files),
            account=activity.account if votes else "",
            alone=in_call,
        )
        hearing = self.assistant.hear(incoming)
        # A vote is answered at once; and everybody in a channel would see that the bot types.
        answer = await (hearing if votes else self._typing(activity, hearing))
        if activity.kind != "execute":
            return None
        return outgoing.invoked(answer if in_call else RECEIVED)

    async def _sender(self, activity: Activity, now: datetime) -> Sender:
        """Who acted; of whoever votes nothing is looked up: their account tells them apart."""
        return Sender("") if _votes(activity) else await self._people.sender(activity, now)

    async def _typing(self, activity: Activity, heard: Coroutine[Any, Any, Answer]) -> Answer:
        """The answer; while it takes long, the person sees that it is being worked on."""
        hearing = asyncio.create_task(heard)
        wait = TYPING_AFTER
        while True:
            done, _ = await asyncio.wait({hearing}, timeout=wait)
            if done:
                return hearing.result()
            wait = TYPING_AGAIN
            await self._type(activity)

    async def _type(self, activity: Activity) -> None:
        try:
            room = conversation(activity.conversation, activity.thread)
            await self.door.connector.post(activity.service_url, room, outgoing.typing())
        except (TryLater, Rejected, TimeoutError) as problem:
            log.info("typing could not be shown: %s", problem)


def _votes(activity: Activity) -> bool:
    return activity.press is not None and is_voted_on(activity.press.card)


RECEIVED = Answer("Received. / Reçu.")


def registered(registration: Registration, store: Store, *, local: bool) -> TeamsDoor:
    """The door for a registration."""
    loopback = bool(registration.metadata_url) or (local and not registration.app_id)
    connector = Connector(Authority(registration), loopback=loopback)
    return TeamsDoor(store, connector, registration.tenant_id)
