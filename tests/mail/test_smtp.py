"""Mail by a server: what each answer means for the letter, one letter after another."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import StillClock
from bot.documents.letter import Written
from bot.errors import Misconfigured, Rejected, TryLater
from bot.model.outbox import Person, Sending
from bot.services.mail import session, written
from bot.services.mail.session import MOST_LETTERS
from bot.services.mail.smtp import SmtpMail

from .samples import HOSTILE, HOUSE, INVITE, NOW, sending
from .server import HANG_UP, SILENCE, Server, running

LARGE = len(written(sending(body="x" * 20_000), HOUSE, NOW).raw)
Outcome = str | tuple[str, str, float | None]


@asynccontextmanager
async def door_to(url: str, patience: float = 10.0) -> AsyncIterator[SmtpMail]:
    """A door to the server at this address, closed at the end."""
    door = SmtpMail(url, HOUSE, StillClock(NOW), patience)
    try:
        yield door
    finally:
        await door.close()


async def outcome(door: SmtpMail, letter: Sending) -> Outcome:
    """Its Message-ID; or the error, its words and the wait it asks for."""
    try:
        return (await door.send(letter))["message_id"]
    except TryLater as problem:
        return "TryLater", str(problem), problem.after
    except Rejected as problem:
        return "Rejected", str(problem), None
    except TimeoutError as problem:
        return "TimeoutError", str(problem), None


def delivered(server: Server, *letters: Sending, patience: float = 10.0) -> list[Outcome]:
    """What came of each letter, one after the other by one door."""

    async def scene() -> list[Outcome]:
        async with running(server), door_to(server.url, patience) as door:
            return [await outcome(door, letter) for letter in letters]

    return asyncio.run(scene())


def test_a_server_gets_the_letter_with_its_invite() -> None:
    server = Server()
    (message_id,) = delivered(server, sending())
    (mail,) = server.took
    assert (mail["Message-ID"], mail["To"]) == (message_id, "Sam Lee <sam@example.org>")
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert "UID:session-1@example.org" in calendar.get_content()


def test_we_greet_the_server_with_our_own_domain() -> None:
    server = Server()
    delivered(server, sending())
    assert server.connections == ["example.org"]


ANSWERS = pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("421 4.3.2 closing", ("TryLater", "the mail server answered 421", None)),
        ("452 4.5.3 too many", ("TryLater", "the mail server answered 452", None)),
        ("451 4.7.1 grey list", ("TryLater", "the mail server answered 451", 60.0)),
        ("432 4.3.2 concurrent", ("TryLater", "the mail server answered 432", 30.0)),
        ("550 5.1.1 no such user", ("Rejected", "the mail server answered 550", None)),
        ("554 5.7.1 spam", ("Rejected", "the mail server answered 554", None)),
        ("530 5.7.0 log in first", ("TryLater", "the mail server answered 530", 60.0)),
        (
            "552 5.3.4 Message is too large",
            ("TryLater", "the mail server answered 552: too large", 60.0),
        ),
    ],
)


@ANSWERS
@pytest.mark.parametrize("phase", ["mail", "recipient", "letter"])
def test_an_answer_means_the_same_whenever_it_comes_and_the_next_letter_leaves(
    phase: str, answer: str, meant: Outcome
) -> None:
    again = 2 if phase == "mail" and answer.startswith("4") else 1
    server = Server(**{phase: [answer] * again})
    refused, next_one = delivered(server, sending("a"), sending("b"))
    assert refused == meant
    assert next_one == server.took[-1]["Message-ID"]


@pytest.mark.parametrize(
    "answer", ["421 closing", "432 crowded", "450 x", "451 x", "452 x", HANG_UP]
)
def test_a_letter_that_cannot_begin_goes_over_another_connection(answer: str) -> None:
    server = Server(mail=[answer])
    (message_id,) = delivered(server, sending())
    assert [mail["Message-ID"] for mail in server.took] == [message_id]
    assert len(server.connections) == 2


@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        ("451 later", [60.0, 300.0, 600.0, 1200.0, 1800.0, 1800.0]),
        ("432 concurrent", [30.0, 40.0, 50.0, 60.0, 70.0, 80.0]),
    ],
)
def test_waits_grow_with_the_attempts(answer: str, waits: list[float]) -> None:
    letters = [replace(sending(), attempts=attempt) for attempt in range(6)]
    outcomes = delivered(Server(recipient=[answer] * 6), *letters)
    assert [each[2] for each in outcomes] == waits


@pytest.mark.parametrize("phase", ["mail", "recipient"])
@pytest.mark.parametrize(
    ("answer", "why"), [(HANG_UP, "ConnectionResetError"), (SILENCE, "TimeoutError")]
)
def test_a_server_lost_before_the_letter_did_not_take_it(phase: str, answer: str, why: str) -> None:
    server = Server(**{phase: [answer] * 2})
    first, _, third = delivered(server, *map(sending, "abc"), patience=0.2)
    assert first == ("TryLater", f"the mail server is lost: {why}", None)
    assert server.took[-1]["Message-ID"] == third


@pytest.mark.parametrize("answer", [HANG_UP, SILENCE])
def test_a_server_lost_after_the_letter_may_have_taken_it(answer: str) -> None:
    server = Server(letter=[answer])
    first, second = delivered(server, sending(), sending(), patience=0.2)
    assert first == ("TimeoutError", "the mail server may have taken the letter", None)
    assert [mail["Message-ID"] for mail in server.took] == [second, second]
    assert server.raw[0] == server.raw[1]


def test_a_server_that_closed_the_connection_meanwhile_is_asked_anew() -> None:
    server = Server()

    async def scene() -> list[Outcome]:
        async with running(server), door_to(server.url) as door:
            first = await outcome(door, sending("a"))
            server.hang_up()
            return [first, await outcome(door, sending("b"))]

    assert asyncio.run(scene()) == [mail["Message-ID"] for mail in server.took]
    assert len(server.connections) == 2


def test_a_connection_that_waited_long_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LONGEST_IDLE", 0.0)
    server = Server()
    delivered(server, sending("a"), sending("b"))
    assert len(server.connections) == 2


def test_a_recipient_refused_leaves_the_connection_in_use() -> None:
    server = Server(recipient=["550 no such user"])
    delivered(server, sending("a"), sending("b"), sending("c"))
    assert len(server.connections) == 1
    assert len(server.took) == 2


def test_a_connection_carries_a_hundred_letters() -> None:
    server = Server()
    letters = [sending(str(number), invite=None) for number in range(MOST_LETTERS + 1)]
    delivered(server, *letters)
    assert len(server.took) == MOST_LETTERS + 1
    assert len(server.connections) == 2


def test_a_letter_given_up_midway_does_not_spoil_the_next() -> None:
    server = Server(recipient=[SILENCE])

    async def scene() -> Outcome:
        async with running(server), door_to(server.url) as door:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(door.send(sending("a")), 0.2)
            return await outcome(door, sending("b"))

    assert asyncio.run(scene()) == server.took[0]["Message-ID"]


def test_a_server_that_is_gone_is_tried_later() -> None:
    async def scene() -> Outcome:
        async with running(Server()) as server:
            url = server.url
        async with door_to(url) as door:
            return await outcome(door, sending())

    assert asyncio.run(scene()) == (
        "TryLater",
        "the mail server cannot be reached: SMTPConnectError",
        None,
    )


def test_a_letter_too_large_for_the_server_is_rejected_before_it_leaves() -> None:
    server = Server()

    async def scene() -> list[Outcome]:
        async with running(server, data_size_limit=20_000), door_to(server.url) as door:
            large = sending("a", body="x" * 20_000)
            return [await outcome(door, large), await outcome(door, sending("b"))]

    large, small = asyncio.run(scene())
    assert large[:2] == ("Rejected", f"the letter has {LARGE} bytes, the mail server takes 20000")
    assert [mail["Message-ID"] for mail in server.took] == [small]
    assert server.options == [f"SIZE={len(server.raw[0])}"]
    assert len(server.connections) == 1


def test_a_letter_larger_than_we_were_told_to_send_is_rejected_without_a_server() -> None:
    async def scene() -> Outcome:
        async with door_to("smtp://127.0.0.1:1?size=20000") as door:
            return await outcome(door, sending(body="x" * 20_000))

    meant = f"the letter has {LARGE} bytes, the mail server takes 20000"
    assert asyncio.run(scene()) == ("Rejected", meant, None)


@pytest.mark.parametrize(
    "to", ["", "a@b.ca> SIZE=1", "a@b.ca\r\nDATA", "a b@c.ca", "<a@b.ca>", "a@b.ca, c@d.ca"]
)
def test_nothing_but_one_address_is_said_to_the_server(to: str) -> None:
    server = Server()

    async def scene() -> None:
        async with running(server), door_to(server.url) as door:
            await door.post(Written(to, "<1@example.org>", b"To: x\r\n\r\n"))

    with pytest.raises(Rejected, match="not an address"):
        asyncio.run(scene())
    assert server.took == []


def test_a_letter_that_is_written_already_leaves_as_it_is() -> None:
    server = Server()
    letter = written(sending(), HOUSE, NOW)

    async def scene() -> Mapping[str, str]:
        async with running(server), door_to(server.url) as door:
            return await door.post(letter)

    assert asyncio.run(scene()) == {"message_id": letter.message_id}
    assert server.raw == [letter.raw]


def test_seven_bits_are_enough_for_a_server_that_knows_no_more() -> None:
    server = Server()
    server.hidden = ("8BITMIME", "SMTPUTF8", "SIZE")
    delivered(server, sending())
    assert server.options == []
    assert server.raw[0].isascii()
    assert server.took[0]["Subject"] == "Your session | Votre séance"


def test_an_address_outside_ascii_needs_a_server_that_takes_it() -> None:
    async def scene(**settings: Any) -> Outcome:
        async with running(Server(), **settings) as server, door_to(server.url) as door:
            return await outcome(door, sending(to="rené@example.org"))

    assert asyncio.run(scene()) == (
        "Rejected",
        "the mail server cannot write to this address",
        None,
    )
    assert isinstance(asyncio.run(scene(enable_SMTPUTF8=True)), str)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_reach_the_server_as_one_letter_to_one_person(words: str) -> None:
    invite = replace(INVITE, summary=words, attendee=Person("sam@example.org", words))
    server = Server()
    delivered(server, sending(subject=words, body=f"a\n.\n{words}\n.", invite=invite))
    (mail,) = server.took
    assert mail["Bcc"] is None
    assert [each.addr_spec for each in mail["To"].addresses] == ["sam@example.org"]
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("a\r\n.\r\n")


def test_nothing_of_a_letter_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    answers = ["550 5.1.1 <sam@example.org>: no such user", "451 4.7.1 sam@example.org: later"]
    outcomes = delivered(Server(recipient=answers), sending("a"), sending("b"), sending("c"))
    ours = "".join(each.getMessage() for each in caplog.records if each.name.startswith("bot"))
    for private in ("sam@example.org", "Your session", "Hello Sam"):
        assert private not in ours + str(outcomes)


@pytest.mark.parametrize(
    "url",
    ["smtp://ana:secret@mail.example.org", "smtp://mail.example.org?rate=0", "smtp://x?size=small"],
)
def test_a_setting_that_cannot_be_meant_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="CIRCUIT_SMTP_URL"):
        SmtpMail(url, HOUSE, StillClock(NOW))


def test_the_rate_can_be_that_of_the_server() -> None:
    assert SmtpMail("smtp://mail.example.org?rate=0.5", HOUSE, StillClock(NOW)).rate == 0.5
