"""Every request against Webex's published OpenAPI (webex-openapi-specs, 2026-05-04, CC BY 4.0)."""

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "specs"
FILE = Path(os.environ.get("CIRCUIT_SPECS", BESIDE)) / "webex-messaging.json"
HOST = "https://webexapis.com"
CARDS = {
    "type": "array",
    "maxItems": 1,
    "items": {
        "type": "object",
        "required": ["contentType", "content"],
        "properties": {
            "contentType": {"enum": ["application/vnd.microsoft.card.adaptive"]},
            "content": {"type": "object"},
        },
    },
}


@cache
def published() -> OpenAPI | None:
    """The published contract, with its errors about cards and files put right; None if not here."""
    if not FILE.is_file():
        return None
    found = json.loads(FILE.read_text("utf-8"))
    found["servers"] = [{"url": f"{HOST}/v1"}]
    content = found["paths"]["/messages"]["post"]["requestBody"]["content"]
    content["application/json"]["schema"]["properties"]["attachments"] = CARDS
    content["multipart/form-data"] = {"schema": {"type": "object"}}
    return OpenAPI.from_dict(found)


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
        query = {k: v for k, v in request.query.items() if k != "cursor"}
        asked = Asked(
            request.method.lower(),
            request.path,
            ImmutableMultiDict(query),
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
