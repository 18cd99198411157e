"""One session with a mail server, over which letters go one after another (RFC 5321).

aiosmtplib connects, encrypts, greets and logs in. The letters are handed over on its connection by
a few commands of our own, all at once where the server takes that (RFC 2920): the package waits for
each of them, looks through a letter three times and takes three times as long (``bench/mail.py``).
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Literal

import aiosmtplib

from bot.documents.headers import ADDRESS
from bot.errors import Rejected
from bot.services.mail.answers import (
    CLOSING,
    CROWDED,
    Answer,
    Lost,
    Refused,
    Unreachable,
    check_size,
)
from bot.settings.mail_server import MailServer

MOST_LETTERS = 100
LONGEST_IDLE = 30.0
GOODBYE = 2.0
LINE = re.compile(rb"(\d{3})([ -]?)(.*?)\r?\n", re.DOTALL)
SAID = b""
"""A command that left with the one before it, and whose answer is still to come."""
Stage = Literal["opening", "begun", "left", "at rest"]


async def opened(server: MailServer, name: str, patience: float) -> "Session":
    """A session with the server, which comes to know us by ``name``.

    ``patience`` is the longest wait for one answer, in seconds. Raises Unreachable.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        local_hostname=name,
        use_tls=server.scheme == "smtps",
        start_tls=server.scheme == "smtp+starttls",
        timeout=patience,
    )
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await _greet(client)
    except (OSError, ValueError, aiosmtplib.SMTPException) as problem:
        client.close()
        raise Unreachable(problem) from None
    except asyncio.CancelledError:
        client.close()
        raise
    return Session(client, patience)


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


class Session:
    """A session; ``carried`` counts its letters, ``crowded`` says that there are too many of it."""

    def __init__(self, client: aiosmtplib.SMTP, patience: float) -> None:
        """Take the connection over from the package."""
        transport = client.transport
        assert isinstance(transport, asyncio.Transport)
        self._extensions, self._patience = dict(client.esmtp_extensions), patience
        self._reader, self._loop = asyncio.StreamReader(), asyncio.get_running_loop()
        protocol = asyncio.StreamReaderProtocol(self._reader)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        self._writer = asyncio.StreamWriter(transport, protocol, self._reader, self._loop)
        self._timer, self._used = asyncio.timeout(None), self._loop.time()
        self._stage: Stage = "at rest"
        self._to_forget = False
        self.carried, self.crowded = 0, False

    @property
    def in_order(self) -> bool:
        """Whether another letter may go over it."""
        return self._stage == "at rest" and not self._reader.at_eof()

    @property
    def worn(self) -> bool:
        """Whether it has carried, or waited, as much as servers bear."""
        idle = self._loop.time() - self._used
        return not self.in_order or self.carried >= MOST_LETTERS or idle >= LONGEST_IDLE

    async def carry(self, sender: str, to: str, letter: bytes) -> None:
        """Hand the letter over; all its lines end with CR LF, and it begins with a header.

        Raises Rejected if the server takes no such letter, Refused or Lost if it did not take this
        one, TimeoutError if it may have.
        """
        opening = self._opening(sender, to, letter)
        self._stage, self._used = "opening", self._loop.time()
        try:
            async with asyncio.timeout(None) as self._timer:
                await self._transaction(opening, letter)
        except (OSError, ValueError) as problem:
            raise self._unanswered(problem) from None

    async def leave(self) -> None:
        """Take leave of the server."""
        try:
            async with asyncio.timeout(GOODBYE):
                self._writer.write(b"QUIT\r\n")
                await self._reader.readline()
        except (OSError, ValueError):
            pass
        finally:
            self._writer.close()

    def drop(self) -> None:
        """Close the connection at once."""
        if self.in_order:
            self._writer.write(b"QUIT\r\n")
            self._writer.close()
        else:
            self._writer.transport.abort()

    def _opening(self, sender: str, to: str, letter: bytes) -> Sequence[bytes]:
        """The commands before the letter. Raises Rejected."""
        if not ADDRESS.fullmatch(to):
            raise Rejected("not an address")
        options = ""
        if "size" in self._extensions:
            most = self._extensions["size"]
            check_size(letter, int(most) if most.isdecimal() else 0)
            options += f" SIZE={len(letter)}"
        if not to.isascii():
            if "smtputf8" not in self._extensions:
                raise Rejected("the mail server cannot write to this address")
            options += " BODY=8BITMIME SMTPUTF8"
        forget = ["RSET"] if self._to_forget else []
        commands = [*forget, f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{to}>", "DATA"]
        return [f"{command}\r\n".encode() for command in commands]

    async def _transaction(self, commands: Sequence[bytes], letter: bytes) -> None:
        if "pipelining" in self._extensions:
            self._writer.write(b"".join(commands))
            commands = [SAID] * len(commands)
        *opening, recipient, data = commands
        for command in opening:
            answer = await self._say(command)
            if answer.kind != 2:
                raise Refused(answer, elsewhere=answer.kind == 4)
        self._stage = "begun"
        try:
            await self._address(recipient, data)
            self._stage = "left"
            _expect(2, await self._say(letter.replace(b"\r\n.", b"\r\n..") + b".\r\n"))
        except Refused as no:
            self._stage, self._to_forget = "begun" if no.answer.code == CLOSING else "at rest", True
            raise
        self._stage, self._to_forget = "at rest", False
        self.carried += 1

    def _unanswered(self, problem: Exception) -> Exception:
        """What it means for the letter that no answer came."""
        if self._stage == "left":
            return TimeoutError("the mail server may have taken the letter")
        silent = isinstance(problem, TimeoutError)
        return Lost(type(problem).__name__, elsewhere=self._stage == "opening" and not silent)

    async def _address(self, recipient: bytes, data: bytes) -> None:
        """Name the recipient, and let the letter be announced."""
        answer = await self._say(recipient)
        if answer.kind == 2:
            _expect(3, await self._say(data))
            return
        # The letter was announced in the same breath; to a server that waits for it, it is empty.
        if data == SAID and answer.code != CLOSING and (await self._say(SAID)).kind == 3:
            await self._say(b".\r\n")
        raise Refused(answer)

    async def _say(self, command: bytes) -> Answer:
        """What the server says to this."""
        self._timer.reschedule(self._loop.time() + self._patience)
        self._writer.write(command)
        await self._writer.drain()
        words = b""
        while True:
            line = LINE.fullmatch(await self._reader.readline())
            if line is None:
                raise ConnectionResetError
            words += line[3]
            if line[2] != b"-":
                break
        answer = Answer(int(line[1]), words.decode(errors="replace"))
        self.crowded = self.crowded or answer.code == CROWDED
        return answer


def _expect(kind: int, answer: Answer) -> None:
    if answer.kind != kind:
        raise Refused(answer)
