"""The only module that imports webex_bot and its SDK, 1.3.1 and 2.0.6, unmodified.

One command takes everything; three addresses, and how long an answer may take, are set from
outside. What the library leaves undone is done in a subclass: it says when it is connected,
registers no more devices than needed, acknowledges from the thread that owns the connection, gives
up on no message that it could not look up, and lets one without words through.
docs/decisions/0009 says why.
"""

import asyncio
import functools
import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import certifi
import requests
import webex_bot.websockets.webex_websocket_client as client
from webex_bot.models.command import Command
from webex_bot.webex_bot import WebexBot
from webexpythonsdk import WebexAPI
from websockets.exceptions import ConnectionClosed

from bot.channels.webex.heard import Cloud, Heard
from bot.channels.webex.order import queue_of
from bot.errors import Gone, TryLater

REGISTER_AGAIN = 600.0
LONGEST_BACKOFF = 10
"""Seconds; by itself the library waits up to four minutes when a connection often breaks."""
ANSWERED_WITHIN = 30.0
"""Seconds that Webex may take to begin an answer; the library would wait for ever."""
SENDING: set[asyncio.Future[None]] = set()


class Everything(Command):  # type: ignore[misc]
    """The one command: whatever is said or pressed."""

    def __init__(self, take: Callable[[Heard], None]) -> None:
        """``take`` returns once it was heard."""
        super().__init__()
        self._take = take

    def execute(self, message: str, attachment_actions: Any, activity: Any) -> None:  # noqa: ARG002
        """Take it in; what is answered leaves by the outbox."""
        self._take(heard(attachment_actions, activity))


class Impatient(requests.Session):
    """A session whose requests end, one way or the other."""

    def request(self, *asked: Any, **more: Any) -> requests.Response:
        """The answer; raises requests.Timeout where there is none."""
        return super().request(*asked, **{"timeout": ANSWERED_WITHIN, **more})


class Bot(WebexBot):  # type: ignore[misc]
    """webex_bot, saying when it is connected, frugal with devices, at ease with files."""

    def __init__(self, token: str, everything: Everything, connected: Callable[[], None]) -> None:
        """Find out who it is, over the network."""
        self._connected, self._socket = connected, None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shares: dict[str, str] = {}
        self._registered = float("-inf")
        self._looked_up = threading.local()
        super().__init__(token, help_command=everything, log_level="CRITICAL")
        self.session.hooks["response"].append(self._note_status)

    @property
    def websocket(self) -> Any:
        """The present connection."""
        return self._socket

    @websocket.setter
    def websocket(self, socket: Any) -> None:
        self._socket = socket
        if socket is not None:
            self._loop = asyncio.get_running_loop()
            self._connected()

    def _ack_message(self, message_id: str) -> None:
        """Say that it arrived; where nobody listens any more, it is as well unsaid.

        The library writes from whichever thread it is in, so that two frames may run together.
        """
        assert self._loop is not None
        said = json.dumps({"type": "ack", "messageId": message_id})
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_send, self._socket, said)

    def _process_incoming_websocket_message(self, msg: Any) -> None:
        """Pass on what came; a share is remembered for the person and the room it belongs to.

        The library remembers the last one of all, so that files of two people change places.
        """
        activity = msg["data"].get("activity", {})
        if activity.get("verb") == "share":
            self._shares[queue_of(msg)] = activity["id"]
            return
        if activity.get("verb") == "update":
            shared = self._shares.pop(queue_of(msg), activity["id"])
            msg = {**msg, "data": {**msg["data"], "activity": {**activity, "id": shared}}}
        super()._process_incoming_websocket_message(msg)

    def _get_base64_message_id(self, activity: Any) -> str:
        """The id of a message or press; raises TryLater where the library would pass it over.

        Raises Gone for one that Webex does not know, or no more.
        """
        found = super()._get_base64_message_id(activity)
        if found is None and self._looked_up.status == 404:
            raise Gone("Webex knows no such message")
        if found is None:
            raise TryLater("Webex does not say what was said")
        return str(found)

    def _note_status(self, response: Any, *_: Any, **__: Any) -> None:
        """Keep what the library does not tell: how its last request in this thread was answered."""
        self._looked_up.status = response.status_code

    def _get_device_info(self, check_existing: bool = True) -> Any:  # noqa: FBT001, FBT002
        """A device to be reached at; a new one at most every ten minutes."""
        recent = time.monotonic() - self._registered < REGISTER_AGAIN
        if not check_existing and not recent:
            self._registered = time.monotonic()
        return super()._get_device_info(check_existing=check_existing or recent)

    def process_incoming_message(self, teams_message: Any, activity: Any) -> None:
        """Pass a message on; one with a file only has no words, which the library trips over."""
        if teams_message.text is None:
            teams_message._json_data["text"] = ""  # noqa: SLF001 - there is no other way in
        super().process_incoming_message(teams_message, activity)


def _send(socket: Any, text: str) -> None:
    async def sent() -> None:
        with suppress(ConnectionClosed):
            await socket.send(text)

    SENDING.add(task := asyncio.ensure_future(sent()))
    task.add_done_callback(SENDING.discard)


def made(cloud: Cloud, take: Callable[[Heard], None], connected: Callable[[], None]) -> Any:
    """webex_bot for this cloud; it asks there who it is, so this may fail in many ways."""
    client.DEFAULT_U2C_URL = cloud.discovery_url
    client.MAX_BACKOFF_TIME = LONGEST_BACKOFF
    client.WebexAPI = functools.partial(WebexAPI, base_url=f"{cloud.api_url}/")
    client.ssl_context = _trusting(cloud)
    client.requests = SimpleNamespace(Session=Impatient)
    return Bot(cloud.token, Everything(take), connected)


def _trusting(cloud: Cloud) -> ssl.SSLContext | None:
    """Whom to trust: the authorities of this machine and those that the library brings along."""
    if cloud.discovery_url.startswith("http://"):
        return None
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def heard(found: Any, activity: Mapping[str, Any]) -> Heard:
    """The message or the card action, with what only the activity says of who and where."""
    actor, known = activity["actor"], found.json_data
    return Heard(
        id=found.id,
        room=found.roomId,
        direct="ONE_ON_ONE" in activity["target"].get("tags", ()),
        address=str(known.get("personEmail") or actor["emailAddress"]).lower(),
        name=str(actor.get("displayName") or ""),
        robot=actor.get("type") != "PERSON",
        text=known.get("text") or "",
        html=known.get("html") or "",
        created=known.get("created") or "",
        parent=known.get("parentId") or "",
        files=tuple(known.get("files") or ()),
        message=known.get("messageId") or "",
        inputs=known.get("inputs"),
    )
