"""A mail server on loopback that answers as it is told to, and keeps what it took."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

FINE = "250 OK"
HANG_UP = "hang up"
SILENCE = "silence"


class Server:
    """What is answered to the commands of each phase, in turn; afterwards all is fine.

    ``HANG_UP`` drops the connection instead; ``SILENCE`` never answers. ``open`` are the
    connections at this moment, ``most_open`` the most there were; beyond ``room`` they are turned
    away. ``left`` counts those that took their leave.
    """

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.took: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections: list[str] = []
        self.options: list[str] = []
        self.hidden: tuple[str, ...] = ()
        self.url = ""
        self.open: list[SMTP] = []
        self.most_open, self.room, self.left = 0, 1000, 0

    def hang_up(self) -> None:
        """Close all connections."""
        for each in self.open:
            assert each.transport is not None
            each.transport.close()

    async def _answer(self, phase: str, server: SMTP) -> str:
        waiting = self.answers.get(phase, [])
        answer = waiting.pop(0) if waiting else FINE
        if answer == HANG_UP:
            assert server.transport is not None
            server.transport.close()
        if answer == SILENCE:
            await asyncio.get_running_loop().create_future()
        return answer

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connections.append(name)
        session.host_name = name
        return [each for each in answers if not each[4:].startswith(self.hidden or ("\0",))]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.options += options
        return await self._answer("mail", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("recipient", server)
        if answer == FINE:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        parsed = message_from_bytes(content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.raw.append(content)
        self.took.append(parsed)
        return await self._answer("letter", server)

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.left += 1
        return "221 Bye"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Only circuit with this password comes in."""
        fine = data == LoginPassword(b"circuit", b"p@ss/word")
        return AuthResult(success=fine, handled=fine)


class Counted(SMTP):
    """A connection that the server knows of."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        server: Server = self.event_handler
        upgraded = self in server.open
        if not upgraded and len(server.open) >= server.room:
            transport.write(b"421 4.7.0 Too many concurrent connections\r\n")
            transport.close()
            return
        server.open += [] if upgraded else [self]
        server.most_open = max(server.most_open, len(server.open))
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self.event_handler.open:
            self.event_handler.open.remove(self)
            super().connection_lost(error)


@asynccontextmanager
async def running(
    server: Server, *, scheme: str = "smtp", tls: ssl.SSLContext | None = None, **settings: Any
) -> AsyncIterator[Server]:
    """The server, listening; its ``url`` says where."""
    loop = asyncio.get_running_loop()

    def answer() -> SMTP:
        upgrade = tls if scheme == "smtp+starttls" else None
        return Counted(
            server, hostname="mail.example.org", tls_context=upgrade, loop=loop, **settings
        )

    wrapped = tls if scheme == "smtps" else None
    listening = await loop.create_server(answer, "127.0.0.1", 0, ssl=wrapped)
    server.url = f"{scheme}://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        server.hang_up()
        await listening.wait_closed()
