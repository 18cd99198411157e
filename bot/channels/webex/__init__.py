"""Webex: what webex_bot or a webhook brings in, and what was said while the bot was away."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError

from bot.assistant import Assistant
from bot.channels.webex.connection import Connection
from bot.channels.webex.door import CHANNEL, WebexDoor
from bot.channels.webex.heard import Cloud, Heard
from bot.channels.webex.rest import part
from bot.channels.webex.words import mentioned, unmentioned, words
from bot.clock import Clock, said
from bot.errors import Rejected, TryLater
from bot.model.conversation import Attachment, Incoming, Press, Sender
from bot.model.people import Place, Route

log = logging.getLogger(__name__)
AWAY = timedelta(days=1)
OVERLAP = timedelta(minutes=2)
MOST_FILES = 5
MOST_MENTIONS = 5
MOST_ROOMS = "200"
MOST_SAID = "50"
OURS = frozenset({"card", "button"})
CATCH_UP_AGAIN = (0.5, 2.0, 5.0, 15.0, 60.0, 300.0)
BOTS = ("@webex.bot", "@sparkbot.io")


class Webex:
    """The way in from Webex."""

    def __init__(self, assistant: Assistant, door: WebexDoor, cloud: Cloud) -> None:
        """Nothing is connected yet."""
        self._assistant, self._door = assistant, door
        self.connection = Connection(cloud, self._heard_live, self.look_back)
        self._me: tuple[str, str] = ("", "")
        self._knowing = asyncio.Lock()
        self._since: datetime | None = None
        self._connections = 0
        self._catching_up: asyncio.Task[None] | None = None

    async def _heard_live(self, heard: Heard) -> None:
        """Hear what was just said: until now at least, nothing was missed."""
        await self.hear(heard)
        self._since = Clock().now()

    async def hear(self, heard: Heard) -> None:
        """Hand on what was said or pressed; what is answered leaves by the outbox."""
        if heard.robot or heard.address.endswith(BOTS):
            return
        press = _press(heard)
        incoming = Incoming(
            id=heard.id,
            place=Place(CHANNEL, heard.room),
            sender=Sender(heard.address, heard.name),
            private=heard.direct,
            at=said(_instant(heard.created), self._assistant.house.time.now()),
            text="" if press else await self._words(heard),
            press=press,
            waits=False,
            route={"direct": heard.direct},
            thread="" if heard.direct or press else (heard.parent or heard.id),
            files=await self._files(heard.files[:MOST_FILES]),
        )
        await self._assistant.hear(incoming)

    async def _words(self, heard: Heard) -> str:
        """What was written, without the mention of the bot, others by their addresses."""
        bot, name = await self._myself()
        ids = mentioned(heard.html)
        if not ids:
            return unmentioned(heard.text, name)
        others = [id_ for id_ in ids if id_ != bot][:MOST_MENTIONS]
        return words(heard.html, bot, {id_: await self._address(id_) for id_ in others})

    async def _address(self, id_: str) -> str:
        """The address of somebody who is mentioned; empty if it cannot be had."""
        try:
            person = await self._door.api.get(f"people/{part(id_)}")
        except (Rejected, TryLater) as problem:
            log.info("who is mentioned in Webex cannot be found out: %s", problem)
            return ""
        return str(next(iter(person.get("emails", ())), "")).lower()

    async def _files(self, urls: tuple[str, ...]) -> tuple[Attachment, ...]:
        """The files with what they are called; those that cannot be asked about have no name."""
        return tuple([Attachment(await self._name(url), url) for url in urls])

    async def _name(self, url: str) -> str:
        try:
            return await self._door.api.file_name(url)
        except (Rejected, TryLater, ClientError, TimeoutError) as problem:
            log.info("a file in Webex has no name: %s", type(problem).__name__)
            return ""

    async def _myself(self) -> tuple[str, str]:
        """The id and the name of the bot, asked for once."""
        async with self._knowing:
            if not self._me[0]:
                me = await self._door.api.get("people/me")
                self._me = (str(me.get("id", "")), str(me.get("displayName", "")))
        return self._me

    def start(self) -> None:
        """Begin to listen."""
        self.connection.start()

    def look_back(self) -> None:
        """Webex reaches us from now on: what was said before is looked up."""
        log.info("connected to Webex")
        self._connections += 1
        if self._catching_up is None or self._catching_up.done():
            since = (self._since or Clock().now() - AWAY) - OVERLAP
            self._catching_up = asyncio.ensure_future(self._caught_up_since(since))

    async def _caught_up_since(self, since: datetime) -> None:
        """Catch up, and once more if the connection was lost and made anew meanwhile."""
        looked = 0
        while looked != self._connections:
            looked = self._connections
            await self._looked_through(since)

    async def _looked_through(self, since: datetime) -> None:
        """Look through all rooms; tried again until it is done, or left to the next connection."""
        began = Clock().now()
        used = self._assistant.house.store.view().count(Route, "channel", CHANNEL)
        for wait in CATCH_UP_AGAIN if used else ():
            try:
                await self.catch_up(since)
            except (TryLater, Rejected, TimeoutError) as problem:
                log.warning("what was said in Webex meanwhile could not be read: %s", problem)
                await asyncio.sleep(wait)
            else:
                break
        self._since = max(began, self._since or began)

    async def catch_up(self, since: datetime) -> None:
        """Hear what was said since then; what was heard already has no second effect."""
        rooms = self._door.api.items("rooms", sortBy="lastactivity", max=MOST_ROOMS)
        async for room in rooms:
            active = _instant(str(room.get("lastActivity", "")))
            if active is None or active < since:
                break
            try:
                await self._catch_up_in(room, since)
            except Rejected as problem:
                log.info("a room of Webex cannot be read: %s", problem)

    async def _catch_up_in(self, room: Any, since: datetime) -> None:
        direct = room.get("type") == "direct"
        asked = {} if direct else {"mentionedPeople": "me"}
        said = []
        async for each in self._door.api.items(
            "messages", roomId=str(room["id"]), max=MOST_SAID, **asked
        ):
            at = _instant(str(each.get("created", "")))
            if at is None or at < since:
                break
            said.append(each)
        for each in reversed(said):
            await self.hear(message(each, direct=direct))

    async def stop(self) -> None:
        """Let go of the connection."""
        await self.look_no_further()
        await self.connection.stop()

    async def look_no_further(self) -> None:
        """Leave what was not looked up yet to the next start."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.gather(self._catching_up, return_exceptions=True)


def message(found: Any, *, direct: bool) -> Heard:
    """A message as the REST API gives it."""
    return Heard(
        id=str(found["id"]),
        room=str(found["roomId"]),
        direct=direct,
        address=str(found.get("personEmail", "")).lower(),
        name="",
        robot=False,
        text=found.get("text") or "",
        html=found.get("html") or "",
        created=str(found.get("created", "")),
        parent=found.get("parentId") or "",
        files=tuple(found.get("files") or ()),
    )


def _press(heard: Heard) -> Press | None:
    """The pressed button; all that was filled in, as text."""
    if heard.inputs is None:
        return None
    fields = {k: v if isinstance(v, str) else str(v) for k, v in heard.inputs.items()}
    card, button = fields.pop("card", ""), fields.pop("button", "")
    return Press(card, button, fields)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
