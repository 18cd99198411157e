"""Letters side by side: as many connections as allowed, fewer where the server wants fewer."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.model.outbox import Sending
from bot.services.mail import pool
from bot.services.mail.smtp import SmtpMail

from .samples import sending
from .server import FINE, HANG_UP, SILENCE, Server, running
from .test_smtp import Outcome, door_to, outcome


class Together(Server):
    """A server that takes letters only once so many of them have come."""

    def __init__(self, number: int, **answers: list[str]) -> None:
        super().__init__(**answers)
        self.all_here = asyncio.Barrier(number)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self.all_here.wait()
        return await super().handle_DATA(server, session, envelope)


class Tired(Server):
    """A server that wants a new connection after so many letters, as OpenSMTPD does."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.letters = most, Counter[SMTP]()

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.letters[server] += 1
        if self.letters[server] > self.most:
            return "452 4.5.3 Too many recipients: Too many messages sent"
        return await super().handle_MAIL(server, session, envelope, address, options)


class Crowded(Server):
    """A server that says at the first command that there is one connection too many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.turned_away = most, 0

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if server in self.open[self.most :]:
            self.turned_away += 1
            return "432 4.3.2 Concurrent connections limit exceeded"
        return await super().handle_MAIL(server, session, envelope, address, options)


class Silent(Server):
    """A server that never answers to the first recipients; ``asked`` waits for them and the test."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.asked = asyncio.Barrier(number + 1)
        self.silent = number

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.silent:
            self.silent -= 1
            await self.asked.wait()
            await asyncio.get_running_loop().create_future()
        return await super().handle_RCPT(server, session, envelope, address, options)


def letters(number: int) -> list[Sending]:
    """Letters without invites, which are written sooner."""
    return [sending(str(each), invite=None) for each in range(number)]


async def sent(door: SmtpMail, sendings: Iterable[Sending]) -> list[Outcome]:
    """What came of letters that left at once."""
    return await asyncio.gather(*(outcome(door, each) for each in sendings))


@asynccontextmanager
async def several(
    server: Server, connections: int, patience: float = 10.0
) -> AsyncIterator[SmtpMail]:
    """A door to the server by as many connections."""
    async with (
        running(server),
        door_to(f"{server.url}?connections={connections}", patience) as door,
    ):
        yield door


def ids(server: Server) -> list[Any]:
    """The letters the server took."""
    return sorted(mail["Message-ID"] for mail in server.took)


def test_letters_leave_by_all_connections_at_once_and_by_no_more() -> None:
    async def scene() -> None:
        server = Together(3)
        async with several(server, 3) as door:
            outcomes = await sent(door, letters(12))
        assert sorted(map(str, outcomes)) == ids(server)
        assert (len(server.connections), server.most_open) == (3, 3)

    asyncio.run(scene())


def test_without_a_word_there_are_four() -> None:
    async def scene() -> None:
        server = Together(4)
        async with running(server), door_to(server.url) as door:
            await sent(door, letters(8))
        assert server.most_open == 4

    asyncio.run(scene())


def test_one_letter_after_another_needs_one_connection() -> None:
    async def scene() -> None:
        server = Server()
        async with several(server, 10) as door:
            for letter in letters(5):
                await outcome(door, letter)
        assert len(server.connections) == 1

    asyncio.run(scene())


def test_a_server_that_takes_few_letters_a_connection_gets_them_all() -> None:
    async def scene() -> None:
        server = Tired(5)
        async with several(server, 3) as door:
            outcomes = await sent(door, letters(40))
        assert sorted(map(str, outcomes)) == ids(server)
        assert server.most_open <= 3

    asyncio.run(scene())


def test_where_there_are_too_many_connections_letters_wait_for_the_others() -> None:
    async def scene() -> None:
        server = Crowded(2)
        async with several(server, 6) as door:
            outcomes = await sent(door, letters(40))
        assert sorted(map(str, outcomes)) == ids(server)
        assert server.turned_away == 4

    asyncio.run(scene())


def test_where_connections_are_refused_letters_wait_for_those_there_are() -> None:
    async def scene() -> None:
        server = Server()
        server.room = 2
        async with several(server, 6) as door:
            await outcome(door, sending("first"))
            outcomes = await sent(door, letters(40))
        assert sorted(map(str, outcomes)) == [each for each in ids(server) if each in outcomes]
        assert (len(server.took), server.most_open) == (41, 2)

    asyncio.run(scene())


def test_connections_grow_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "GROWS_AFTER", 10)

    async def scene() -> None:
        server = Server()
        server.room = 1
        async with several(server, 3) as door:
            await outcome(door, sending("first"))
            await sent(door, letters(3))
            assert server.most_open == 1
            server.room = 1000
            await sent(door, letters(40))
        assert server.most_open == 3

    asyncio.run(scene())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("550 no such user", "Rejected"),
        ("451 grey list", "TryLater"),
        (HANG_UP, "TryLater"),
        (SILENCE, "TryLater"),
    ],
)
def test_one_refused_recipient_holds_up_nobody_else(answer: str, meant: str) -> None:
    async def scene() -> None:
        server = Server(recipient=[FINE, answer])
        async with several(server, 2, patience=1.0) as door:
            outcomes = await sent(door, letters(20))
        assert sorted(each for each in outcomes if isinstance(each, str)) == ids(server)
        assert [each[0] for each in outcomes if not isinstance(each, str)] == [meant]

    asyncio.run(scene())


def test_a_server_that_is_gone_is_told_to_every_letter() -> None:
    async def scene() -> list[Outcome]:
        async with running(Server()) as server:
            url = server.url
        async with door_to(f"{url}?connections=2") as door:
            return await sent(door, letters(10))

    gone = ("TryLater", "the mail server cannot be reached: SMTPConnectError", None)
    assert asyncio.run(scene()) == [gone] * 10


def test_a_server_that_comes_back_gets_the_letters_that_follow() -> None:
    async def scene() -> None:
        server = Server()
        async with several(server, 3) as door:
            await sent(door, letters(3))
            server.room = 0
            server.hang_up()
            assert {each[0] for each in await sent(door, letters(6))} == {"TryLater"}
            server.room = 1000
            await sent(door, letters(6))
        assert len(server.took) == 9

    asyncio.run(scene())


def test_letters_given_up_leave_their_places_to_others() -> None:
    async def scene() -> None:
        server = Silent(2)
        async with several(server, 2) as door:
            waiting = [asyncio.create_task(outcome(door, each)) for each in letters(6)]
            await server.asked.wait()
            for each in waiting:
                each.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            outcomes = await sent(door, letters(6))
        assert sorted(map(str, outcomes)) == ids(server)

    asyncio.run(scene())


def test_leave_is_taken_of_every_connection() -> None:
    async def scene() -> None:
        server = Together(3)
        async with running(server):
            async with door_to(f"{server.url}?connections=3") as door:
                await sent(door, letters(3))
            assert server.left == 3

    asyncio.run(scene())
