"""Webex's meetings on loopback: strict, with its own errors, scopes, pages and limits.

Behaviour after the published OpenAPI: a list of registrants spans at most 90 days, and seven where
it names no times; pages hold at most a hundred; fields that are unknown are refused.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from .contract import CURSOR, Contract, fields_of

TOKEN, CLIENT, SECRET, REFRESH = "an-access-token", "C0ffee", "quiet", "a-refresh-token"
GRANT = f"{CLIENT}:{SECRET}:{REFRESH}"
SCOPES = frozenset({"meeting:schedules_read", "meeting:schedules_write"})
HOST = "host@example.org"
LINK = "https://example.webex.com/example/j.php?MTID=m1"
Json = dict[str, Any]


class Refused(Exception):
    """An error as Webex answers it."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        tracking = f"ROUTERGW_{uuid.uuid4()}"
        body = {"message": message, "errors": [{"description": message}], "trackingId": tracking}
        self.response = web.json_response(body, status=status, headers=headers)


def slow_down(seconds: int = 7) -> Refused:
    """Too many calls."""
    return Refused(429, "Too many requests", **{"Retry-After": str(seconds)})


def meeting(**fields: Any) -> Json:
    """A webinar as Webex lists it, with what lets somebody in as host."""
    made = fields.pop("id", "m1")
    found: Json = {
        "id": made,
        "meetingSeriesId": made,
        "meetingNumber": "25551234567",
        "title": "Biometrics",
        "password": "a-password",
        "meetingType": "meetingSeries",
        "state": "active",
        "timezone": "America/Toronto",
        "start": "2027-02-25T13:00:00-05:00",
        "end": "2027-02-25T13:45:00-05:00",
        "hostUserId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8x",
        "hostDisplayName": "A host",
        "hostEmail": HOST,
        "hostKey": "123456",
        "siteUrl": "example.webex.com",
        "webLink": f"https://example.webex.com/example/j.php?MTID={made}",
        "registerLink": f"https://example.webex.com/example/j.php?RGID={made}",
        "scheduledType": "webinar",
        "enabledAutoRecordMeeting": False,
        "allowAnyUserToBeCoHost": False,
        "enabledJoinBeforeHost": False,
        "enableConnectAudioBeforeHost": False,
        "joinBeforeHostMinutes": 0,
        "excludePassword": False,
        "publicMeeting": False,
        "enableAutomaticLock": False,
        "allowFirstUserToBeCoHost": False,
        "allowAuthenticatedDevices": False,
        "enabledBreakoutSessions": False,
        "telephony": {"accessCode": "2555", "callInNumbers": []},
    }
    return found | fields


def registrant(number: int, at: str, **fields: Any) -> Json:
    """Somebody who registered."""
    found = {
        "id": f"r{number}",
        "status": "approved",
        "firstName": "Person",
        "lastName": str(number),
        "email": f"person{number}@example.org",
        "registrationTime": at,
    }
    return found | fields


@dataclass
class Service:
    """One host: the webinars, who registered, what was asked."""

    meetings: dict[str, Json] = field(default_factory=lambda: {"m1": meeting()})
    registrants: dict[str, list[Json]] = field(default_factory=lambda: {"m1": []})
    access: set[str] = field(default_factory=lambda: {TOKEN})
    refresh: str = REFRESH
    scopes: frozenset[str] = SCOPES
    problems: list[Exception | str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    renewed: int = 0
    contract: Contract = field(default_factory=Contract)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def application(self) -> web.Application:
        """What listens."""
        app = web.Application()
        app.router.add_post("/v1/access_token", self._token)
        app.router.add_get("/v1/meetings", self._spoken(self._found))
        app.router.add_get("/v1/meetings/{id}/registrants", self._spoken(self._listed))
        return app

    @property
    def paths(self) -> list[str]:
        """What was asked, without queries."""
        return [each.partition("?")[0] for each in self.asked]

    def _spoken(self, answer: Callable[[web.Request, Json], Json]) -> Callable[..., Any]:
        """A call, checked before and after it."""

        async def handler(request: web.Request) -> web.StreamResponse:
            self.asked.append(f"{request.method} {request.path_qs}")
            asked = await self.contract.check(request)
            try:
                body = self._entered(request, await _body(request))
                if self.problems:
                    await self._troubled(request, self.problems.pop(0))
                response = _response(request, answer(request, body))
            except Refused as refused:
                return refused.response
            self.contract.check_answer(asked, response)
            return response

        return handler

    def _entered(self, request: web.Request, body: Json) -> Json:
        """The body; raises Refused for a token, a scope or a field that Webex does not take."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given not in self.access:
            raise Refused(401, "The request requires a valid access token set in the request.")
        reads = request.method == "GET" or request.path.endswith("/query")
        if f"meeting:schedules_{'read' if reads else 'write'}" not in self.scopes:
            raise Refused(403, "The request is missing required scopes or user privileges.")
        assert request.match_info.route.resource is not None
        path = request.match_info.route.resource.canonical.removeprefix("/v1")
        known = fields_of(request.method, path.replace("{id}", "{meetingId}")) if body else None
        unknown = sorted(body.keys() - known) if known else []
        if unknown:
            raise Refused(400, f"Unrecognized field: {unknown[0]}")
        return body

    async def _troubled(self, request: web.Request, problem: Exception | str) -> None:
        if isinstance(problem, Exception):
            raise problem
        if problem == "gone":
            assert request.transport is not None
            request.transport.abort()
        if problem == "silence":
            await self.ending.wait()

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        wanted = {
            "grant_type": "refresh_token",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "refresh_token": self.refresh,
        }
        self.asked.append("POST /v1/access_token")
        if dict(form) != wanted:
            return web.json_response({"message": "invalid_grant"}, status=400)
        self.renewed += 1
        fresh, self.refresh = f"fresh-{self.renewed}", f"{REFRESH}-{self.renewed}"
        self.access = {fresh}
        return web.json_response(
            {
                "access_token": fresh,
                "expires_in": 1_209_599,
                "refresh_token": self.refresh,
                "refresh_token_expires_in": 7_776_000,
            }
        )

    def _found(self, request: web.Request, _: Json) -> Json:
        link = request.query.get("webLink")
        found = [each for each in self.meetings.values() if link in (None, each["webLink"])]
        if link and not found:
            raise Refused(404, "No meeting found by the link.")
        return {"items": found}

    def _listed(self, request: web.Request, _: Json) -> Json:
        listed = self._of(request)
        start, end = _span(request.query)
        found = [each for each in listed if start <= _read(each["registrationTime"]) < end]
        return {"items": found}

    def _of(self, request: web.Request) -> list[Json]:
        """Those who registered; raises Refused where there is no such webinar."""
        id_ = request.match_info["id"]
        if id_ not in self.meetings:
            raise Refused(404, "The meeting was not found.")
        if id_ not in self.registrants:
            raise Refused(400, "Meeting registration is not enabled.")
        return self.registrants[id_]


async def _body(request: web.Request) -> Json:
    found: Json = await request.json() if request.can_read_body else {}
    return found


def _response(request: web.Request, found: Json) -> web.Response:
    """A page of what was found, with the link to the next."""
    if "items" not in found or request.method != "GET":
        return web.json_response(found)
    size = int(request.query.get("max", "10"))
    if size > 100:
        raise Refused(400, "max must not be greater than 100.")
    first = int(request.query.get(CURSOR, "0"))
    after = first + size
    headers = {}
    if after < len(found["items"]):
        url = request.url.update_query({CURSOR: str(after)})
        headers["Link"] = f'<{url}>; rel="next"'
    return web.json_response({"items": found["items"][first:after]}, headers=headers)


def _span(query: Mapping[str, str]) -> tuple[datetime, datetime]:
    start, end = query.get("registrationTimeFrom"), query.get("registrationTimeTo")
    if start is None or end is None:
        until = _read(end) if end else datetime.now(UTC)  # noqa: TID251
        return (_read(start) if start else until - timedelta(days=7)), until
    if _read(end) - _read(start) > timedelta(days=90):
        raise Refused(400, "The interval must be within 90 days.")
    return _read(start), _read(end)


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


@asynccontextmanager
async def served(**fields: Any) -> AsyncIterator[Service]:
    """A service that listens; what it was asked kept to the contract."""
    service = Service(**fields)
    runner = web.AppRunner(service.application(), shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    service.url = f"http://{host}:{port}/v1"
    try:
        yield service
    finally:
        service.ending.set()
        await runner.cleanup()
    assert not service.contract.violations, "\n".join(service.contract.violations)
