"""A stage for talks whose people write in Teams: all goes over /api/messages and the connector."""

import asyncio
import html
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientSession

from bot import app, settings
from bot.app import CAST
from bot.channels.pages import application
from bot.channels.teams.incoming import CHANNEL
from bot.channels.teams.outgoing import CARD, NOTE, raised
from bot.channels.teams.pace import Pace
from bot.channels.terminal.stage import DirectStage, Ears
from bot.channels.terminal.talk import Step
from bot.clock import StillClock
from bot.model.conversation import Incoming, Seen
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, Route, route_key
from bot.posts import MAIL
from tests import loopback
from tests.posted import lines

from . import activities
from .connector import TENANT, Connector, Posted, connected

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
CREATE = "create session on February 25, 2027 at 1 pm about maps / les cartes"
NO_HEADERS: Mapping[str, str] = {}
NAMES = {sender.address: first for first, sender in CAST.items()}


@dataclass
class Teams:
    """A served bot and the platform around it."""

    house: app.Opened
    http: ClientSession
    connector: Connector
    keys: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def post(
        self, activity: Mapping[str, Any], headers: Mapping[str, str] = NO_HEADERS
    ) -> tuple[int, Any]:
        """The status and the body that an activity is answered."""
        raw, kind = orjson.dumps(activity), {"Content-Type": "application/json"}
        async with self.http.post(
            "/api/messages", data=raw, headers={**kind, **headers}
        ) as response:
            body = await response.read()
            return (
                response.status,
                await response.json() if body and response.status < 300 else body,
            )

    async def say(self, who: str, text: str, id_: str, room: str = "") -> tuple[int, Any]:
        """What a message of one of the cast is answered inside the call."""
        user = self.connector.people[f"29:{who.lower()}"]
        place = room or user["email"]
        if place in self.connector.channels:
            place = f"{place};messageid={id_}"
        return await self.post(activities.message(id_, user, place, self.connector.url, text))

    def shown_in(self, room: str, card: str) -> Posted:
        """The last message in a room that shows a card."""
        return next(
            each
            for each in reversed(self.connector.messages())
            if each.room == room and f'"{card}"' in json.dumps(each.activity)
        )

    async def delivered(self) -> None:
        """Let everything that waits leave."""
        await self.house.assistant.settle()

    def said(self) -> list[str]:
        """The words of everything that was posted."""
        return [words(each) for each in self.connector.messages()]

    def told(self, sending: Sending) -> None:
        """Keep what left, to tell an answer from news."""
        if sending.door != MAIL and sending.receipt:
            self.keys[sending.receipt.get("message", "")].append(sending.key)


def words(posted: Posted) -> str:
    """The words of a message: its text, or what its card is announced with."""
    activity = posted.activity
    if "text" not in activity:
        return str(activity["summary"])
    assert activity["textFormat"] == "xml"
    return html.unescape(activity["text"].replace("<br/>", "\n"))


def played(folder: Path, scene: Callable[[Teams], Any], **changes: Any) -> Any:
    """What comes of a scene."""

    async def play() -> Any:
        async with served(folder, NOW, **changes) as teams:
            return await scene(teams)

    return asyncio.run(play())


def records(teams: Teams, kind: Any, key: str) -> Any:
    """The record of a kind with a key."""
    return teams.house.assistant.house.store.view().get(kind, key)


@asynccontextmanager
async def served(folder: Path, start: datetime, **changes: Any) -> AsyncIterator[Teams]:
    """The bot on a folder, served on a free port, its people known in Teams."""
    chosen = settings.read({"CIRCUIT_DATA": str(folder)}, folder / "circuit.env")
    async with (
        connected() as connector,
        app.opened(replace(chosen, **changes), StillClock(start.astimezone(UTC))) as house,
    ):
        await _welcome(house, connector)
        served = application(app.pages(house))
        assert house.teams is not None
        house.teams.add_to(served)
        house.teams.door.pace = Pace(())
        async with loopback.served(served) as address, ClientSession(address) as http:
            teams = Teams(house, http, connector)
            with house.listening(teams.told):
                yield teams


async def _welcome(house: app.Opened, connector: Connector) -> None:
    """Make the cast reachable in Teams, and their space declared there."""
    store = house.assistant.house.store
    await app.welcome_cast(store, CHANNEL)
    facts = {"service": connector.url, "bot": activities.BOT["id"], "tenant": TENANT}
    for room in ("space", *NAMES):
        known = facts | {"channel": room in connector.channels}
        route = Route(place=route_key(Place(CHANNEL, room)), facts=known)
        await store.run(Outcome(saves=(route,)).regardless)


class TeamsStage(DirectStage):
    """The people of a talk, in Teams; what left the bot is read from the connector."""

    def __init__(self, teams: Teams) -> None:
        """Nothing was said yet."""
        self._shown = Ears(CHANNEL, NAMES)
        super().__init__(teams.house.assistant, self._shown, CAST)
        self._teams, self._read = teams, 0
        self._letters: set[str] = set()

    async def act(self, step: Step) -> None:
        """Do what the step says, and read all that follows."""
        if step.now is not None:
            await self._assistant.move_clock(step.now.astimezone(UTC))
        else:
            await self._post(self._incoming(step))
        await self._teams.delivered()
        await self._read_all()

    async def _post(self, incoming: Incoming) -> None:
        connector, room = self._teams.connector, incoming.place.room
        user = connector.people[f"29:{incoming.sender.address.partition('@')[0]}"]
        press, url = incoming.press, connector.url
        if press is None:
            place = room if incoming.private else f"{room};messageid={incoming.id}"
            sent = activities.message(incoming.id, user, place, url, incoming.text)
        else:
            data = {"card": press.card, "button": press.button, **press.fields}
            place = (
                room if incoming.private else self._teams.shown_in(room, press.card).conversation
            )
            sent = activities.execute(incoming.id, user, place, url, data)
        status, answer = await self._teams.post(sent)
        assert status == (201 if press is None else 200), answer
        if press is not None and incoming.private:
            self._answered(f"{CHANNEL}/{room}/{incoming.id}", answer, room)

    def _answered(self, key: str, answer: Any, room: str) -> None:
        """Keep the answer of the call: the one that was filed, shown in the card's place or below."""
        seen = self._assistant.house.store.view().get(Seen, key)
        assert seen is not None
        filed = seen.answer
        if filed.card is not None:
            assert answer == {"statusCode": 200, "type": CARD, "value": raised(filed.card)}
        elif not filed.replaces:
            assert answer == {"statusCode": 200, "type": NOTE, "value": filed.text}
        self._shown.take("", filed.text, filed.card, NAMES.get(room, room))

    async def _read_all(self) -> None:
        posted = self._teams.connector.messages()
        for number, each in enumerate(posted[self._read :], self._read):
            if _closes(each):
                answered = next(p for p in reversed(posted[:number]) if p.room == each.room)
                assert words(each) == words(answered)
                continue
            answer = self._teams.keys[each.id].pop(0).startswith("answer/")
            to = "" if answer else NAMES.get(each.room, each.room)
            self._shown.take(to, words(each), _lowered(each), NAMES.get(each.room, each.room))
        self._read = len(posted)
        letters = lines(self._teams.house.settings.data / MAIL, self._letters)
        self._shown.lines += letters


def _closes(posted: Posted) -> bool:
    """Whether this only closes a card whose answer stands below."""
    cards = [each["content"] for each in posted.activity.get("attachments", ())]
    return posted.method == "PUT" and any("actions" not in card for card in cards)


def _lowered(posted: Posted) -> Mapping[str, Any] | None:
    """The card of a message, its buttons as older clients show them."""
    for attachment in posted.activity.get("attachments", ()):
        card: dict[str, Any] = dict(attachment["content"])
        return card | {"actions": [action["fallback"] for action in card["actions"]]}
    return None
