"""GC Notify on loopback: strict, with its own errors, its limits, and what it reports.

Behaviour after app/v2/notifications/post_notifications.py of cds-snc/notification-api and
recipients.py of cds-snc/notification-utils, both as of August 2026.
"""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, web

from tests import loopback
from tests.contract import Contract

from .contract import contract

KEY = "gcntfy-circuit-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
CATEGORY = "edb966f3-4a4c-47a4-96ab-05ff259b919c"
MOST = 50_000
LARGEST = 10_000_000
PLACEHOLDER = re.compile(r"\(\((?!\()(.+?)\)\)", re.DOTALL)
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
BULK = frozenset(
    {"template_id", "name", "reference", "csv", "rows", "scheduled_for", "reply_to_id"}
)
MADE = frozenset(
    {"name", "template_type", "subject", "content", "template_category_id", "parent_folder_id"}
)
Rows = Sequence[Sequence[str]]


class Refused(Exception):
    """An error as GC Notify answers it."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.response = web.json_response(
            {"status_code": status, "errors": [{"error": error, "message": message}]},
            status=status,
        )


def bad(message: str, error: str = "BadRequestError") -> Refused:
    """Something wrong with a request."""
    return Refused(400, error, message)


def slow_down() -> Refused:
    """Too many calls in a minute."""
    words = "Exceeded rate limit for key type LIVE of 1000 requests per 60 seconds"
    return Refused(429, "RateLimitError", words)


def enough() -> Refused:
    """Too many messages today."""
    return Refused(429, "TooManyRequestsError", "Exceeded send limits (250000) for today")


def broken() -> web.Response:
    """The other form of errors."""
    return web.json_response({"result": "error", "message": "Internal server error"}, status=500)


def template(**fields: Any) -> dict[str, Any]:
    """A template as GC Notify lists it."""
    found = {
        "id": str(uuid.uuid4()),
        "name": "Circuit",
        "type": "email",
        "subject": "((subject))",
        "body": "((body))",
        "active": True,
        "created_at": "2026-10-01T12:00:00.000000Z",
    }
    return found | fields


@dataclass(frozen=True)
class Mail:
    """What one person gets."""

    subject: str
    body: str
    reference: str


@dataclass
class Service:
    """One service: its templates, what it may, what it was asked, and what went out."""

    templates: list[dict[str, Any]] = field(default_factory=lambda: [template()])
    may_make_templates: bool = False
    remaining: int = 250_000
    on_trial: bool = False
    refused: frozenset[str] = frozenset()
    problems: list[Refused | web.Response | str | None] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    mails: dict[str, list[Mail]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    contract: Contract = field(default_factory=contract)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def application(self) -> web.Application:
        """What listens."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/v2/templates", self._listed)
        app.router.add_post("/v2/manage-template", self._made)
        app.router.add_post("/v2/notifications/bulk", self._bulk)
        return app

    async def report(self, url: str, token: str, address: str, status: str) -> int:
        """The answer to a callback about the last letter to an address."""
        mail = self.mails[address][-1]
        told = {
            "id": str(uuid.uuid4()),
            "reference": mail.reference,
            "to": address,
            "status": status,
            "status_description": "",
            "provider_response": None,
            "created_at": "2027-01-12T14:00:00.000000Z",
            "completed_at": None,
            "sent_at": None,
            "notification_type": "email",
        }
        headers = {"Authorization": f"Bearer {token}"}
        async with ClientSession() as http, http.post(url, json=told, headers=headers) as answer:
            return answer.status

    async def _entered(self, request: web.Request) -> Any:
        """The body; raises Refused for a key that is not ours."""
        self.asked.append(f"{request.method} {request.path}")
        await self.contract.check(request)
        given = request.headers.get("Authorization", "")
        if not given:
            words = "Unauthorized, authentication token must be provided"
            raise Refused(401, "AuthError", words)
        if given != f"ApiKey-v1 {KEY}":
            raise Refused(403, "AuthError", "Invalid token: Enter your full API key")
        return await request.json() if request.method == "POST" else {}

    async def _listed(self, request: web.Request) -> web.Response:
        try:
            await self._entered(request)
        except Refused as problem:
            return problem.response
        kind = request.query.get("type")
        found = [each for each in self.templates if kind in (None, each["type"])]
        return web.json_response({"templates": found})

    async def _made(self, request: web.Request) -> web.Response:
        try:
            asked = await self._entered(request)
            _only(asked, MADE, ("name", "template_type", "content", "template_category_id"))
            self._check_template(asked)
        except Refused as problem:
            return problem.response
        made = template(name=asked["name"], subject=asked["subject"], body=asked["content"])
        self.templates.append(made)
        return web.json_response(made, status=201)

    def _check_template(self, asked: Mapping[str, Any]) -> None:
        """Raises Refused for one that may not be made."""
        if not self.may_make_templates:
            words = "This API key does not have permission to manage templates."
            raise Refused(403, "ForbiddenError", words)
        if asked["template_category_id"] != CATEGORY:
            raise bad("template_category_id not found", "TemplateCategoryNotFoundError")

    async def _bulk(self, request: web.Request) -> web.Response:
        try:
            asked = await self._entered(request)
            problem = self.problems.pop(0) if self.problems else None
            if isinstance(problem, Refused):
                raise problem
            if isinstance(problem, web.Response):
                return problem
            job = self._job(asked)
        except Refused as refused:
            return refused.response
        if problem == "gone":
            assert request.transport is not None
            request.transport.abort()
        if problem == "silence":
            await self.ending.wait()
        return web.json_response({"data": job}, status=201)

    def _job(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A job, its letters on their way. Raises Refused."""
        _only(asked, BULK, ("template_id", "name"))
        rows: Rows = asked.get("rows") or []
        if bool(rows) == bool(asked.get("csv")):
            raise bad("You should specify either rows or csv")
        if len(rows) > MOST + 1:
            raise bad(f"Too many rows. Maximum number of rows allowed is {MOST}")
        _check_schedule(asked.get("scheduled_for"))
        used = next((t for t in self.templates if t["id"] == asked["template_id"]), None)
        if used is None:
            raise bad("Template not found")
        self._check_rows(rows, _placeholders(used))
        for row in rows[1:]:
            self._send(used, dict(zip(rows[0], row, strict=True)))
        self.remaining -= len(rows) - 1
        job = {
            "id": str(uuid.uuid4()),
            "template": used["id"],
            "job_status": "pending",
            "notification_count": len(rows) - 1,
            "original_file_name": asked["name"],
        }
        self.jobs.append(job)
        return job

    def _check_rows(self, rows: Rows, placeholders: set[str]) -> None:
        columns = [_key(each) for each in rows[0]]
        missing = {"emailaddress", *placeholders} - set(columns)
        if missing:
            raise bad(f"Missing column headers: {', '.join(sorted(missing))}")
        if len(set(columns)) < len(columns):
            raise bad(f"Duplicate column headers: {', '.join(rows[0])}")
        many = len(rows) - 1
        if many > self.remaining:
            raise bad(
                f"You only have {self.remaining} remaining messages before you reach your daily "
                f"limit. You've tried to send {many} messages."
            )
        if self.on_trial:
            raise bad(
                "You cannot send to these recipients because your service is in trial mode. "
                "You can only send to members of your team and your safelist."
            )
        self._check_cells(rows, columns, placeholders)

    def _check_cells(self, rows: Rows, columns: list[str], placeholders: set[str]) -> None:
        wrong = []
        for index, row in enumerate(rows[1:]):
            given = dict(zip(columns, row, strict=False))
            bare = [name for name in sorted(placeholders) if not given.get(name, "").strip()]
            to = given["emailaddress"]
            if not ADDRESS.fullmatch(to) or to in self.refused:
                wrong.append(f"Row {index} - `email address`: invalid recipient")
            elif bare:
                wrong.append(f"Row {index} - `{bare[0]}`: Missing")
        if wrong:
            raise bad(f"Some rows have errors. {'. '.join(wrong[:10])}.")

    def _send(self, used: Mapping[str, Any], row: Mapping[str, str]) -> None:
        def filled(text: str) -> str:
            return PLACEHOLDER.sub(lambda found: row[found[1]], text)

        mail = Mail(filled(used["subject"]), filled(used["body"]), row.get("reference", ""))
        self.mails.setdefault(row["email address"], []).append(mail)


def _only(asked: Any, known: frozenset[str], needed: Sequence[str]) -> None:
    """Raises Refused for fields that are unknown or missing."""
    for name in needed:
        if name not in asked:
            raise bad(f"{name} is a required property", "ValidationError")
    for name in asked:
        if name not in known:
            words = f"Additional properties are not allowed ({name} was unexpected)"
            raise bad(words, "ValidationError")


def _check_schedule(moment: str | None) -> None:
    if moment is None:
        return
    at, now = datetime.fromisoformat(moment).replace(tzinfo=UTC), datetime.now(UTC)  # noqa: TID251
    if at < now:
        raise bad("scheduled_for datetime cannot be in the past", "ValidationError")
    if at > now + timedelta(hours=96):
        words = "scheduled_for datetime can only be up to 96 hours in the future"
        raise bad(words, "ValidationError")


def _placeholders(used: Mapping[str, Any]) -> set[str]:
    names = PLACEHOLDER.findall(f"{used['subject']}\n{used['body']}")
    return {_key(name.partition("??")[0]) for name in names}


def _key(name: str) -> str:
    return re.sub(r"[ _-]", "", name).lower()


@asynccontextmanager
async def served(**fields: Any) -> AsyncIterator[Service]:
    """A service that listens."""
    service = Service(**fields)
    async with loopback.served(service.application()) as service.url:
        try:
            yield service
        finally:
            service.ending.set()
