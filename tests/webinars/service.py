"""Webex's meetings on loopback: strict, with its own errors, scopes, pages and limits.

Pages hold at most a hundred; fields that are unknown are refused, and so is a call that leaves it
to Webex whom it mails. Every request and answer is held against the published OpenAPI.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests import loopback
from tests.contract import Contract

from .contract import CURSOR, contract, fields_of
from .host import Host
from .listing import Json, Refused, registrant

__all__ = ["GRANT", "LINK", "REFRESH", "TOKEN", "Service", "registrant", "served", "slow_down"]
TOKEN, CLIENT, SECRET, REFRESH = "an-access-token", "C0ffee", "quiet", "a-refresh-token"
GRANT = f"{CLIENT}:{SECRET}:{REFRESH}"
SCOPES = frozenset({"meeting:schedules_read", "meeting:schedules_write"})
LINK = "https://example.webex.com/example/j.php?MTID=m1"
MAILS = "sendEmail"


def slow_down(seconds: int = 7) -> Refused:
    """Too many calls."""
    return Refused(429, "Too many requests", **{"Retry-After": str(seconds)})


@dataclass
class Service:
    """One host behind the interface: its tokens, what was asked, what goes wrong.

    ``problems`` befall the next calls that change something or, with ``reads``, any: an error, a
    lost connection before (``gone``) or after it was done (``lost``), or no answer (``silence``,
    ``unheard``).
    """

    host: Host = field(default_factory=Host)
    access: set[str] = field(default_factory=lambda: {TOKEN})
    refresh: str = REFRESH
    scopes: frozenset[str] = SCOPES
    problems: list[Exception | str] = field(default_factory=list)
    reads: bool = True
    asked: list[str] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    renewed: int = 0
    contract: Contract = field(default_factory=contract)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    @property
    def registrants(self) -> dict[str, list[Json]]:
        """Who registered."""
        return self.host.registrants

    @property
    def meetings(self) -> dict[str, Json]:
        """The webinars."""
        return self.host.meetings

    def application(self) -> web.Application:
        """What listens."""
        host, app = self.host, web.Application()
        one, list_ = "/v1/meetings/{id}", "/v1/meetings/{id}/registrants"
        invitee = "/v1/meetingInvitees/{invitee}"
        answers: dict[tuple[str, str], Callable[[web.Request, Json], Json]] = {
            ("GET", "/v1/meetings"): lambda r, _: host.found(r.query),
            ("POST", "/v1/meetings"): lambda _, body: host.make(body),
            ("GET", "/v1/meetings/sessionTypes"): lambda _, __: {"items": host.types},
            ("PATCH", one): lambda r, body: host.change(_id(r), body),
            ("DELETE", one): lambda r, _: host.delete(_id(r)),
            ("GET", f"{one}/registration"): lambda r, _: host.form(_id(r)),
            ("POST", f"{one}/invitationSources"): lambda r, body: host.sources(_id(r), body),
            ("GET", list_): lambda r, _: host.listed(_id(r), r.query),
            ("POST", f"{list_}/query"): lambda r, body: host.query(_id(r), body),
            ("POST", f"{list_}/bulkInsert"): lambda r, body: host.enter(_id(r), body),
            ("POST", f"{list_}/approve"): lambda r, body: host.approve(_id(r), body),
            ("POST", f"{list_}/cancel"): lambda r, body: host.cancel(_id(r), body),
            ("GET", "/v1/meetingInvitees"): lambda r, _: host.invited(r.query),
            ("POST", "/v1/meetingInvitees/bulkInsert"): lambda _, body: host.invite(body),
            ("PUT", invitee): lambda r, body: host.alter(r.match_info["invitee"], body),
            ("DELETE", invitee): lambda r, _: host.remove(r.match_info["invitee"]),
        }
        app.router.add_post("/v1/access_token", self._token)
        for (method, path), answer in answers.items():
            app.router.add_route(method, path, self._spoken(answer))
        return app

    @property
    def paths(self) -> list[str]:
        """What was asked, without queries."""
        return [each.partition("?")[0] for each in self.asked]

    def made(self, method: str, path: str) -> list[Json]:
        """The bodies of the calls that were made of this kind."""
        wanted = f"{method} {path}"
        return [b for a, b in zip(self.paths, self.bodies, strict=True) if a == wanted]

    def _spoken(self, answer: Callable[[web.Request, Json], Json]) -> Callable[..., Any]:
        """A call, checked before and after it."""

        async def handler(request: web.Request) -> web.StreamResponse:
            self.asked.append(f"{request.method} {request.path_qs}")
            body: Json = await request.json() if request.can_read_body else {}
            self.bodies.append(body)
            asked = await self.contract.check(request)
            try:
                self._let_in(request)
                self._known(request, body)
                problem = self._problem(request)
                await self._troubled(request, problem)
                response = _response(request, answer(request, body))
            except Refused as refused:
                return refused.response
            if problem == "lost":
                _cut(request)
            if problem == "unheard":
                await self._silent()
            self.contract.check_answer(asked, response)
            return response

        return handler

    def _let_in(self, request: web.Request) -> None:
        """Raises Refused for a token or a scope that Webex does not take."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given not in self.access:
            raise Refused(401, "The request requires a valid access token set in the request.")
        if f"meeting:schedules_{'read' if _reads(request) else 'write'}" not in self.scopes:
            raise Refused(403, "The request is missing required scopes or user privileges.")

    def _known(self, request: web.Request, body: Json) -> None:
        """Raises Refused for a field that Webex does not know; we never leave mail to it."""
        assert request.match_info.route.resource is not None
        path = request.match_info.route.resource.canonical.removeprefix("/v1")
        named = path.replace("{id}", "{meetingId}").replace("{invitee}", "{meetingInviteeId}")
        known = fields_of(request.method, named) if body else None
        unknown = sorted(body.keys() - known) if known else []
        if unknown:
            raise Refused(400, f"Unrecognized field: {unknown[0]}")
        mails = path.endswith(("/bulkInsert", "/approve", "/cancel"))
        said = [*body["items"]] if path.endswith("/bulkInsert") else [body]
        if request.method in ("PATCH", "PUT") or mails or (named, request.method) == CREATES:
            assert all(MAILS in each for each in said), f"{request.method} {path}"
        if request.method == "DELETE":
            assert request.query[MAILS] == "false"

    def _problem(self, request: web.Request) -> Exception | str:
        meant = self.reads or not _reads(request)
        return self.problems.pop(0) if self.problems and meant else ""

    async def _troubled(self, request: web.Request, problem: Exception | str) -> None:
        if isinstance(problem, Exception):
            raise problem
        if problem == "gone":
            _cut(request)
        if problem == "silence":
            await self._silent()

    async def _silent(self) -> None:
        """Give no answer; ``reached`` says that one is waited for."""
        self.reached.set()
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
        self.bodies.append({})
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


CREATES = ("/meetings", "POST")


def _id(request: web.Request) -> str:
    return request.match_info["id"]


def _reads(request: web.Request) -> bool:
    return request.method == "GET" or request.path.endswith("/query")


def _cut(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()


def _response(request: web.Request, found: Json) -> web.Response:
    """A page of what was found, with the link to the next; nothing where something was taken away."""
    if not found:
        return web.Response(status=204)
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


@asynccontextmanager
async def served(**fields: Any) -> AsyncIterator[Service]:
    """A service that listens; what it was asked kept to the contract."""
    service = Service(**fields)
    async with loopback.served(service.application()) as address:
        service.url = f"{address}/v1"
        try:
            yield service
        finally:
            service.ending.set()
    assert not service.contract.violations, "\n".join(service.contract.violations)
