"""What a Webex cloud on loopback knows: people, rooms, what was said, and faults."""

import base64
import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Clock
from tests.contract import Contract

from .contract import contract

Json = dict[str, Any]
BOT = "circuit@webex.bot"
NAME = "Circuit"


def encoded(kind: str, id_: str) -> str:
    """An id as the REST API gives it."""
    return base64.urlsafe_b64encode(f"ciscospark://us/{kind}/{id_}".encode()).decode().rstrip("=")


@dataclass
class Fault:
    """What the next calls of a kind are answered."""

    method: str
    path: re.Pattern[str]
    status: int
    times: int
    headers: Mapping[str, str]


@dataclass
class Room:
    """A room with its members, by address; a direct one belongs to one person."""

    id: str
    title: str
    direct: bool
    members: list[str]
    last: datetime


@dataclass
class Known:
    """All that the bot can ask of Webex, and what it did there."""

    contract: Contract = field(default_factory=contract)
    people: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)
    actions: dict[str, Json] = field(default_factory=dict)
    webhooks: dict[str, Json] = field(default_factory=dict)
    posts: list[Json] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    devices: list[Json] = field(default_factory=list)
    handshake: list[int] = field(default_factory=list)
    opened: int = 0
    hanging: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    shift: timedelta = timedelta()

    changed: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0
    certificate: Path | None = None
    token: str = field(default_factory=lambda: f"a-token-{uuid.uuid4()}")

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    def note(self) -> None:
        """Have whoever waits look again."""
        with self.changed:
            self.changed.notify_all()

    def now(self) -> str:
        """The present instant as Webex writes it."""
        at = Clock().now().astimezone(UTC) + self.shift
        return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def message(self, room: Room, address: str, text: str | None, **more: Any) -> Json:
        """A message that stands in a room from now on."""
        id_ = str(uuid.uuid4())
        room.last = Clock().now() + self.shift
        kept = {
            "_uuid": id_,
            "id": encoded("MESSAGE", id_),
            "roomId": room.id,
            "roomType": "direct" if room.direct else "group",
            "text": text,
            "personId": encoded("PEOPLE", address),
            "personEmail": address,
            "created": self.now(),
        } | more
        self.messages[kept["id"]] = kept
        return kept
