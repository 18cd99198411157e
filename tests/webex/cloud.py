"""A Webex cloud on loopback, in a thread of its own: people, rooms, what is said, and faults."""

import asyncio
import base64
import json
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from bot.clock import Clock

from .contract import Contract

Json = dict[str, Any]
TOKEN = "a-token-of-the-bot"
BOT = "circuit@webex.bot"
NAME = "Circuit"
LONGEST = 7439
PAGE = 50


def encoded(kind: str, id_: str) -> str:
    """An id as the REST API gives it."""
    return base64.urlsafe_b64encode(f"ciscospark://us/{kind}/{id_}".encode()).decode().rstrip("=")


@dataclass
class Fault:
    """What the next calls of a kind are answered."""

    method: str
    path: re.Pattern[str]
    status: int
    times: int
    headers: Mapping[str, str]


@dataclass
class Room:
    """A room with its members, by address; a direct one belongs to one person."""

    id: str
    title: str
    direct: bool
    members: list[str]
    last: datetime


@dataclass
class Cloud:
    """All that the bot can ask of Webex and all that people do there; the test's side is blocking."""

    contract: Contract = field(default_factory=Contract)
    people: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)
    actions: dict[str, Json] = field(default_factory=dict)
    webhooks: dict[str, Json] = field(default_factory=dict)
    posts: list[Json] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    devices: list[Json] = field(default_factory=list)
    handshake: list[int] = field(default_factory=list)
    opened: int = 0
    hanging: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    shift: timedelta = timedelta()

    def __post_init__(self) -> None:
        """Nobody listens yet."""
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self._sockets: list[web.WebSocketResponse] = []
        self._runner: web.AppRunner | None = None
        self.port = 0
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
    def base(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Json:
        """The settings that lead a bot here."""
        return {
            "webex_token": TOKEN,
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
        kept = self._message(place, address, text, **more)
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
            "created": self._now(),
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
        with self._changed:
            return bool(self._changed.wait_for(fine, patience))

    def said(self) -> list[str]:
        """The words the bot posted, in order."""
        return [each["text"] for each in self.posts]

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
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
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

    def _note(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _now(self) -> str:
        at = Clock().now().astimezone(UTC) + self.shift
        return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def _room(self, title: str, members: list[str], direct: str = "") -> Room:
        room = Room(direct or title, title, bool(direct), members, Clock().now())
        self.rooms[room.id] = room
        for each in members:
            self.people.setdefault(each, each)
        return room

    def _message(self, room: Room, address: str, text: str, **more: Any) -> Json:
        id_ = str(uuid.uuid4())
        room.last = Clock().now() + self.shift
        kept = {
            "_uuid": id_,
            "id": encoded("MESSAGE", id_),
            "roomId": room.id,
            "roomType": "direct" if room.direct else "group",
            "text": text,
            "personId": encoded("PEOPLE", address),
            "personEmail": address,
            "created": self._now(),
        } | more
        self.messages[kept["id"]] = kept
        return kept

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

    def application(self) -> web.Application:
        """Every endpoint that the bot, or the library it uses, asks."""
        app = web.Application(middlewares=[self._watch], client_max_size=2**22)
        get, post = app.router.add_get, app.router.add_post
        get("/u2c/api/v1/catalog", self._catalog)
        get("/wdm/api/v1/devices", self._devices)
        post("/wdm/api/v1/devices", self._register)
        get("/mercury/{id}", self._mercury)
        get("/conversation/api/v1/messages/{uuid}", self._found)
        get("/conversation/api/v1/attachment/actions/{uuid}", self._found)
        get("/v1/people/{id}", self._person)
        get("/v1/messages", self._listed)
        get("/v1/messages/{id}", self._read)
        post("/v1/messages", self._post)
        app.router.add_delete("/v1/messages/{id}", self._delete)
        get("/v1/attachment/actions/{id}", self._action)
        get("/v1/rooms", self._rooms)
        get("/v1/rooms/{id}", self._one_room)
        get("/v1/memberships", self._memberships)
        get("/v1/webhooks", self._hooks)
        post("/v1/webhooks", self._hook)
        app.router.add_delete("/v1/webhooks/{id}", self._unhook)
        return app

    @web.middleware
    async def _watch(self, request: web.Request, handler: Any) -> web.StreamResponse:
        call = f"{request.method} {request.path}"
        self.calls.append(call)
        if request.path.startswith("/v1/"):
            await self.contract.check(request)
        for fault in self.faults:
            if fault.times and fault.method == request.method and fault.path.search(request.path):
                fault.times -= 1
                self._note()
                return _refusal(fault.status, fault.headers)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _refusal(401)
        answer: web.StreamResponse = await handler(request)
        self._note()
        return answer

    async def _catalog(self, _: web.Request) -> web.Response:
        return web.json_response({"serviceLinks": {"wdm": f"{self.base}/wdm/api/v1"}})

    async def _devices(self, _: web.Request) -> web.Response:
        if not self.devices:
            return web.json_response({"message": "no devices"}, status=404)
        return web.json_response({"devices": self.devices})

    async def _register(self, request: web.Request) -> web.Response:
        socket = f"ws://127.0.0.1:{self.port}/mercury/{len(self.devices) + 1}"
        self.devices.append(await request.json() | {"webSocketUrl": socket})
        return web.json_response(self.devices[-1])

    async def _mercury(self, request: web.Request) -> web.StreamResponse:
        if self.handshake:
            return _refusal(self.handshake.pop(0))
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        first = await socket.receive_json()
        assert first["type"] == "authorization"
        self._sockets.append(socket)
        self.opened += 1
        self._note()
        async for frame in socket:
            if frame.type is WSMsgType.PING and not self.hanging:
                await socket.pong(frame.data)
            if frame.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(frame.data).get("messageId", ""))
                self._note()
        return socket

    async def _found(self, request: web.Request) -> web.Response:
        kind = "MESSAGE" if "/messages/" in request.path else "ATTACHMENT_ACTION"
        id_ = encoded(kind, request.match_info["uuid"])
        known = id_ in self.messages or id_ in self.actions
        return web.json_response({"id": id_}) if known else _refusal(404)

    async def _person(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        address = (
            BOT
            if id_ == "me"
            else next((each for each in self.people if encoded("PEOPLE", each) == id_), "")
        )
        if not address:
            return _refusal(404)
        found = {
            "id": encoded("PEOPLE", address),
            "emails": [address],
            "displayName": self.people[address],
            "avatar": f"{self.base}/avatar",
            "type": "bot" if address == BOT else "person",
        }
        return web.json_response(found)

    async def _read(self, request: web.Request) -> web.Response:
        kept = self.messages.get(request.match_info["id"])
        return web.json_response(_public(kept)) if kept else _refusal(404)

    async def _listed(self, request: web.Request) -> web.Response:
        room = self.rooms.get(request.query.get("roomId", ""))
        if room is None:
            return _refusal(404)
        mine = request.query.get("mentionedPeople") == "me"
        if not room.direct and not mine:
            return _refusal(403)
        found = [
            _public(each)
            for each in reversed(self.messages.values())
            if each["roomId"] == room.id and (room.direct or each.get("mentionedPeople"))
        ]
        return self._page(request, found)

    def _page(self, request: web.Request, found: list[Json]) -> web.Response:
        most = min(int(request.query.get("max", PAGE)), PAGE)
        first = int(request.query.get("cursor", "0"))
        headers = {}
        if first + most < len(found):
            query = urlencode(dict(request.query) | {"cursor": str(first + most)})
            headers["Link"] = f'<{self.base}{request.path}?{query}>; rel="next"'
        return web.json_response({"items": found[first : first + most]}, headers=headers)

    async def _post(self, request: web.Request) -> web.Response:
        if request.content_type == "multipart/form-data":
            form = await request.post()
            body: Json = {k: v for k, v in form.items() if isinstance(v, str)}
            for each in form.values():
                if isinstance(each, web.FileField):
                    self.files[each.filename] = each.file.read()
                    body["files"] = [f"{self.base}/v1/contents/{each.filename}"]
        else:
            body = await request.json()
        room = self.rooms.get(body.get("roomId", ""))
        if room is None:
            return _refusal(404)
        text = body.get("text") or body.get("markdown") or ""
        card = len(json.dumps(body.get("attachments", []), ensure_ascii=False).encode())
        if len(text.encode()) > LONGEST or card > 22_000 or not (text or body.get("files")):
            return _refusal(400)
        kept = self._message(
            room, BOT, text, **{k: v for k, v in body.items() if k not in ("roomId", "text")}
        )
        self.posts.append(kept)
        return web.json_response(_public(kept))

    async def _delete(self, request: web.Request) -> web.Response:
        kept = self.messages.pop(request.match_info["id"], None)
        if kept is None:
            return _refusal(404)
        self.deleted.append(kept["id"])
        return web.Response(status=204)

    async def _action(self, request: web.Request) -> web.Response:
        found = self.actions.get(request.match_info["id"])
        return web.json_response(found) if found else _refusal(404)

    async def _rooms(self, request: web.Request) -> web.Response:
        rooms = sorted(self.rooms.values(), key=lambda room: room.last, reverse=True)
        return self._page(request, [_room(each) for each in rooms])

    async def _one_room(self, request: web.Request) -> web.Response:
        room = self.rooms.get(request.match_info["id"])
        return web.json_response(_room(room)) if room else _refusal(404)

    async def _memberships(self, request: web.Request) -> web.Response:
        room = self.rooms.get(request.query.get("roomId", ""))
        if room is None:
            return _refusal(404)
        found = [
            {"id": encoded("MEMBERSHIP", each), "roomId": room.id, "personEmail": each}
            for each in [*room.members, BOT]
        ]
        return self._page(request, found)

    async def _hooks(self, request: web.Request) -> web.Response:
        return self._page(request, list(self.webhooks.values()))

    async def _hook(self, request: web.Request) -> web.Response:
        made = await request.json() | {"id": str(uuid.uuid4()), "status": "active"}
        self.webhooks[made["id"]] = made
        return web.json_response(made)

    async def _unhook(self, request: web.Request) -> web.Response:
        self.webhooks.pop(request.match_info["id"], None)
        return web.Response(status=204)


def _room(room: Room) -> Json:
    last = room.last.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    kind = "direct" if room.direct else "group"
    return {"id": room.id, "title": room.title, "type": kind, "lastActivity": last}


def _public(kept: Json) -> Json:
    return {name: value for name, value in kept.items() if not name.startswith("_")}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")


def _refusal(status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"message": "as asked for", "errors": [], "trackingId": "track"}
    return web.json_response(body, status=status, headers=headers)
