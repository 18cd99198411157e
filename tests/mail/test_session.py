"""A session word for word: with a server that takes several commands at once, and with odd ones."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import pytest

from bot.errors import Rejected
from bot.services.mail.answers import Lost, NotTaken, Refused, Unreachable
from bot.services.mail.session import Session, opened
from bot.settings.mail_server import MailServer

SENDER, TO = "circuit@example.org", "sam@example.org"
LETTER = b"To: sam@example.org\r\n\r\n.\r\n..two\r\nend.\r\n"
STUFFED = b"To: sam@example.org\r\n\r\n..\r\n...two\r\nend.\r\n.\r\n"
AT_ONCE = "250-example.org\r\n250-SIZE 1000\r\n250 PIPELINING\r\n"
ONE_BY_ONE = "250-example.org\r\n250 8BITMIME\r\n"
OPENING = [f"MAIL FROM:<{SENDER}> SIZE={len(LETTER)}", f"RCPT TO:<{TO}>", "DATA"]
FINE: Mapping[str, str] = {"DATA": "354 go on\r\n", ".": "250 taken\r\n", "QUIT": "221 bye\r\n"}


class Script:
    """What the server answers to each command, by its first word; ``.`` is the end of a letter.

    An empty answer closes the connection. ``heard`` are the commands, ``breaths`` how many came in
    one, ``letters`` what stood between.
    """

    def __init__(self, greeting: str = "220 example.org\r\n", **answers: str) -> None:
        self.greeting = greeting
        self.answers = {**FINE, **answers}
        self.heard: list[str] = []
        self.breaths: list[int] = []
        self.letters: list[bytes] = []
        self.done = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting.encode())
        with suppress(ConnectionError):
            while self.greeting and (said := await reader.read(10_000)):
                commands = said.decode().splitlines()
                self.breaths.append(len(commands))
                for command in commands:
                    await self._take(command, reader, writer)
        writer.close()
        self.done.set()

    async def _take(
        self, command: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.heard.append(command)
        answer = self.answers.get(command.partition(" ")[0], "250 fine\r\n")
        writer.write(answer.encode())
        if answer.startswith("354"):
            self.letters.append(await _letter(reader))
            await self._take(".", reader, writer)
        if not answer:
            raise ConnectionResetError


async def _letter(reader: asyncio.StreamReader) -> bytes:
    whole = line = await reader.readline()
    while line not in (b".\r\n", b""):
        line = await reader.readline()
        whole += line
    return whole


@asynccontextmanager
async def spoken(script: Script, patience: float) -> AsyncIterator[Session]:
    """A session with a server that follows the script."""
    listening = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        session = await opened(MailServer("smtp", "127.0.0.1", port), "example.org", patience)
        try:
            yield session
        finally:
            await session.leave()
    finally:
        listening.close()
        await script.done.wait()


def carried(
    script: Script, letters: int = 1, patience: float = 10.0
) -> list[NotTaken | TimeoutError | None]:
    """What came of each letter over one session."""

    async def one(session: Session) -> NotTaken | TimeoutError | None:
        try:
            await session.carry(SENDER, TO, LETTER)
        except (NotTaken, TimeoutError) as problem:
            return problem
        return None

    async def scene() -> list[NotTaken | TimeoutError | None]:
        async with spoken(script, patience) as session:
            return [await one(session) for _ in range(letters)]

    return asyncio.run(scene())


def test_a_server_that_takes_several_commands_at_once_gets_them_at_once() -> None:
    script = Script(EHLO=AT_ONCE)
    assert carried(script, 2) == [None, None]
    assert script.heard == ["EHLO example.org", *OPENING, ".", *OPENING, ".", "QUIT"]
    assert script.breaths == [1, 3, 3, 1]
    assert script.letters == [STUFFED, STUFFED]


def test_any_other_gets_one_after_another() -> None:
    script = Script(EHLO=ONE_BY_ONE)
    assert carried(script) == [None]
    assert script.breaths == [1, 1, 1, 1, 1]
    assert script.heard[1] == f"MAIL FROM:<{SENDER}>"


def test_a_server_that_only_knows_helo_is_spoken_with_too() -> None:
    script = Script(EHLO="502 what?\r\n")
    assert carried(script) == [None]
    assert script.heard[:3] == ["EHLO example.org", "HELO example.org", f"MAIL FROM:<{SENDER}>"]


@pytest.mark.parametrize("data", ["503 5.5.1 no recipient\r\n", "354 go on\r\n"])
def test_a_refused_recipient_gets_no_letter_and_the_next_one_begins_anew(data: str) -> None:
    script = Script(EHLO=AT_ONCE, RCPT="550-5.1.1 no such\r\n550 user\r\n", DATA=data)
    first, second = carried(script, 2)
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert (first.answer.code, first.answer.words, first.elsewhere) == (
        550,
        "5.1.1 no suchuser",
        False,
    )
    assert script.letters == ([b".\r\n"] * 2 if data.startswith("354") else [])
    assert "RSET" not in script.heard[:4]
    assert script.heard.count("RSET") == 1


@pytest.mark.parametrize("ehlo", [AT_ONCE, ONE_BY_ONE])
@pytest.mark.parametrize("said", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize("code", [421, 452, 550])
def test_the_answer_that_matters_is_the_one_that_is_told(ehlo: str, said: str, code: int) -> None:
    (problem,) = carried(Script(**{"EHLO": ehlo, said: f"{code} no\r\n"}))
    assert isinstance(problem, Refused)
    assert problem.answer.code == code
    assert problem.elsewhere == (said == "MAIL" and code < 500)


@pytest.mark.parametrize("ehlo", [AT_ONCE, ONE_BY_ONE])
@pytest.mark.parametrize("said", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["", "what?\r\n", "250 " + "x" * 100_000 + "\r\n", "25\r\n"])
def test_what_is_no_answer_is_a_lost_connection(ehlo: str, said: str, answer: str) -> None:
    (problem,) = carried(Script(**{"EHLO": ehlo, said: answer}))
    assert isinstance(problem, Lost)
    assert problem.elsewhere == (said == "MAIL")


@pytest.mark.parametrize("answer", ["", "what?\r\n", "250-more\r\n"])
def test_no_answer_to_the_letter_leaves_it_open_whether_it_was_taken(answer: str) -> None:
    (problem,) = carried(Script(**{"EHLO": AT_ONCE, ".": answer}), patience=0.3)
    assert isinstance(problem, TimeoutError)


def test_a_letter_larger_than_the_server_says_is_not_begun() -> None:
    script = Script(EHLO=f"250-x\r\n250 SIZE {len(LETTER) - 1}\r\n")
    with pytest.raises(
        Rejected, match=f"has {len(LETTER)} bytes, the mail server takes {len(LETTER) - 1}"
    ):
        carried(script)
    assert script.heard == ["EHLO example.org", "QUIT"]


@pytest.mark.parametrize("size", [f"SIZE {len(LETTER)}", "SIZE", "SIZE 0", "SIZE many"])
def test_a_letter_as_large_as_the_server_says_is_taken(size: str) -> None:
    assert carried(Script(EHLO=f"250-x\r\n250 {size}\r\n")) == [None]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (Script("421 4.7.0 too many connections\r\n"), 421),
        (Script("554 5.7.1 go away\r\n"), 554),
        (Script(""), 0),
        (Script("SSH-2.0-OpenSSH\r\n"), 0),
        (Script(EHLO="", HELO=""), 0),
        (Script(EHLO="421 busy\r\n", HELO="421 busy\r\n"), 421),
    ],
)
def test_a_server_that_does_not_greet_is_not_reached(script: Script, code: int) -> None:
    with pytest.raises(Unreachable) as problem:
        carried(script)
    assert problem.value.code == code
