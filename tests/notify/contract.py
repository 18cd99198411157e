"""Every request against GC Notify's published OpenAPI (cds-snc/notification-api, 2026-08-07, MIT)."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from aiohttp import web
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "specs"
FILE = Path(os.environ.get("CIRCUIT_SPECS", BESIDE)) / "gc-notify-v2-en.yaml"
HOST = "https://api.notification.canada.ca"


@cache
def published() -> OpenAPI | None:
    """The published contract, without what it says twice; None if it is not here."""
    if not FILE.is_file():
        return None
    found = yaml.safe_load(FILE.read_text("utf-8"))
    found["servers"] = [{"url": HOST}]
    told = found["components"]["schemas"]["Notification"]["properties"]["status_description"]
    told["enum"] = list(dict.fromkeys(told["enum"]))
    return OpenAPI.from_dict(found)


def must_be_here() -> None:
    """Skip the test where the contract is not; that is a failure in CI, if it is asked for."""
    if published() is None:
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


@dataclass
class Contract:
    """What was asked against the contract."""

    violations: list[str] = field(default_factory=list)
    checked: int = 0

    async def check(self, request: web.Request) -> None:
        """Keep what the contract says against a request."""
        specification = published()
        if specification is None:
            return
        body: Any = await request.read()
        asked = Asked(
            request.method.lower(),
            request.path,
            ImmutableMultiDict(request.query),
            Headers(list(request.headers.items())),
            body or None,
            request.headers.get("Content-Type", "application/octet-stream"),
        )
        self.checked += 1
        try:
            specification.validate_request(asked)
        except OpenAPIError as problem:
            why = problem.__cause__ or problem
            self.violations.append(f"{request.method} {request.path}: {why}"[:500])
