"""What Teams posts, as facts of ours: Bot Framework activities, schema 3.x.

Read from the raw JSON: the SDK's models lose the tenant and the mentions (botbuilder-schema
4.17.1), and its own removing of a mention also takes the bot's name out of the words.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.model.conversation import Press
from bot.model.words import Language

CHANNEL = "teams"
Kind = Literal["text", "submit", "execute", "installed", "removed", "other"]
Json = Mapping[str, Any]
MENTION = re.compile(r"<at[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
FILE = "application/vnd.microsoft.teams.file.download.info"
BREAKS = re.compile(r"[^\S\n]+")
OURS = frozenset({"card", "button"})
THREAD = ";messageid="
"""What stands between a channel and the first message of a thread in it."""
ROBOT = "28:"
"""What the ids of bots begin with."""
MOST_MENTIONS = 5


@dataclass(frozen=True, slots=True)
class Activity:
    """What is needed of one activity.

    ``conversation`` is a chat or a channel, and ``thread`` the first message of the thread within a
    channel. ``mentions`` are other people, by their name in the text and their id.
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
    text: str = ""
    mentions: tuple[tuple[str, str], ...] = ()
    press: Press | None = None
    reads: Language | None = None
    bot: str = ""
    files: tuple[str, ...] = ()

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
    mentions = _mentions(activity) if kind == "text" else ()
    return Activity(
        id=_text(activity.get("id")),
        kind=kind,
        service_url=_text(activity.get("serviceUrl")),
        conversation=room,
        thread=thread,
        channel=shape == "channel",
        private=shape in ("", "personal"),
        user=_text(user.get("id")),
        name=_said(user.get("name")),
        object_id=_said(user.get("aadObjectId")),
        tenant=_tenant(activity, conversation),
        robot=_said(user.get("role")) == "bot" or _said(user.get("id")).startswith(ROBOT),
        at=_instant(activity),
        text=_words(activity, mentions) if kind == "text" else "",
        mentions=tuple((name, user) for _, name, user in mentions),
        press=_press(activity, kind),
        reads=_language(activity),
        bot=_said(_object(activity.get("recipient") or {}).get("id")),
        files=_files(activity) if kind == "text" else (),
    )


def _object(value: object) -> Json:
    if not isinstance(value, Mapping):
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
        return "submit" if isinstance(activity.get("value"), Mapping) else "text"
    if kind == "invoke" and name == "adaptiveCard/action":
        return "execute"
    if kind == "installationUpdate":
        return "removed" if _said(activity.get("action")).startswith("remove") else "installed"
    return "other"


def _tenant(activity: Json, conversation: Json) -> str:
    channel = activity.get("channelData")
    tenant = channel.get("tenant") if isinstance(channel, Mapping) else None
    named = tenant.get("id") if isinstance(tenant, Mapping) else conversation.get("tenantId")
    return _said(named).lower()


def _instant(activity: Json) -> datetime | None:
    try:
        at = datetime.fromisoformat(_said(activity.get("timestamp")))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _mentions(activity: Json) -> tuple[tuple[str, str, str], ...]:
    """Who else is mentioned: how that stands in the text, their name, their id."""
    entities = activity.get("entities")
    bot = _said(_object(activity.get("recipient") or {}).get("id"))
    found = []
    for each in entities if isinstance(entities, list) else ():
        who = each.get("mentioned") if isinstance(each, Mapping) else None
        if not isinstance(who, Mapping) or each.get("type") != "mention":
            continue
        marked, name, user = _said(each.get("text")), _said(who.get("name")), _said(who.get("id"))
        if marked and name and user not in ("", bot) and not user.startswith(ROBOT):
            found.append((marked, name, user))
    return tuple(found[:MOST_MENTIONS])


def _words(activity: Json, mentions: tuple[tuple[str, str, str], ...]) -> str:
    """What was written as plain text with its line breaks: the bot left out, others by name."""
    raw = activity.get("text")
    text = raw if isinstance(raw, str) else ""
    for marked, name, _ in mentions:
        text = text.replace(marked, html.escape(name))
    plain = html.unescape(MENTION.sub(" ", text)).replace("\r\n", "\n")
    return "\n".join(BREAKS.sub(" ", line).strip() for line in plain.split("\n")).strip()


def _files(activity: Json) -> tuple[str, ...]:
    """The names of what was attached; the words come as an attachment too, and are left out."""
    attached = activity.get("attachments")
    found = (
        [each for each in attached if isinstance(each, Mapping)]
        if isinstance(attached, list)
        else []
    )
    kinds = ((_said(each.get("contentType")), _said(each.get("name"))) for each in found)
    return tuple(name for kind, name in kinds if kind == FILE or kind.startswith("image/"))


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
