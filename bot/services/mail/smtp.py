"""Mail by an SMTP server.

What a refusal means follows pretix, which learnt it from many servers: 421, 452 and lost
connections pass soon, 432 is Exchange Online with too many connections at once, other 4xx take
minutes (grey lists), a 5xx about the letter is final. Our own password or certificate being refused
says nothing of the letter, which waits until a person has put that right.
"""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib

from bot.assistant.doors import Again
from bot.errors import Misconfigured, Rejected, TryLater
from bot.model.outbox import Sending
from bot.services.mail import House, Time, written

MOST_A_CONNECTION = 100
LONGEST_IDLE = 30.0
RATE = 20.0
TIMEOUT = 60.0
GOODBYE = 2.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

BUSY = 432
SOON = frozenset({101, 111, 421, 422, 431, 442, 447, 452})
NOT_US = frozenset({530, 534, 535, 538})
SLOWLY = (60.0, 300.0, 600.0, 1200.0, 1800.0)


class SmtpMail:
    """A door to a mail server; one connection, kept and renewed.

    ``rate``, in letters a second, can be given in the URL: Exchange Online takes 30 a minute from
    one mailbox, which is ``?rate=0.5``.
    """

    name = "mail"
    again: Again = "resend"

    def __init__(self, url: str, house: House, time: Time, timeout: float = TIMEOUT) -> None:
        """``url`` is smtp://, smtp+starttls:// or smtps://, with user and password if needed.

        ``timeout`` is the longest wait for one answer, in seconds. Raises Misconfigured for a
        password that would travel in the clear.
        """
        self._server, self._house, self._time, self._timeout = urlsplit(url), house, time, timeout
        self.rate = _rate(self._server)
        _check(self._server)
        self._client: aiosmtplib.SMTP | None = None
        self._sent = 0
        self._used = 0.0
        self._turn = asyncio.Lock()

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The Message-ID; raises TryLater or Rejected.

        A connection lost after the letter left is a reason to try again as well: the Message-ID
        stays, and mail servers know a second copy by it.
        """
        mail = written(sending, self._house, self._time.now())
        async with self._turn, self._connection(sending.attempts) as client:
            refused = await self._hand_over(client, mail, sending)
        if refused is not None:
            raise refused
        return {"message_id": str(mail["Message-ID"])}

    async def close(self) -> None:
        """Take leave of the server."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(OSError, aiosmtplib.SMTPException):
            await client.quit(timeout=GOODBYE)
        client.close()

    async def _hand_over(
        self, client: aiosmtplib.SMTP, mail: EmailMessage, sending: Sending
    ) -> Exception | None:
        """What the server has against this recipient, if anything; the connection outlives it."""
        try:
            await client.send_message(
                mail, sender=self._house.sender.address, recipients=[sending.to]
            )
        except aiosmtplib.SMTPRecipientsRefused as problem:
            first = problem.recipients[0]
            return _judged(first.code, first.message, sending.attempts)
        except (OSError, ValueError, aiosmtplib.SMTPException) as problem:
            raise _meaning(problem, sending.attempts) from None
        return None

    @asynccontextmanager
    async def _connection(self, attempts: int) -> AsyncIterator[aiosmtplib.SMTP]:
        """The connection, taken out and put back only while it is in order."""
        client = await self._renewed(attempts)
        self._client = None
        try:
            yield client
        except BaseException:
            client.close()
            raise
        self._client, self._used = client, asyncio.get_running_loop().time()
        self._sent += 1

    async def _renewed(self, attempts: int) -> aiosmtplib.SMTP:
        """The connection we have, unless it has carried or waited enough; else a new one."""
        idle = asyncio.get_running_loop().time() - self._used
        fresh = self._sent < MOST_A_CONNECTION and idle < LONGEST_IDLE
        if self._client is not None and self._client.is_connected and fresh:
            return self._client
        await self.close()
        client = _client(self._server, self._house.domain, self._timeout)
        try:
            await client.connect()
        except (OSError, ValueError, aiosmtplib.SMTPException) as problem:
            raise _unreachable(problem, attempts) from None
        self._sent = 0
        return client


def _client(server: SplitResult, domain: str, timeout: float) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.hostname or "127.0.0.1",
        port=server.port or PORTS[server.scheme],
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        local_hostname=domain,
        use_tls=server.scheme == "smtps",
        start_tls=server.scheme == "smtp+starttls",
        timeout=timeout,
    )


def _check(server: SplitResult) -> None:
    if server.scheme == "smtp" and server.password and not _here(server.hostname or ""):
        raise Misconfigured(
            "CIRCUIT_SMTP_URL would send a password in the clear: "
            "use smtp+starttls:// or smtps:// instead of smtp://."
        )


def _here(host: str) -> bool:
    try:
        return not host or host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _rate(server: SplitResult) -> float:
    given = parse_qs(server.query).get("rate", [str(RATE)])[0]
    try:
        rate = float(given)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 1000:
        raise Misconfigured("rate in CIRCUIT_SMTP_URL must be letters a second, such as 0.5.")
    return rate


def _meaning(problem: Exception, attempts: int) -> Exception:
    """What an error says of the letter."""
    if isinstance(problem, aiosmtplib.SMTPResponseException):
        return _judged(problem.code, problem.message, attempts)
    if isinstance(problem, aiosmtplib.SMTPNotSupported | ValueError):
        return Rejected("the mail server cannot write to this address")
    return TryLater(f"the mail server is lost: {type(problem).__name__}")


def _unreachable(problem: Exception, attempts: int) -> TryLater:
    """What an error in connecting says; never anything of the letter."""
    if isinstance(problem, aiosmtplib.SMTPResponseException):
        wait = None if problem.code in SOON else _slowly(attempts)
        return TryLater(f"the mail server did not let us in: {problem.code}", after=wait)
    return TryLater(f"the mail server cannot be reached: {type(problem).__name__}")


def _judged(code: int, words: str, attempts: int) -> Exception:
    """What an answer of the server means; its own words hold addresses and are left out."""
    said = f"the mail server answered {code}"
    if code == BUSY:
        return TryLater(said, after=min(30.0 + 10.0 * attempts, 1800.0))
    if code in SOON:
        return TryLater(said)
    if code < 500 or code in NOT_US:
        return TryLater(said, after=_slowly(attempts))
    if "message is too large" in words.lower():
        return TryLater(f"{said}: too large", after=_slowly(attempts))
    return Rejected(said)


def _slowly(attempts: int) -> float:
    return SLOWLY[min(attempts, len(SLOWLY) - 1)]
