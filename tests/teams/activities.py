"""Activities as Teams posts them (Bot Framework, schema 3.x; field names as captured)."""

from collections.abc import Mapping
from typing import Any

from .connector import TENANT

Json = dict[str, Any]
BOT = {"id": "28:circuit", "name": "Circuit"}
MENTION = "<at>Circuit</at>"


def _activity(kind: str, id_: str, user: Mapping[str, str], room: str, service: str) -> Json:
    """``room`` may be a thread in the space: ``space;messageid=1``."""
    private = not room.startswith("space")
    return {
        "type": kind,
        "id": id_,
        "timestamp": "2027-01-12T14:00:00.000Z",
        "serviceUrl": service,
        "channelId": "msteams",
        "from": {k: user[k] for k in ("id", "name", "aadObjectId")},
        "conversation": {
            "conversationType": "personal" if private else "channel",
            "id": room,
            "tenantId": user["tenantId"],
            "isGroup": not private,
        },
        "recipient": BOT,
        "channelData": {"tenant": {"id": user["tenantId"]}},
    }


def message(id_: str, user: Mapping[str, str], room: str, service: str, text: str) -> Json:
    """Somebody writes; in a shared room with a mention of the bot."""
    mentioned = room.startswith("space")
    entity = {"type": "mention", "mentioned": BOT, "text": MENTION}
    return _activity("message", id_, user, room, service) | {
        "text": f"{MENTION}&nbsp;{text}\n" if mentioned else text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<p>{text}</p>"}],
        "entities": [{"type": "clientInfo", "platform": "Web"}, *([entity] if mentioned else [])],
    }


def execute(
    id_: str, user: Mapping[str, str], room: str, service: str, data: Mapping[str, Any]
) -> Json:
    """Somebody presses a button that is answered inside the call."""
    action = {"type": "Action.Execute", "title": "…", "verb": data.get("button"), "data": data}
    return _activity("invoke", id_, user, room, service) | {
        "name": "adaptiveCard/action",
        "value": {"action": action, "trigger": "manual"},
    }


def submit(
    id_: str, user: Mapping[str, str], room: str, service: str, data: Mapping[str, Any]
) -> Json:
    """Somebody presses a button on a client that knows no Action.Execute."""
    return _activity("message", id_, user, room, service) | {"value": data, "replyToId": "shown"}


def installed(id_: str, user: Mapping[str, str], room: str, service: str, action: str) -> Json:
    """The app is added or removed: ``add``, ``add-upgrade``, ``remove``."""
    return _activity("installationUpdate", id_, user, room, service) | {"action": action}


OTHER_TENANT = TENANT.replace("1", "9")
