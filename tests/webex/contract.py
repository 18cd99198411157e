"""Webex's published OpenAPI of its messages (webex-openapi-specs, 2026-05-04, CC BY 4.0)."""

import json
from functools import cache

from openapi_core import OpenAPI

from tests.beside import SPECIFICATIONS
from tests.contract import HOST, Contract

NAME = "webex-messaging.json"
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


def contract() -> Contract:
    """One that has seen nothing yet."""
    return Contract(_published(), {"cursor"})


@cache
def _published() -> OpenAPI | None:
    """The published contract, with its errors about cards and files put right; None if not here."""
    file = SPECIFICATIONS / NAME
    if not file.is_file():
        return None
    found = json.loads(file.read_text("utf-8"))
    found["servers"] = [{"url": f"{HOST}/v1"}]
    content = found["paths"]["/messages"]["post"]["requestBody"]["content"]
    content["application/json"]["schema"]["properties"]["attachments"] = CARDS
    content["multipart/form-data"] = {"schema": {"type": "object"}}
    return OpenAPI.from_dict(found)
