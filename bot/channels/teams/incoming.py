"""What Teams posts, as facts of ours: Bot Framework activities, schema 3.x.

Read from the raw JSON: the SDK's models lose the tenant and the mentions (botbuilder-schema
4.17.1), and its own removing of a mention also takes the bot's name out of the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.channels.teams.words import ROBOT, Words, read_words
from bot.model.conversation import Press
from bot.model.words import Language

CHANNEL = "teams"
Kind = Literal["text", "submit", "execute", "installed", "removed", "other"]
Json = Mapping[str, Any]
FILE = "application/vnd.microsoft.teams.file.download.info"
OURS = frozenset({"card", "button"})
MOST_FILES = 20
LONGEST_ADDRESS = 8_000
THREAD = ";messageid="
"""What stands between a channel and the first message of a thread in it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along, and the address it lies at: whoever knows that may read it."""

    name: str
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Activity:
    """What is needed of one activity.

    ``conversation`` is a chat or a channel, and ``thread`` the first message of the thread within a
    channel.
    """

    id: str
    kind: Kind
    service_url: str
    conversation: str
    thread: str
    channel: bool
    private: bool
    user: str
    name: str
    object_id: str
    tenant: str
    robot: bool = False
    at: datetime | None = None
    words: Words = field(default_factory=Words)
    press: Press | None = None
    reads: Language | None = None
    bot: str = ""
    files: tuple[Attached, ...] = ()

    @property
    def account(self) -> str:
        """The key of the account of who acted."""
        return f"{CHANNEL}/{self.tenant}/{self.object_id or self.user}"

    @property
    def route(self) -> Json:
        """What is needed to write there later."""
        return {
            "service": self.service_url,
            "bot": self.bot,
            "tenant": self.tenant,
            "channel": self.channel,
        }


def read(raw: object) -> Activity:
    """The activity; raises ValueError for what the platform would not post."""
    activity = _object(raw)
    conversation, user = _object(activity.get("conversation")), _object(activity.get("from"))
    kind, shape = _kind(activity), _said(conversation.get("conversationType"))
    room, _, thread = _text(conversation.get("id")).partition(THREAD)
    bot = _said(_object(activity.get("recipient") or {}).get("id"))
    return Activity(
        id=_text(activity.get("id")),
        kind=kind,
        service_url=_text(activity.get("serviceUrl")),
        conversation=_text(room),
        thread=thread,
        channel=shape == "channel",
        private=shape in ("", "personal"),
        user=_text(user.get("id")),
        name=_said(user.get("name")),
        object_id=_said(user.get("aadObjectId")),
        tenant=_tenant(activity, conversation),
        robot=_said(user.get("role")) == "bot" or _said(user.get("id")).startswith(ROBOT),
        at=_instant(activity),
        words=_words(activity, bot) if kind == "text" else Words(),
        press=_press(activity, kind),
        reads=_language(activity),
        bot=bot,
        files=_files(activity) if kind == "text" else (),
    )


def _words(activity: Json, bot: str) -> Words:
    return read_words(activity.get("text"), activity.get("entities"), bot)


def _object(value: object) -> Json:
    # What is read from JSON is a dict; asking for a Mapping takes eight times as long.
    if not isinstance(value, dict):
        raise ValueError("an object is missing")  # noqa: TRY004 - one error for what cannot be read
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 2000:
        raise ValueError("a text is missing")
    return value


def _said(value: object) -> str:
    return value[:2000] if isinstance(value, str) else ""


def _kind(activity: Json) -> Kind:
    kind, name = _text(activity.get("type")), _said(activity.get("name"))
    if kind == "message":
        return "submit" if isinstance(activity.get("value"), dict) else "text"
    if kind == "invoke" and name == "adaptiveCard/action":
        return "execute"
    if kind == "installationUpdate":
        return "removed" if _said(activity.get("action")).startswith("remove") else "installed"
    return "other"


def _tenant(activity: Json, conversation: Json) -> str:
    channel = activity.get("channelData")
    tenant = channel.get("tenant") if isinstance(channel, dict) else None
    named = tenant.get("id") if isinstance(tenant, dict) else conversation.get("tenantId")
    return _said(named).lower()


def _instant(activity: Json) -> datetime | None:
    try:
        at = datetime.fromisoformat(_said(activity.get("timestamp")))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _files(activity: Json) -> tuple[Attached, ...]:
    """What was attached; the words come as an attachment too, and are left out."""
    attached = activity.get("attachments")
    found = attached[:MOST_FILES] if isinstance(attached, list) else []
    return tuple(file for each in found if isinstance(each, Mapping) and (file := _file(each)))


def _file(attached: Json) -> Attached | None:
    """A file; of a picture within the words only that it is there."""
    kind, name = _said(attached.get("contentType")), _said(attached.get("name"))
    if kind != FILE:
        return Attached(name) if kind.startswith("image/") else None
    content = attached.get("content")
    address = content.get("downloadUrl") if isinstance(content, Mapping) else None
    known = isinstance(address, str) and len(address) <= LONGEST_ADDRESS
    return Attached(name, str(address) if known else "")


def _press(activity: Json, kind: Kind) -> Press | None:
    if kind not in ("submit", "execute"):
        return None
    value = _object(activity.get("value", {}))
    if kind == "execute":
        action = _object(value.get("action") or {})
        value = _object(action.get("data") or {})
    fields = {str(name): _field(value[name]) for name in value if name not in OURS}
    fields.pop("msteams", None)
    return Press(_said(value.get("card")), _said(value.get("button")), fields)


def _field(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _language(activity: Json) -> Language | None:
    locale = _said(activity.get("locale"))[:2].lower()
    return "fr" if locale == "fr" else "en" if locale == "en" else None
