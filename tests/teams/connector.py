"""A Bot Connector on loopback: rooms with members, what was posted there, and faults on demand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from bot.app import CAST
from tests import loopback

TENANT = "11111111-1111-4111-8111-111111111111"


@dataclass(frozen=True)
class Posted:
    """One call of the bot that changed something."""

    method: str
    room: str
    id: str
    activity: Mapping[str, Any]
    authorization: str
    thread: str = ""

    @property
    def conversation(self) -> str:
        """What Teams calls the place it stands in."""
        return f"{self.room};messageid={self.thread}" if self.thread else self.room


@dataclass
class Fault:
    """What the next calls are answered, instead of what they asked for."""

    status: int
    headers: Mapping[str, str]
    times: int
    room: str = ""


def person(address: str, name: str, tenant: str = TENANT, **changes: str) -> dict[str, str]:
    """A member as the members call gives it."""
    first = address.partition("@")[0]
    found = {
        "id": f"29:{first}",
        "aadObjectId": f"object-{first}",
        "name": name,
        "email": address,
        "userPrincipalName": address,
        "tenantId": tenant,
    }
    return found | changes


@dataclass
class Connector:
    """What the platform knows: people, who is in which room, messages."""

    people: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            each["id"]: each for each in (person(s.address, s.name) for s in CAST.values())
        }
    )
    channels: set[str] = field(default_factory=lambda: {"space"})
    rooms: dict[str, list[str]] = field(default_factory=lambda: {"space": ["29:ana", "29:ben"]})
    posted: list[Posted] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    page: int = 500
    delay: Callable[[], float] = lambda: 0.0
    url: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, status: int, times: int = 1, room: str = "", **headers: str) -> None:
        """Answer the next calls so; ``retry_after`` is the header of that name."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.faults.append(Fault(status, named, times, room))

    def messages(self) -> list[Posted]:
        """What was said, without the signs of typing."""
        return [each for each in self.posted if each.activity["type"] == "message"]

    async def until(self, fine: Callable[[], bool]) -> None:
        """Return once it is so; at most ten seconds."""
        async with asyncio.timeout(10):
            while not fine():
                self._changed.clear()
                await self._changed.wait()

    def application(self) -> web.Application:
        """The endpoints that a bot calls."""
        app = web.Application(client_max_size=2**20)
        at = "/v3/conversations/{room}"
        app.router.add_post("/v3/conversations", self._begin)
        app.router.add_post(f"{at}/activities", self._take)
        app.router.add_put(f"{at}/activities/{{id}}", self._take)
        app.router.add_get(f"{at}/members/{{user}}", self._member)
        app.router.add_get(f"{at}/pagedmembers", self._members)
        return app

    def _fault(self, room: str) -> web.Response | None:
        for fault in self.faults:
            if fault.times and fault.room in ("", room):
                fault.times -= 1
                body = {"error": {"code": "Fault", "message": "as asked for"}}
                return web.json_response(body, status=fault.status, headers=fault.headers)
        if room in self.gone:
            body = {"error": {"code": "BotNotInConversationRoster"}}
            return web.json_response(body, status=403)
        return None

    async def _begin(self, request: web.Request) -> web.Response:
        """A new message in a channel is the first of a thread."""
        asked = await request.json()
        assert asked["isGroup"]
        assert asked["tenantId"] == asked["channelData"]["tenant"]["id"] == TENANT
        assert asked["bot"]["id"].startswith("28:")
        room, id_ = asked["channelData"]["channel"]["id"], f"message-{len(self.posted) + 1}"
        taken = await self._taken(request, Posted("POST", room, id_, asked["activity"], "", id_))
        found = {"id": f"{room};messageid={id_}", "activityId": id_}
        return taken or web.json_response(found, status=201)

    async def _take(self, request: web.Request) -> web.Response:
        room, _, thread = request.match_info["room"].partition(";messageid=")
        if (room in self.channels) != bool(thread):
            return web.json_response({"error": {"code": "BadSyntax"}}, status=400)
        id_ = request.match_info.get("id", "")
        there = {(each.id, each.thread) for each in self.posted}
        known = not id_ or (id_, thread) in there
        id_ = id_ or f"message-{len(self.posted) + 1}"
        posted = Posted(request.method, room, id_, await request.json(), "", thread)
        taken = await self._taken(request, posted, known=known)
        return taken or web.json_response({"id": id_}, status=201)

    async def _taken(
        self, request: web.Request, posted: Posted, *, known: bool = True
    ) -> web.Response | None:
        """Why it was not taken, if it was not."""
        await asyncio.sleep(self.delay())
        fault = self._fault(posted.room)
        if fault is not None:
            self.asked.append(f"{request.method} {fault.status}")
            self._changed.set()
            return fault
        if not known:
            return web.json_response({"error": {"code": "ActivityNotFound"}}, status=404)
        if len(await request.read()) > 100_000:
            return web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)
        authorization = request.headers.get("Authorization", "")
        self.posted.append(replace(posted, authorization=authorization))
        self._changed.set()
        return None

    async def _member(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        self.asked.append(f"member {user}")
        fault = self._fault(request.match_info["room"])
        if fault is not None:
            return fault
        if user not in self.people:
            return web.json_response(
                {"error": {"code": "MemberNotFoundInConversation"}}, status=404
            )
        return web.json_response(self.people[user])

    async def _members(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        self.asked.append(f"members {room}")
        fault = self._fault(room)
        if fault is not None:
            return fault
        first = int(request.query.get("continuationToken", "0"))
        users = self.rooms.get(room, [])
        found: dict[str, Any] = {
            "members": [self.people[user] for user in users[first : first + self.page]]
        }
        if first + self.page < len(users):
            found["continuationToken"] = str(first + self.page)
        return web.json_response(found)


@asynccontextmanager
async def connected() -> AsyncIterator[Connector]:
    """A connector that listens."""
    connector = Connector()
    async with loopback.served(connector.application()) as address:
        connector.url = f"{address}/"
        yield connector
