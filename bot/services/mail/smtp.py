"""Mail by an SMTP server.

Waits follow what is known of servers: 421, 450 to 452 and lost connections pass in a while, 432 is
Exchange Online with too many connections at once, any 5xx is final.
"""

import asyncio
from collections.abc import Mapping
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.assistant.doors import Again
from bot.errors import Rejected, TryLater
from bot.model.outbox import Sending
from bot.services.mail import House, Time, written

MOST_A_CONNECTION = 100
TIMEOUT = 30.0
WAITS = {432: 60.0, 452: 60.0, 421: 30.0, 450: 300.0, 451: 60.0}
LOST = (OSError, TimeoutError, aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected,
        aiosmtplib.SMTPTimeoutError)  # fmt: skip


class SmtpMail:
    """A door to a mail server; one connection, kept and renewed."""

    name = "mail"
    rate = 20.0
    again: Again = "resend"

    def __init__(self, url: str, house: House, time: Time) -> None:
        """``url`` is smtp://, smtp+starttls:// or smtps://, with user and password if needed."""
        self._url, self._house, self._time = url, house, time
        self._client: aiosmtplib.SMTP | None = None
        self._sent = 0
        self._turn = asyncio.Lock()

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The Message-ID; raises TryLater or Rejected."""
        mail = written(sending, self._house, self._time.now())
        async with self._turn:
            try:
                await self._deliver(mail, sending.to)
            except aiosmtplib.SMTPRecipientsRefused as problem:
                raise _judged(
                    problem.recipients[0].code, problem.recipients[0].message
                ) from problem
            except aiosmtplib.SMTPResponseException as problem:
                await self._hang_up()
                raise _judged(problem.code, problem.message) from problem
            except LOST as problem:
                await self._hang_up()
                raise TryLater(f"the mail server is lost: {type(problem).__name__}") from problem
            except aiosmtplib.SMTPException as problem:
                await self._hang_up()
                raise TryLater(f"the mail server: {type(problem).__name__}") from problem
        return {"message_id": str(mail["Message-ID"])}

    async def close(self) -> None:
        """Let go of the connection."""
        await self._hang_up()

    async def _deliver(self, mail: EmailMessage, to: str) -> None:
        client = await self._connected()
        await client.send_message(mail, sender=self._house.sender.address, recipients=[to])
        self._sent += 1

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            if self._sent < MOST_A_CONNECTION:
                return self._client
            await self._hang_up()
        self._client = _client(self._url)
        self._sent = 0
        await self._client.connect()
        return self._client

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _client(url: str) -> aiosmtplib.SMTP:
    parts = urlsplit(url)
    tls, starttls = parts.scheme == "smtps", parts.scheme == "smtp+starttls"
    return aiosmtplib.SMTP(
        hostname=parts.hostname or "127.0.0.1",
        port=parts.port or (465 if tls else 587 if starttls else 25),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=tls,
        start_tls=starttls or False,
        timeout=TIMEOUT,
    )


def _judged(code: int, words: str) -> Exception:
    """What a refusal by the server means; its own words hold addresses and are left out."""
    if 400 <= code < 500:
        return TryLater(f"the mail server answered {code}", after=WAITS.get(code))
    if "too large" in words.lower():
        return TryLater(f"the mail server answered {code}: too large", after=300.0)
    return Rejected(f"the mail server answered {code}")
