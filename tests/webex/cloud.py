"""A Webex cloud on loopback, in a thread of its own; what people and the network do there."""

import asyncio
import json
import re
import ssl
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock

from .endpoints import Endpoints
from .known import BOT, NAME, Fault, Json, Room, encoded


class Cloud(Endpoints):
    """A cloud that people and the network act upon; the test's side is blocking."""

    def __init__(self, **known: Any) -> None:
        """Nobody listens yet; with a ``certificate`` it will do so encrypted."""
        super().__init__(**known)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self._runner: web.AppRunner | None = None
        self.people[BOT] = NAME

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._on_loop(self._down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def gone(self) -> bool:
        """Whether nothing listens."""
        return self._runner is None

    @property
    def settings(self) -> Json:
        """The settings that lead a bot here."""
        return {
            "webex_token": self.token,
            "webex_api_url": f"{self.base}/v1",
            "webex_discovery_url": f"{self.base}/u2c/api/v1/catalog",
        }

    # What people and the network do.

    def room_of(self, address: str) -> Room:
        """The direct room of somebody with the bot."""
        known = (r for r in self.rooms.values() if r.direct and r.members == [address])
        return next(known, None) or self._room("", [address], address)

    def space(self, title: str, members: list[str]) -> Room:
        """A room of several people, with the bot in it."""
        return self._room(title, members)

    def say(self, address: str, text: str, room: Room | None = None, **more: Any) -> Json:
        """Somebody writes, in a shared room with a mention of the bot; unless it is ``unheard``."""
        place = room or self.room_of(address)
        unheard, robot = more.pop("unheard", False), more.pop("robot", False)
        kept = self.message(place, address, text, **more)
        if not place.direct and not more.get("html"):
            person = encoded("PEOPLE", BOT)
            mention = f'<spark-mention data-object-type="person" data-object-id="{person}">'
            kept["html"] = f"<p>{mention}{NAME}</spark-mention> {_escaped(text)}</p>"
            kept["text"] = f"{NAME} {text}"
            kept["mentionedPeople"] = [person]
        activity = self._activity("post", kept["_uuid"], address, place, robot=robot)
        kept["_activity"] = activity
        if not unheard:
            self.push(activity)
        return kept

    def share(self, address: str, name: str, room: Room | None = None, **more: Any) -> Json:
        """Somebody drops a file; Webex says so twice, the second time once it was looked through."""
        place = room or self.room_of(address)
        self.files[name] = more.pop("holds", b"something")
        url = more.pop("url", f"{self.base}/v1/contents/{name}")
        kept = self.message(place, address, None, files=[url], **more)
        shared = self._activity("share", kept["_uuid"], address, place)
        safe = {"items": [{"malwareQuarantineState": "safe"}]}
        content = {"objectType": "content", "contentCategory": "documents", "files": safe}
        kept["_activity"] = self._activity("update", str(uuid.uuid4()), address, place)
        kept["_activity"]["object"] = content
        self.push(shared)
        if not more.get("unheard"):
            self.push(kept["_activity"])
        return kept

    def press(self, address: str, message: Json, inputs: Mapping[str, Any], **more: Any) -> Json:
        """Somebody presses a button."""
        room = more.get("room") or self.rooms[message["roomId"]]
        id_ = str(uuid.uuid4())
        action = {
            "id": encoded("ATTACHMENT_ACTION", id_),
            "type": "submit",
            "messageId": message["id"],
            "inputs": dict(inputs),
            "personId": encoded("PEOPLE", address),
            "roomId": room.id,
            "created": self.now(),
        }
        self.actions[action["id"]] = action
        activity = self._activity("cardAction", id_, address, room)
        activity["parent"] = {"id": message["_uuid"], "type": "cardAction"}
        self.push(activity)
        return activity

    def pressed_id(self, activity: Mapping[str, Any]) -> str:
        """The id of a press, as the REST API gives it."""
        return encoded("ATTACHMENT_ACTION", str(activity["id"]))

    def push(self, activity: Mapping[str, Any]) -> None:
        """Have an activity reach everybody who listens."""
        data = {"eventType": "conversation.activity", "activity": activity}
        envelope = {"id": str(uuid.uuid4()), "data": data}
        self._on_loop(self._push(json.dumps(envelope)))

    def push_raw(self, text: str) -> None:
        """Have any frame reach everybody who listens."""
        self._on_loop(self._push(text))

    def fail(self, method: str, path: str, status: int, times: int = 1, **headers: str) -> None:
        """Answer the next such calls so."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.faults.append(Fault(method, re.compile(path), status, times, named))

    def close_sockets(self, code: int) -> None:
        """End every connection with a code."""
        self._on_loop(self._close(code))

    def abort_sockets(self) -> None:
        """Cut every connection, without a word."""
        self._on_loop(self._abort())

    def go_down(self) -> None:
        """Be gone: nothing listens any more."""
        self._on_loop(self._down())

    def come_up(self) -> None:
        """Be back at the same place."""
        self._on_loop(self._up())

    def wait(self, fine: Callable[[], Any], patience: float = 20.0) -> bool:
        """Whether it becomes so before patience runs out."""
        with self.changed:
            return bool(self.changed.wait_for(fine, patience))

    def said(self) -> list[str]:
        """The words the bot posted, in order."""
        return [each["text"] for each in self.posts]

    def said_to(self, address: str) -> list[str]:
        """The words the bot posted to somebody in private; only within a room there is an order."""
        room = self.room_of(address).id
        return [each["text"] for each in self.posts if each["roomId"] == room]

    def shown_to(self, address: str) -> Json:
        """The last post with a card in somebody's own room."""
        room = self.room_of(address).id
        found = (each for each in reversed(self.posts) if each["roomId"] == room)
        return next(each for each in found if each.get("attachments"))

    # The inside.

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._up())
        self._ready.set()
        self._loop.run_forever()

    def _on_loop(self, doing: Any) -> None:
        asyncio.run_coroutine_threadsafe(doing, self._loop).result(10)

    async def _up(self) -> None:
        self._runner = web.AppRunner(self.application(), shutdown_timeout=0.01)
        await self._runner.setup()
        tls = None
        if self.certificate:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(self.certificate)
        await web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=tls).start()
        self.port = self._runner.addresses[0][1]

    async def _down(self) -> None:
        if self._runner is not None:
            await self._abort()
            await self._runner.cleanup()
            self._runner = None

    async def _push(self, text: str) -> None:
        for socket in self._sockets:
            if not socket.closed and not self.hanging:
                with suppress(ConnectionError):
                    await socket.send_str(text)

    async def _close(self, code: int) -> None:
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def _abort(self) -> None:
        for socket in self._sockets:
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                transport.abort()
        self._sockets.clear()

    def _room(self, title: str, members: list[str], direct: str = "") -> Room:
        room = Room(direct or title, title, bool(direct), members, Clock().now())
        self.rooms[room.id] = room
        for each in members:
            self.people.setdefault(each, each)
        return room

    def _activity(
        self, verb: str, id_: str, address: str, room: Room, *, robot: bool = False
    ) -> Json:
        uuid_ = room.id
        return {
            "id": id_,
            "objectType": "activity",
            "verb": verb,
            "actor": {
                "id": encoded("PEOPLE", address),
                "objectType": "person",
                "type": "MACHINE" if robot else "PERSON",
                "emailAddress": address,
                "displayName": self.people.get(address, ""),
            },
            "object": {"objectType": "comment", "displayName": "encrypted"},
            "target": {
                "id": uuid_,
                "objectType": "conversation",
                "url": f"{self.base}/conversation/api/v1/conversations/{uuid_}",
                "tags": ["ONE_ON_ONE"] if room.direct else [],
            },
        }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
