"""Webex's published OpenAPI of its meetings (webex-openapi-specs, 2026-05-04, CC BY 4.0)."""

import json
from functools import cache
from typing import Any

from openapi_core import OpenAPI

from tests.beside import SPECIFICATIONS
from tests.contract import HOST, Contract

NAME = "webex-meeting.json"
NOT_IN_ORDER = "/admin/meeting/config/trackingCodes/{trackingCodeId}"
CURSOR = "cursor"


def contract() -> Contract:
    """One that has seen nothing yet."""
    return Contract(_published(), {CURSOR})


def fields_of(method: str, path: str) -> frozenset[str] | None:
    """The fields that a body may have; None if the contract is not here or names none."""
    found = _document()
    if found is None:
        return None
    body = found["paths"][path][method.lower()].get("requestBody")
    schema = next(iter(body["content"].values()))["schema"] if body else {}
    while "$ref" in schema:
        schema = found["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return frozenset(schema.get("properties", {}))


@cache
def _published() -> OpenAPI | None:
    """The contract, ready to check against."""
    found = _document()
    return OpenAPI.from_dict(found) if found else None


@cache
def _document() -> dict[str, Any] | None:
    """The published contract, its slips put right; None if it is not here."""
    file = SPECIFICATIONS / NAME
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
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
