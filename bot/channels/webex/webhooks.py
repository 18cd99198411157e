"""The other way in: Webex calls us, and signs what it sends (developer.webex.com, Webhooks)."""

import asyncio
import hashlib
import hmac
import logging
from typing import Any

import orjson
from aiohttp import web

from bot.channels.webex import Webex, message
from bot.channels.webex.heard import Heard
from bot.channels.webex.rest import WebexApi, part
from bot.errors import Rejected, TryLater

log = logging.getLogger(__name__)
PATH = "/hooks/webex"
AGAIN = 900.0
NAMES = {"messages": "Circuit: messages", "attachmentActions": "Circuit: cards"}


class Webhooks:
    """Takes what Webex posts, if its signature is right, and fetches what it is about."""

    def __init__(self, webex: Webex, api: WebexApi, secret: str, public_url: str) -> None:
        """``secret`` is known to Webex and to us alone."""
        self._webex, self._api, self._secret = webex, api, secret
        self._target = f"{public_url}{PATH}"
        self._registering: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """Take what Webex posts."""
        app.router.add_post(PATH, self._called)

    def start(self) -> None:
        """Begin to look after our webhooks."""
        self._registering = asyncio.create_task(self._keep_registered())

    async def stop(self) -> None:
        """Leave them as they are."""
        if self._registering is not None:
            self._registering.cancel()
            await asyncio.gather(self._registering, return_exceptions=True)
        await self._webex.look_no_further()

    async def _keep_registered(self) -> None:
        """See to them each quarter of an hour; what was said while one was missing is looked up."""
        missed = True
        while True:
            try:
                missed = await self.register() or missed
                if missed:
                    self._webex.look_back()
                    missed = False
            except (TryLater, Rejected, TimeoutError) as problem:
                log.warning("Webex cannot be asked to call us: %s", problem)
            await asyncio.sleep(AGAIN)

    async def register(self) -> bool:
        """Have Webex call us, here and nowhere else; whether a webhook had to be made anew."""
        wanted = set(NAMES)
        async for hook in self._api.items("webhooks", max="100"):
            resource = str(hook.get("resource"))
            if hook.get("name") not in NAMES.values():
                continue
            fine = hook.get("targetUrl") == self._target and hook.get("status") == "active"
            if fine and resource in wanted:
                wanted.discard(resource)
            else:
                await self._api.delete(f"webhooks/{hook['id']}")
        for resource in sorted(wanted):
            body = {
                "name": NAMES[resource],
                "targetUrl": self._target,
                "resource": resource,
                "event": "created",
                "secret": self._secret,
            }
            await self._api.post("webhooks", body)
        return bool(wanted)

    async def _called(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not self._signed(raw, request.headers.get("X-Spark-Signature", "")):
            raise web.HTTPUnauthorized
        try:
            called = orjson.loads(raw)
            resource, id_ = called["resource"], str(called["data"]["id"])
        except (ValueError, KeyError, TypeError) as problem:
            raise web.HTTPBadRequest(text="This is no call of Webex.") from problem
        try:
            heard = await self._fetched(resource, id_)
        except Rejected:
            heard = None
        except TryLater as problem:
            log.warning("what a webhook is about cannot be fetched: %s", problem)
            raise web.HTTPServiceUnavailable from None
        if heard is not None:
            await self._webex.hear(heard)
        return web.Response(status=204)

    def _signed(self, raw: bytes, signature: str) -> bool:
        """Whether Webex signed exactly these bytes (HMAC-SHA1, X-Spark-Signature)."""
        expected = hmac.new(self._secret.encode(), raw, hashlib.sha1).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    async def _fetched(self, resource: str, id_: str) -> Heard | None:
        if resource == "messages":
            found = await self._api.get(f"messages/{part(id_)}")
            return message(found, direct=found.get("roomType") == "direct")
        if resource != "attachmentActions":
            return None
        action = await self._api.get(f"attachment/actions/{part(id_)}")
        room = await self._api.get(f"rooms/{part(str(action['roomId']))}")
        person = await self._api.get(f"people/{part(str(action['personId']))}")
        return _pressed(action, room, person)


def _pressed(action: Any, room: Any, person: Any) -> Heard:
    return Heard(
        id=str(action["id"]),
        room=str(action["roomId"]),
        direct=room.get("type") == "direct",
        address=str(next(iter(person.get("emails", ())), "")).lower(),
        name=str(person.get("displayName", "")),
        robot=person.get("type") == "bot",
        created=str(action.get("created", "")),
        message=str(action.get("messageId", "")),
        inputs=action.get("inputs") or {},
    )
