"""Mail by an SMTP server.

What a refusal means follows pretix, which learnt it from many servers: 421, 452 and lost
connections pass soon, 432 is Exchange Online with too many connections at once, other 4xx take
minutes (grey lists), a 5xx about the letter is final. Our own password or certificate being refused
says nothing of the letter, which waits until a person has put that right.
"""

from collections.abc import Collection, Mapping
from functools import partial

from bot.assistant.doors import Again
from bot.documents.form_letter import FormLetter
from bot.documents.letter import Written
from bot.errors import Rejected, TryLater
from bot.model.outbox import Letter, Sending
from bot.services.mail import House, Time, Writer, form, message_id
from bot.services.mail.answers import (
    CROWDED,
    Answer,
    Lost,
    NotTaken,
    Refused,
    Unreachable,
    check_size,
)
from bot.services.mail.pool import Pool
from bot.services.mail.session import opened
from bot.settings.mail_server import MailServer

PATIENCE = 60.0
FOR_EACH = 2
"""Letters on their way for each connection: while one leaves, another is noted in its ledger."""
SOON = frozenset({101, 111, 421, 422, 431, 442, 447, 452})
NOT_US = frozenset({530, 534, 535, 538})
SLOWLY = (60.0, 300.0, 600.0, 1200.0, 1800.0)


class SmtpMail:
    """A door to a mail server, by several sessions at once.

    The URL says how many, how many letters a second and a day, and how large:
    ``?connections=4&rate=20`` if nothing else is said. Exchange Online takes 30 letters a minute
    and 10,000 a day from one mailbox, which is ``?rate=0.5&daily=10000``.
    """

    name = "mail"
    again: Again = "resend"

    def __init__(self, url: str, house: House, time: Time, patience: float = PATIENCE) -> None:
        """``url`` is smtp://, smtp+starttls:// or smtps://, with user and password if needed.

        ``patience`` is the longest wait for one answer, in seconds. Raises Misconfigured for what
        cannot be meant.
        """
        server = MailServer.of(url)
        self._house, self._time = house, time
        self._writer = Writer(house, time)
        self._largest, self.rate, self.daily = server.size, server.rate, server.daily
        self.abreast = FOR_EACH * server.connections
        self._pool = Pool(partial(opened, server, house.domain, patience), server.connections)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The Message-ID; raises what ``post`` raises."""
        letter = await self._writer.written(sending)
        return await self.post(letter, sending.attempts)

    async def post(self, letter: Written, attempts: int = 0) -> Mapping[str, str]:
        """The Message-ID of a letter that is written already; ``attempts`` were made before.

        Raises TryLater if the server did not take it, Rejected if it never will, TimeoutError if it
        may have taken it: the same letter may then leave again, as mail servers know a second copy
        by its Message-ID.
        """
        check_size(letter.raw, self._largest)
        try:
            await self._hand_over(letter)
        except Unreachable as problem:
            raise _unreachable(problem, attempts) from None
        except Refused as problem:
            raise _judged(problem.answer, attempts) from None
        except Lost as problem:
            raise TryLater(f"the mail server is lost: {problem}") from None
        return {"message_id": letter.message_id}

    def form(self, letter: Letter, blanks: Collection[str]) -> FormLetter:
        """The letter, laid out for many. Raises ValueError if its blanks are not those named."""
        return form(letter, blanks, self._house, self._time.now())

    def message_id(self, key: str) -> str:
        """The Message-ID of the letter with this key."""
        return message_id(key, self._house)

    async def close(self) -> None:
        """Take leave of the server."""
        await self._pool.close()

    async def _hand_over(self, letter: Written) -> None:
        """Hand the letter over, in another session if one would not even begin with it.

        A session in use may have come to its end, which says nothing of the letter; two new ones
        that do not begin do.
        """
        new = 0
        while True:
            async with self._pool.session() as session:
                new += session.carried == 0
                try:
                    return await session.carry(self._house.sender.address, letter.to, letter.raw)
                except NotTaken as problem:
                    if new > 1 or not problem.elsewhere:
                        raise


def _unreachable(problem: Unreachable, attempts: int) -> TryLater:
    """What an error in connecting says; never anything of the letter."""
    if problem.code:
        wait = None if problem.code in SOON else _slowly(attempts)
        return TryLater(f"the mail server did not let us in: {problem.code}", after=wait)
    return TryLater(f"the mail server cannot be reached: {problem}")


def _judged(answer: Answer, attempts: int) -> Exception:
    """What an answer of the server means; its own words hold addresses and are left out."""
    said = f"the mail server answered {answer.code}"
    if answer.code == CROWDED:
        return TryLater(said, after=min(30.0 + 10.0 * attempts, 1800.0))
    if answer.code in SOON:
        return TryLater(said)
    if answer.code < 500 or answer.code in NOT_US:
        return TryLater(said, after=_slowly(attempts))
    if "message is too large" in answer.words.lower():
        return TryLater(f"{said}: too large", after=_slowly(attempts))
    return Rejected(said)


def _slowly(attempts: int) -> float:
    return SLOWLY[min(attempts, len(SLOWLY) - 1)]
