"""Every endpoint of a Webex cloud that the bot, or the library it uses, asks."""

import email
import json
import uuid
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from .known import BOT, Json, Known, Room, encoded

LONGEST = 7439
PAGE = 50


class Endpoints(Known):
    """Answers what is asked, by what is known."""

    def __init__(self, **known: Any) -> None:
        """Nobody listens yet."""
        super().__init__(**known)
        self._sockets: list[web.WebSocketResponse] = []

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
        get("/v1/contents/{name}", self._file)
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
        if request.path.startswith("/v1/") and not request.path.startswith("/v1/contents/"):
            await self.contract.check(request)
        for fault in self.faults:
            if fault.times and fault.method == request.method and fault.path.search(request.path):
                fault.times -= 1
                self.note()
                return _refusal(fault.status, fault.headers)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return _refusal(401)
        answer: web.StreamResponse = await handler(request)
        self.note()
        return answer

    async def _catalog(self, _: web.Request) -> web.Response:
        return web.json_response({"serviceLinks": {"wdm": f"{self.base}/wdm/api/v1"}})

    async def _devices(self, _: web.Request) -> web.Response:
        if not self.devices:
            return web.json_response({"message": "no devices"}, status=404)
        return web.json_response({"devices": self.devices})

    async def _register(self, request: web.Request) -> web.Response:
        socket = f"{self.base.replace('http', 'ws', 1)}/mercury/{len(self.devices) + 1}"
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
        self.note()
        async for frame in socket:
            if frame.type is WSMsgType.PING and not self.hanging:
                await socket.pong(frame.data)
            if frame.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(frame.data).get("messageId", ""))
                self.note()
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
            body = self._taken_in(request.headers["Content-Type"], await request.read())
        else:
            body = await request.json()
        room = self.rooms.get(body.get("roomId", ""))
        if room is None:
            return _refusal(404)
        text = body.get("text") or body.get("markdown") or ""
        card = len(json.dumps(body.get("attachments", []), ensure_ascii=False).encode())
        if len(text.encode()) > LONGEST or card > 22_000 or not (text or body.get("files")):
            return _refusal(400)
        kept = self.message(
            room, BOT, text, **{k: v for k, v in body.items() if k not in ("roomId", "text")}
        )
        self.posts.append(kept)
        return web.json_response(_public(kept))

    def _taken_in(self, kind: str, raw: bytes) -> Json:
        """The fields of a form; its files are kept."""
        form = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
        body: Json = {}
        for part in form.walk():
            name = part.get_param("name", header="Content-Disposition")
            holds = part.get_payload(decode=True)
            assert holds is None or isinstance(holds, bytes)
            if holds is None:
                continue
            if file := part.get_filename():
                self.files[file] = holds
                body["files"] = [f"{self.base}/v1/contents/{file}"]
            elif name:
                body[str(name)] = holds.decode()
        return body

    async def _delete(self, request: web.Request) -> web.Response:
        kept = self.messages.pop(request.match_info["id"], None)
        if kept is None:
            return _refusal(404)
        self.deleted.append(kept["id"])
        return web.Response(status=204)

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self.files:
            return _refusal(404)
        said = f'attachment; filename="{name}"'
        return web.Response(body=self.files[name], headers={"Content-Disposition": said})

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


def _refusal(status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"message": "as asked for", "errors": [], "trackingId": "track"}
    return web.json_response(body, status=status, headers=headers)
