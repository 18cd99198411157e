"""What reaches the bot from Webex, whichever way it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where Webex is, and as whom the bot speaks there."""

    token: str
    api_url: str
    discovery_url: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What webex_bot gives for a message or a card action: ids and addresses, words and inputs."""

    id: str
    room: str
    direct: bool
    address: str
    name: str
    robot: bool
    text: str = ""
    html: str = ""
    created: str = ""
    parent: str = ""
    files: tuple[str, ...] = ()
    message: str = ""
    inputs: Mapping[str, Any] | None = None
