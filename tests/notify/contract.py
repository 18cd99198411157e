"""GC Notify's published OpenAPI (cds-snc/notification-api, 2026-08-07, MIT)."""

from functools import cache

import yaml
from openapi_core import OpenAPI

from tests.beside import SPECIFICATIONS
from tests.contract import HOST, Contract

NAME = "gc-notify-v2-en.yaml"


def contract() -> Contract:
    """One that has seen nothing yet."""
    return Contract(_published())


@cache
def _published() -> OpenAPI | None:
    """The published contract, without what it says twice; None if it is not here."""
    file = SPECIFICATIONS / NAME
    if not file.is_file():
        return None
    found = yaml.safe_load(file.read_text("utf-8"))
    found["servers"] = [{"url": HOST}]
    told = found["components"]["schemas"]["Notification"]["properties"]["status_description"]
    told["enum"] = list(dict.fromkeys(told["enum"]))
    return OpenAPI.from_dict(found)
