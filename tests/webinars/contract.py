"""Every request and answer against Webex's published OpenAPI (2026-05-04, CC BY 4.0)."""

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "specs"
FILE = Path(os.environ.get("CIRCUIT_SPECS", BESIDE)) / "webex-meeting.json"
HOST = "https://webexapis.com"
NOT_IN_ORDER = "/admin/meeting/config/trackingCodes/{trackingCodeId}"
CURSOR = "cursor"


@cache
def document() -> dict[str, Any] | None:
    """The published contract, its slips put right; None if it is not here."""
    if not FILE.is_file():
        return None
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    found["servers"] = [{"url": f"{HOST}/v1"}]
    found["paths"].pop(NOT_IN_ORDER, None)
    _plain(found)
    content = found["paths"]["/meetings/{meetingId}"]["patch"]["requestBody"]["content"]
    content["application/json"] = content["application/json-patch+json"]
    return found


def _plain(node: Any) -> None:
    """Defaults that are written as texts, as what they are; media types without parameters."""
    if isinstance(node, list):
        for each in node:
            _plain(each)
    if not isinstance(node, dict):
        return
    for media in [each for each in node if str(each).startswith("application/json;")]:
        node["application/json"] = node.pop(media)
    if node.get("type") in ("boolean", "number") and isinstance(node.get("default"), str):
        node["default"] = json.loads(node["default"])
    for each in node.values():
        _plain(each)


@cache
def published() -> OpenAPI | None:
    """The contract, ready to check against."""
    found = document()
    return OpenAPI.from_dict(found) if found else None


def fields_of(method: str, path: str) -> frozenset[str] | None:
    """The fields that a body may have; None if the contract is not here or names none."""
    found = document()
    if found is None:
        return None
    body = found["paths"][path][method.lower()].get("requestBody")
    schema = next(iter(body["content"].values()))["schema"] if body else {}
    while "$ref" in schema:
        schema = found["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return frozenset(schema.get("properties", {}))


def must_be_here() -> None:
    """Skip the test where the contract is not; that is a failure in CI, if it is asked for."""
    if not FILE.is_file():
        demanded = os.environ.get("CI") == "true" and "CIRCUIT_SPECS" in os.environ
        (pytest.fail if demanded else pytest.skip)(f"no {FILE}")


@dataclass
class Asked:
    """A request in the form the checker takes."""

    method: str
    path: str
    query: ImmutableMultiDict[str, str]
    headers: Headers
    body: bytes | None
    content_type: str
    host_url: str = HOST
    parameters: RequestParameters = field(init=False)

    def __post_init__(self) -> None:
        """Gather what is not in the body."""
        self.parameters = RequestParameters(query=self.query, header=self.headers)


@dataclass(frozen=True)
class Answered:
    """An answer in the form the checker takes."""

    data: bytes
    status_code: int
    content_type: str
    headers: Headers


@dataclass
class Contract:
    """What was asked and answered against the contract."""

    violations: list[str] = field(default_factory=list)
    checked: int = 0

    async def check(self, request: web.Request) -> "Asked":
        """Keep what the contract says against a request."""
        body = await request.read()
        query = {k: v for k, v in request.query.items() if k != CURSOR}
        asked = Asked(
            request.method.lower(),
            request.path,
            ImmutableMultiDict(query),
            Headers(list(request.headers.items())),
            body or None,
            request.headers.get("Content-Type", "application/octet-stream"),
        )
        specification = published()
        if specification is not None:
            self.checked += 1
            try:
                specification.validate_request(asked)
            except OpenAPIError as problem:
                self._note(asked, problem)
        return asked

    def check_answer(self, asked: "Asked", response: web.Response) -> None:
        """Keep what the contract says against an answer of the fake that is no error."""
        specification = published()
        if specification is None or response.status >= 300 or response.status == 204:
            return
        assert isinstance(response.body, bytes)
        headers = Headers({"Content-Type": response.content_type})
        given = Answered(response.body, response.status, response.content_type, headers)
        try:
            specification.validate_response(asked, given)
        except OpenAPIError as problem:
            self._note(asked, problem)

    def _note(self, asked: "Asked", problem: OpenAPIError) -> None:
        why = problem.__cause__ or problem
        why = getattr(why, "schema_errors", None) or why
        self.violations.append(f"{asked.method} {asked.path}: {why}"[:500])
