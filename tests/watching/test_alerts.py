"""The team hears once of what is wrong for five minutes, and once when it is well again."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.assistant.watch import LEAST_ROOM, TAKES_OVER, Watch
from bot.errors import TryLater
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Outcome
from bot.model.record import View
from bot.model.words import LANGUAGES, Phrase
from bot.texts import render_in
from storage import MemoryStore, StoreAway
from tests.core.house import SPACE, TEAM, Home

MINUTE = timedelta(minutes=1)


def said(name: str, what: str) -> str:
    """The words of the team's space."""
    return render_in(Phrase(f"watch.{name}", {"what": what}), LANGUAGES)


class Server:
    """A home whose disk, chat connection and store go away and come back."""

    def __init__(self) -> None:
        self.room, self.connected, self.away = LEAST_ROOM, True, False
        self.home = Home(store=Absent(self))
        self.watch = self.watching()

    def watching(self) -> Watch:
        """A watch as it is after a start."""
        return Watch(self.home.assistant, lambda: self.room, self._channels)

    def _channels(self) -> Mapping[str, bool]:
        return {"webex": self.connected}

    async def minutes(self, number: int) -> list[str]:
        """What the space is told in so many minutes."""
        self.home.chat.left.clear()
        for _ in range(number):
            self.home.clock.move(self.home.clock.now() + MINUTE)
            await self.watch.look()
            if not self.away:
                await self.home.assistant.outbox.drain()
        return self.home.told(SPACE.room)


class Absent(MemoryStore):
    """A store that can be away."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """As ever, or away."""
        if self._server.away:
            raise StoreAway("the database does not answer")
        return await super().run(turn)


@pytest.mark.parametrize(
    ("what", "field", "wrong", "well"),
    [
        ("disk", "room", LEAST_ROOM - 1, LEAST_ROOM),
        ("webex", "connected", False, True),
        ("store", "away", True, False),
    ],
)
def test_the_space_hears_once_after_five_minutes_and_once_when_it_is_over(
    what: str, field: str, wrong: object, well: object
) -> None:
    async def scene() -> list[list[str]]:
        server = Server()
        await server.home.file(TEAM)
        told = [await server.minutes(3)]
        setattr(server, field, wrong)
        told += [await server.minutes(5), await server.minutes(1), await server.minutes(60)]
        setattr(server, field, well)
        return [*told, await server.minutes(1), await server.minutes(60)]

    wrongly, rightly = [said("wrong", what)], [said("well", what)]
    assert asyncio.run(scene()) == [[], [], wrongly, [], rightly, []]


def test_what_is_over_within_five_minutes_is_not_told() -> None:
    async def scene() -> list[str]:
        server = Server()
        await server.home.file(TEAM)
        told = []
        for _ in range(10):
            server.connected = False
            told += await server.minutes(4)
            server.connected = True
            told += await server.minutes(1)
        return told

    assert asyncio.run(scene()) == []


def test_a_bot_that_is_started_again_does_not_repeat_itself_and_says_when_it_is_over() -> None:
    async def scene() -> list[list[str]]:
        server = Server()
        await server.home.file(TEAM)
        server.room = 0
        told = [await server.minutes(10)]
        server.watch = server.watching()
        told.append(await server.minutes(20))
        server.room, server.watch = LEAST_ROOM, server.watching()
        return [*told, await server.minutes(1)]

    assert asyncio.run(scene()) == [[said("wrong", "disk")], [], [said("well", "disk")]]


def letter(n: int, home: Home) -> Sending:
    """A message that may leave now."""
    return Sending(
        key=f"{n}", door="chat", to=f"{n}", content=Message("hello"), created=home.clock.now()
    )


@pytest.mark.parametrize(("moving", "told"), [(False, [said("wrong", "outbox")]), (True, [])])
def test_messages_that_wait_are_told_of_unless_others_leave(
    *, moving: bool, told: list[str]
) -> None:
    async def scene() -> tuple[list[str], timedelta]:
        server = Server()
        home = server.home
        await home.file(TEAM)
        await home.store.run(lambda _: Outcome(sends=(letter(0, home),)))
        for n in range(8):
            home.clock.move(home.clock.now() + MINUTE)
            if moving:
                for listener in home.assistant.outbox.listeners:
                    listener(letter(n, home).now(State.SENT, home.clock.now()))
            await server.watch.look()
        lag = server.watch.lag(home.clock.now())
        await home.assistant.settle()
        return home.told(SPACE.room), lag

    assert asyncio.run(scene()) == (told, 8 * MINUTE)


def test_who_begins_to_send_after_another_process_did_does_not_cry_at_once() -> None:
    async def scene() -> list[str]:
        server = Server()
        home, leads = server.home, asyncio.Event()
        server.watch.tells = leads.is_set
        await home.file(TEAM)
        await home.store.run(lambda _: Outcome(sends=(letter(0, home),)))
        for minute in range(14):
            if minute == 8:
                leads.set()
            home.clock.move(home.clock.now() + MINUTE)
            await server.watch.look()
            if minute in (8, 12):
                assert not home.told(SPACE.room)
        await home.assistant.settle()
        return home.told(SPACE.room)

    assert asyncio.run(scene()) == [said("wrong", "outbox")]


def test_messages_that_leave_again_are_told_of() -> None:
    async def scene() -> list[str]:
        server = Server()
        home = server.home
        await home.file(TEAM)
        await home.store.run(lambda _: Outcome(sends=(letter(0, home),)))
        for _ in range(8):
            home.clock.move(home.clock.now() + MINUTE)
            await server.watch.look()
        await home.assistant.settle()
        return await server.minutes(1)

    assert asyncio.run(scene()) == [said("well", "outbox")]


def test_the_space_hears_when_mail_leaves_again_that_could_not() -> None:
    async def scene() -> list[str]:
        server = Server()
        home = server.home
        await home.file(TEAM)
        letters = [
            Sending(
                key=f"{n}", door="mail", to=f"{n}", content=Message("x"), created=home.clock.now()
            )
            for n in range(10)
        ]
        for each in letters:
            home.mail.problems[each.to] = [TryLater("down")] * 3
        await home.store.run(lambda _: Outcome(sends=tuple(letters)))
        await home.assistant.settle()
        told = home.told(SPACE.room)
        told += await server.minutes(10)
        for each in letters:
            home.mail.problems[each.to].clear()
        return [*told, *await server.minutes(60)]

    outage = render_in(Phrase("outbox.outage", {"door": "mail"}), LANGUAGES)
    assert asyncio.run(scene()) == [outage, said("well", "mail")]


def test_that_nobody_sends_is_told_once_by_one_of_several_and_when_it_is_over_by_who_leads() -> (
    None
):
    async def scene() -> list[list[str]]:
        server = Server()
        home, leads = server.home, asyncio.Event()
        await home.file(TEAM)
        two = (server.watch, server.watching())
        for watch in two:
            watch.tells, watch.leaderless = leads.is_set, lambda: TAKES_OVER

        async def minutes(number: int) -> list[str]:
            home.chat.left.clear()
            for _ in range(number):
                home.clock.move(home.clock.now() + MINUTE)
                for watch in two:
                    await watch.look()
            return home.told(SPACE.room)

        told = [await minutes(5), await minutes(1), await minutes(60)]
        leads.set()
        for watch in two:
            watch.leaderless = timedelta
        await minutes(1)
        await home.assistant.settle()
        return [*told, home.told(SPACE.room)]

    assert asyncio.run(scene()) == [[], [said("wrong", "leader")], [], [said("well", "leader")]]


def test_a_lead_that_passes_to_another_within_half_a_minute_is_no_trouble() -> None:
    async def scene() -> list[str]:
        server = Server()
        await server.home.file(TEAM)
        server.watch.tells = lambda: False
        server.watch.leaderless = lambda: TAKES_OVER - timedelta(seconds=1)
        return await server.minutes(10)

    assert asyncio.run(scene()) == []
