"""The package with which Microsoft Teams takes the bot in: manifest 1.20, French beside English.

https://developer.microsoft.com/json-schemas/teams/v1.20/MicrosoftTeams.schema.json
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot import texts
from bot.documents.teams_package.icons import color_icon, outline_icon
from bot.documents.zipped import zipped
from bot.model.words import Language, Phrase

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.20/MicrosoftTeams{}.schema.json"
TEXTS = "teams_package"
TEAM = ("create", "list", "invite", "status", "themes", "settings", "space", "help")
PERSONAL = ("next", "join", "speakers", "calendar", "language", "recording", "help")
Json = dict[str, Any]


def package(app_id: str, public_url: str, version: str) -> bytes:
    """The package for a bot with this id at this address, as a zip file; always the same bytes."""
    files = {
        "manifest.json": _bytes(manifest(app_id, public_url, version)),
        "fr.json": _bytes(french()),
        "color.png": color_icon(),
        "outline.png": outline_icon(),
    }
    return zipped(files)


def manifest(app_id: str, public_url: str, version: str) -> Json:
    """What the app is, in English."""
    return {
        "$schema": SCHEMA.format(""),
        "manifestVersion": "1.20",
        "version": version,
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"circuit/{app_id}")),
        "developer": {
            "name": _said("developer", "en"),
            "websiteUrl": public_url,
            "privacyUrl": f"{public_url}/about",
            "termsOfUseUrl": f"{public_url}/about",
        },
        "name": {"short": _said("name", "en"), "full": _said("full_name", "en")},
        "description": {"short": _said("short", "en"), "full": _said("full", "en")},
        "icons": {"outline": "outline.png", "color": "color.png"},
        "accentColor": "#26374A",
        "localizationInfo": {
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
        },
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [
                    {"scopes": ["team", "groupChat"], "commands": _commands(TEAM)},
                    {"scopes": ["personal"], "commands": _commands(PERSONAL)},
                ],
            }
        ],
        "validDomains": [urlsplit(public_url).hostname or ""],
    }


def french() -> Json:
    """What the app is, in French, by the paths of the manifest."""
    found = {
        "$schema": SCHEMA.format(".Localization"),
        "name.short": _said("name", "fr"),
        "name.full": _said("full_name", "fr"),
        "description.short": _said("short", "fr"),
        "description.full": _said("full", "fr"),
    }
    for number, names in enumerate((TEAM, PERSONAL)):
        for place, name in enumerate(names):
            path = f"bots[0].commandLists[{number}].commands[{place}]"
            found[f"{path}.title"] = _said(f"{name}_title", "fr")
            found[f"{path}.description"] = _said(f"{name}_description", "fr")
    return found


def _commands(names: Sequence[str]) -> list[Json]:
    return [
        {"title": _said(f"{name}_title", "en"), "description": _said(f"{name}_description", "en")}
        for name in names
    ]


def _said(name: str, language: Language) -> str:
    return texts.render(Phrase(f"{TEXTS}.{name}"), language)


def _bytes(found: Json) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()
