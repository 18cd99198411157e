"""P20: letters to many against an API that takes fifty calls a second and asks for rests at random.

The API is on loopback. It has a bucket of fifty calls a second, refuses what is more, and refuses
three of a hundred calls without any reason, with ``Retry-After`` of one to three seconds. It counts
the calls that came although they were asked to wait. Shown is how much of the allowed rate was
used until everybody had been tried once: what is tried again comes in between.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from statistics import median

from aiohttp import ClientSession, web

from bench.mail import spread
from bench.table import Row, show
from bot import skills
from bot.assistant import Assistant, House
from bot.assistant.doors import Again, Door, retry_after
from bot.clock import Clock
from bot.errors import TryLater
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.registration import Registration
from bot.model.setup import Setup
from bot.skills.reminders.wording import ours
from storage import MemoryStore
from tests import loopback
from tests.core.house import NOW
from tests.mailings.house import ANNOUNCED

ROUNDS, MANY, RATE, REFUSED = 5, 600, 50.0, 0.03


@dataclass
class Api:
    """A bucket of calls, and what came to it."""

    random: Random
    url: str = ""
    level: float = RATE
    filled: float = field(default_factory=time.monotonic)
    taken: int = 0
    overrun: int = 0
    early: int = 0
    asked_to_wait: dict[str, float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    accepted: list[float] = field(default_factory=list)
    all_taken: asyncio.Event = field(default_factory=asyncio.Event)

    async def called(self, request: web.Request) -> web.Response:
        """204, or 429 with a time to wait."""
        to, now = request.query["to"], time.monotonic()
        self.first.setdefault(to, now)
        self.early += now < self.asked_to_wait.get(to, 0.0)
        self.level = min(RATE, self.level + (now - self.filled) * RATE)
        self.filled = now
        self.overrun += self.level < 1
        if self.level < 1 or self.random.random() < REFUSED:
            wait = self.random.randint(1, 3)
            self.asked_to_wait[to] = now + wait
            return web.Response(status=429, headers={"Retry-After": str(wait)})
        self.level -= 1
        self.accepted.append(now)
        if len(self.accepted) == MANY:
            self.all_taken.set()
        return web.Response(status=204)

    @property
    def used(self) -> float:
        """How much of the allowed rate was used until the last one was tried for the first time."""
        begun, ended = min(self.first.values()), max(self.first.values())
        within = sum(begun <= each <= ended for each in self.accepted)
        return within / ((ended - begun) * RATE)


class Calling:
    """A door that makes a call for each letter."""

    name = "mail"
    rate = RATE
    again: Again = "resend"

    def __init__(self, url: str) -> None:
        self._url = url
        self._http: ClientSession | None = None

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Nothing; raises TryLater where it is asked to wait."""
        self._http = self._http or ClientSession()
        async with self._http.post(self._url, params={"to": sending.to}) as response:
            if response.status == 429:
                after = retry_after(response.headers.get("Retry-After"), NOW)
                raise TryLater("too many", after=after)
        return {}

    async def close(self) -> None:
        """Let go of connections."""
        if self._http is not None:
            await self._http.close()


@asynccontextmanager
async def listening(seed: int) -> AsyncIterator[Api]:
    """The API, listening."""
    api = Api(Random(seed))
    app = web.Application()
    app.router.add_post("/", api.called)
    async with loopback.served(app) as address:
        api.url = f"{address}/"
        yield api


def waiting() -> Mailing:
    """A reminder that waits to leave."""
    return Mailing(
        id="1",
        skill="reminders",
        kind="reminder",
        about="session/1",
        wordings=ours(),
        stage=Stage.WAITING,
        created=NOW,
        frozen=NOW,
        total=MANY,
        facts={"groups": ["registered"]},
    )


async def sent(seed: int) -> Api:
    """The API once everybody has got through."""
    async with listening(seed) as api:
        store, door = MemoryStore(), Calling(api.url)
        doors: dict[str, Door] = {"mail": door}
        assistant = Assistant(House(store, Clock(NOW), Setup(), skills.load(), doors))
        people = [
            Registration(session="1", address=f"p{n}@example.org", at=NOW, changed_at=NOW)
            for n in range(MANY)
        ]
        await store.run(Outcome(saves=(ANNOUNCED, *people, waiting())).regardless)
        carrying = asyncio.create_task(assistant.mailings.run())
        await api.all_taken.wait()
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)
        await door.close()
        return api


def rows() -> Sequence[Row]:
    """The row of pacing."""
    found = [asyncio.run(sent(seed)) for seed in range(ROUNDS)]
    used, early = [each.used for each in found], sum(each.early for each in found)
    again = sum(len(each.asked_to_wait) for each in found)
    return (
        Row(
            f"P20 {MANY} letters, 50 calls a second allowed, {again} asked to wait",
            f"{median(used) * RATE:.1f}/s {spread([each * RATE for each in used])}",
            f"bucket {RATE:.0f}/s",
            f"{median(used):.3f}",
            "0.90",
            "0.98",
        ),
        Row("P20 calls before their Retry-After", str(early), "", "", "0", "0"),
    )


if __name__ == "__main__":
    show(rows())
