"""Two platforms with people who write, a bot that is started again and again, and trouble."""

import asyncio
import gc
import os
import random  # noqa: TID251 - what goes wrong is left to chance
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot import app, settings
from bot.channels.pages import application
from bot.channels.teams.incoming import CHANNEL as TEAMS
from bot.channels.teams.pace import Pace
from bot.channels.webex.door import CHANNEL as WEBEX
from bot.clock import Clock
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place, Route, route_key
from bot.model.theme import Theme
from tests import loopback
from tests.teams import activities
from tests.teams.connector import TENANT, Connector, person
from tests.webex.cloud import Cloud

START = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
PEOPLE = 5
IN_WEBEX = tuple(f"webex{number}@example.org" for number in range(PEOPLE))
IN_TEAMS = tuple(f"teams{number}@example.org" for number in range(PEOPLE))
EVERYBODY = frozenset(IN_WEBEX + IN_TEAMS)
NOT_REPEATED = ClientTimeout(total=15)
LATER = timedelta(seconds=20)


@dataclass
class World:
    """What lasts while the bot is started again."""

    folder: Path
    cloud: Cloud
    connector: Connector
    chance: random.Random
    clock: Clock = field(default_factory=lambda: Clock(START))
    said: Counter[str] = field(default_factory=Counter)
    themes: dict[str, str] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)
    house: app.Opened | None = None
    served: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    def prepare(self) -> None:
        """Let everybody exist on their platform."""
        for address in IN_WEBEX:
            self.cloud.people[address] = address.partition("@")[0]
            self.cloud.room_of(address)
        for address in IN_TEAMS:
            member = person(address, address.partition("@")[0])
            self.connector.people[member["id"]] = member

    @asynccontextmanager
    async def running(self) -> AsyncIterator[app.Opened]:
        """The bot, from its start to its end."""
        chosen = settings.read({"CIRCUIT_DATA": str(self.folder)}, self.folder / "none")
        chosen = replace(chosen, organisers=EVERYBODY, **self.cloud.settings)
        async with app.opened(chosen, self.clock) as house:
            await self._known(house)
            assert house.teams is not None
            house.teams.door.pace = Pace(())
            served = application(app.pages(house))
            house.teams.add_to(served)
            sending = asyncio.create_task(house.assistant.outbox.run())
            self.house = house
            try:
                async with (
                    loopback.served(served, patience=1.0) as self.served,
                    app.connected(house),
                ):
                    yield house
            finally:
                self.house, self.served = None, ""
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
                gc.unfreeze()

    async def _known(self, house: app.Opened) -> None:
        store = house.assistant.house.store
        facts = {"service": self.connector.url, "bot": activities.BOT["id"], "tenant": TENANT}
        for address in sorted(EVERYBODY):
            channel = WEBEX if address in IN_WEBEX else TEAMS
            place = Place(channel, address)
            route = Route(
                place=route_key(place), facts=facts if channel == TEAMS else {"direct": True}
            )
            if store.view().get(Route, route.place) is None:
                contact = Contact(address=address, name=address[:6], places=(place,))
                await store.run(Outcome(saves=(contact, route)).regardless)

    async def talk(self, address: str) -> None:
        """Somebody says one thing, which the platform delivers once or twice."""
        number = next(self._numbers)
        text = "hello"
        if self.chance.random() < 0.1:
            text = f"add theme maps {number} / cartes {number}"
            self.themes[f"maps {number}"] = address
        self.said[address] += 1
        if address in IN_WEBEX:
            await self._in_webex(address, text)
        else:
            await self._in_teams(address, text, number)

    async def _in_webex(self, address: str, text: str) -> None:
        said = await asyncio.to_thread(self.cloud.say, address, text)
        if self.chance.random() < 0.3:
            self.troubles["said twice in Webex"] += 1
            await asyncio.to_thread(self.cloud.push, said["_activity"])

    async def _in_teams(self, address: str, text: str, number: int) -> None:
        user = self.connector.people[f"29:{address.partition('@')[0]}"]
        sent = activities.message(f"{number}", user, address, self.connector.url, text)
        twice = self.chance.random() < 0.3
        self.troubles["said twice in Teams"] += twice
        await asyncio.gather(*(self._delivered(sent) for _ in range(1 + twice)))

    async def _delivered(self, sent: dict[str, Any]) -> None:
        """Teams posts it until it is taken."""
        while True:
            try:
                async with (
                    ClientSession(timeout=NOT_REPEATED) as http,
                    http.post(f"{self.served}/api/messages", json=sent) as response,
                ):
                    if response.status < 300:
                        return
                    self.troubles[f"Teams heard {response.status}"] += 1
            except (ClientError, TimeoutError, ValueError):
                self.troubles["Teams found nobody"] += 1
            await asyncio.sleep(0.2)

    def make_trouble(self) -> None:
        """One thing that goes wrong on a platform; blocking."""
        cloud, connector = self.cloud, self.connector
        troubles: dict[str, Callable[[], None]] = {
            "429 of Teams": lambda: connector.fail(429, 2, retry_after="1"),
            "503 of Teams": lambda: connector.fail(503, 2),
            "412 of Teams": lambda: connector.fail(412, 2),
            "429 of Webex": lambda: cloud.fail("POST", "/messages", 429, 2, retry_after="1"),
            "503 of Webex": lambda: cloud.fail("POST", "/messages", 503, 2),
            "500 on reading": lambda: cloud.fail("GET", "/v1/messages", 500, 2),
            "500 on looking up": lambda: cloud.fail("GET", "/conversation/", 500, 2),
            "close 1011": lambda: cloud.close_sockets(1011),
            "cut off": cloud.abort_sockets,
            "401 at the door": self._refused,
            "gone for a while": cloud.go_down,
            "nonsense": lambda: cloud.push_raw('{"id": "1", "data": {"eventType": "x.y"}}'),
        }
        name = self.chance.choice(sorted(troubles))
        self.troubles[name] += 1
        troubles[name]()

    def _refused(self) -> None:
        self.cloud.handshake.append(401)
        self.cloud.abort_sockets()

    def heal(self) -> None:
        """All that went wrong is over; blocking."""
        self.cloud.faults.clear()
        self.connector.faults.clear()
        self.cloud.handshake.clear()
        if self.cloud.gone:
            self.cloud.come_up()

    def answers(self) -> Counter[str]:
        """How many messages stand in each room."""
        posted = Counter(str(each["roomId"]) for each in self.cloud.posts)
        new = (each for each in self.connector.messages() if each.method == "POST")
        return posted + Counter(each.room for each in new)

    def unlike(self) -> dict[str, tuple[int, int]]:
        """Whose messages and answers are not as many, with both numbers."""
        answered = self.answers()
        rooms = answered.keys() | self.said.keys()
        return {r: (self.said[r], answered[r]) for r in rooms if self.said[r] != answered[r]}

    def lost_themes(self) -> set[str]:
        """Themes that were said and are not there, or are there twice."""
        assert self.house is not None
        view = self.house.assistant.house.store.view()
        there = Counter(each.title.en for each in view.find(Theme, "all", "theme"))
        return {name for name in self.themes if there[name] != 1}

    def given_up(self) -> list[str]:
        """Why anything did not leave."""
        assert self.house is not None
        view = self.house.assistant.house.store.view()
        states = ("failed", "uncertain", "missed")
        found = [each for state in states for each in view.find(Sending, "status", state)]
        return [f"{each.state} {each.problem}" for each in found]

    async def pass_days(self) -> None:
        """Three days later; what the platforms themselves remember of this test is let go."""
        assert self.house is not None
        self.clock.move(self.clock.now() + timedelta(days=3))
        await self.house.assistant.tick()
        cloud, connector = self.cloud, self.connector
        for kept in (cloud.posts, cloud.calls, cloud.acknowledged, connector.asked):
            kept.clear()
        cloud.messages.clear()
        connector.posted.clear()
        self.said.clear()


def memory() -> float:
    """MiB of this process that are in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
