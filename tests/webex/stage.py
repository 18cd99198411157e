"""A stage for talks whose people write in Webex: webex_bot brings it in, the REST API takes it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import app, settings
from bot.app import CAST
from bot.channels.terminal.stage import DirectStage, Ears
from bot.channels.terminal.talk import SPACE, Step
from bot.channels.webex.door import CHANNEL
from bot.clock import StillClock
from bot.model.conversation import Incoming, Seen
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, Route, route_key
from bot.posts import MAIL
from tests.posted import lines

from .cloud import Cloud
from .known import Json, Room

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
NAMES = {sender.address: first for first, sender in CAST.items()}


@dataclass
class Webex:
    """A bot connected to a cloud."""

    house: app.Opened
    cloud: Cloud
    space: Room
    keys: dict[str, str] = field(default_factory=dict)

    async def until(self, fine: Callable[[], Any]) -> None:
        """Return once it is so; at most twenty seconds."""
        changed = asyncio.Event()
        self.house.room.watchers.add(changed)
        try:
            async with asyncio.timeout(20):
                while not fine():
                    changed.clear()
                    await changed.wait()
        finally:
            self.house.room.watchers.discard(changed)

    async def heard(self, id_: str) -> None:
        """Return once this was heard and all that follows has left."""
        view = self.house.assistant.house.store.view()
        await self.until(lambda: view.get(Seen, f"{CHANNEL}/{id_}"))
        await self.delivered()

    async def say(self, who: str, text: str, **more: Any) -> Json:
        """Somebody of the cast writes, and is answered."""
        said = self.cloud.say(CAST[who].address, text, **more)
        await self.heard(said["id"])
        return said

    async def delivered(self) -> None:
        """Let everything that waits leave."""
        await self.house.assistant.settle()

    async def connected(self, times: int = 1) -> None:
        """Return once the bot has connected so often."""
        assert await asyncio.to_thread(self.cloud.wait, lambda: self.cloud.opened >= times)

    async def forget_when(self) -> None:
        """Let the bot not know since when it may have missed something, as after a start."""
        webex = self.house.webex
        assert webex is not None
        assert webex._catching_up is not None
        await webex._catching_up
        webex._since = None

    def told(self, sending: Sending) -> None:
        """Keep what left, to tell an answer from news."""
        if sending.door != MAIL and sending.receipt:
            self.keys[sending.receipt.get("message", "")] = sending.key


@asynccontextmanager
async def connected(
    folder: Path, cloud: Cloud, start: datetime = NOW, *, known: bool = True, **changes: Any
) -> AsyncIterator[Webex]:
    """The bot on a folder, its people known in a cloud that is up."""
    chosen = settings.read({"CIRCUIT_DATA": str(folder)}, folder / "circuit.env")
    chosen = replace(chosen, **(cloud.settings | changes))
    async with app.opened(chosen, StillClock(start.astimezone(UTC))) as house:
        space = await _welcome(house, cloud)
        if known:
            await _met(house, cloud)
        webex = Webex(house, cloud, space)
        async with app.connected(house):
            before = cloud.opened
            if house.webhooks is None:
                await webex.connected(before + 1)
            with house.listening(webex.told):
                yield webex


async def _welcome(house: app.Opened, cloud: Cloud) -> Room:
    """Make the cast reachable in Webex, and their space declared there."""
    store = house.assistant.house.store
    await app.welcome_cast(store, CHANNEL)
    for sender in CAST.values():
        cloud.people[sender.address] = sender.name
        cloud.room_of(sender.address)
    members = [CAST[name].address for name in sorted(app.MEMBERS)]
    return cloud.rooms.get(SPACE) or cloud.space(SPACE, members)


async def _met(house: app.Opened, cloud: Cloud) -> None:
    """Let the bot have been in every room before."""
    store = house.assistant.house.store
    for room in cloud.rooms:
        route = Route(place=route_key(Place(CHANNEL, room)), facts={"direct": room != SPACE})
        await store.run(Outcome(saves=(route,)).regardless)


class WebexStage(DirectStage):
    """The people of a talk, in Webex; what left the bot is read from the cloud."""

    def __init__(self, webex: Webex) -> None:
        """Nothing was said yet."""
        self._shown = Ears(CHANNEL, NAMES)
        super().__init__(webex.house.assistant, self._shown, CAST)
        self._webex, self._read = webex, 0
        self._letters: set[str] = set()

    async def act(self, step: Step) -> None:
        """Do what the step says, and read all that follows."""
        if step.now is not None:
            await self._assistant.move_clock(step.now.astimezone(UTC))
            await self._webex.delivered()
        else:
            await self._webex.heard(self._acted(self._incoming(step)))
        await self._read_all()

    def _acted(self, incoming: Incoming) -> str:
        """The id of what was said or pressed."""
        cloud, address = self._webex.cloud, incoming.sender.address
        room = None if incoming.private else self._webex.space
        press = incoming.press
        if press is None:
            return str(cloud.say(address, incoming.text, room)["id"])
        shown = next(each for each in reversed(cloud.posts) if _shows(each, press.card))
        inputs = {"card": press.card, "button": press.button, **press.fields}
        here = room or cloud.room_of(address)
        return cloud.pressed_id(cloud.press(address, shown, inputs, room=here))

    async def _read_all(self) -> None:
        before: list[str] = []
        posts = self._webex.cloud.posts
        for post in posts[self._read :]:
            before.append(post["text"])
            key = self._webex.keys.get(post["id"])
            if key is None:
                continue
            room = NAMES.get(post["roomId"]) or str(post["roomId"])
            card = post["attachments"][0]["content"] if post.get("attachments") else None
            to = "" if key.startswith("answer/") else room
            self._shown.take(to, _without_buttons("\n".join(before), card), card, room)
            before = []
        self._read = len(posts)
        letters = lines(self._webex.house.settings.data / MAIL, self._letters)
        self._shown.lines += letters


def _without_buttons(text: str, card: Json | None) -> str:
    """The words beside a card, which end with the buttons that may be typed."""
    if not card or not card["actions"]:
        return text
    said, _, titles = text.rpartition("\n\n")
    assert titles == " ".join(f"[{each['title']}]" for each in card["actions"])
    return said


def _shows(post: Mapping[str, Any], ref: str) -> bool:
    cards = [each["content"] for each in post.get("attachments", ())]
    return any(a["data"]["card"] == ref for card in cards for a in card["actions"])
