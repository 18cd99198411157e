"""Mail: by a server, or into a folder that shows what would have been sent."""

import asyncio
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from bot.documents.form_letter import FormLetter
from bot.documents.letter import Envelope, Mailing, Written, message
from bot.errors import Rejected
from bot.model.outbox import Letter, Person, Sending, letter_mark


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


@dataclass(frozen=True, slots=True)
class House:
    """Who our letters are from, and where answers go."""

    sender: Person
    reply_to: str

    @property
    def domain(self) -> str:
        """The domain our letters come from."""
        return self.sender.address.rpartition("@")[2]


def written(sending: Sending, house: House, at: datetime) -> Written:
    """The sending as it leaves. Its Message-ID comes from its key: a second try is the same mail.

    Raises ``Rejected`` if it cannot be written.
    """
    letter = sending.content
    if not isinstance(letter, Letter):
        raise Rejected("not a letter")
    envelope = Envelope(
        sender=house.sender,
        to=_recipient(sending.to, letter),
        reply_to=house.reply_to,
        message_id=message_id(sending.key, house),
        date=at,
        mailing=_unasked(letter, house),
    )
    try:
        return Written(sending.to, envelope.message_id, bytes(message(letter, envelope)))
    except ValueError as problem:
        raise Rejected(f"the letter cannot be written: {type(problem).__name__}") from None


class Writer:
    """Writes one letter at a time, so that all others go on in between.

    Letters that were filed together come together, and one with a calendar entry takes 2 ms.
    """

    def __init__(self, house: House, time: Time) -> None:
        """Who the letters are from, and where their dates come from."""
        self._house, self._time = house, time
        self._turn = asyncio.Lock()

    async def written(self, sending: Sending) -> Written:
        """The sending as it leaves; raises ``Rejected`` if it cannot be written."""
        async with self._turn:
            if "icalendar" not in sys.modules:
                # It takes 40 ms to load, and most commands never need it.
                await asyncio.to_thread(import_module, "icalendar")
            await asyncio.sleep(0)
            return written(sending, self._house, self._time.now())


def form(letter: Letter, blanks: Collection[str], house: House, at: datetime) -> FormLetter:
    """The letter laid out for many. Raises ValueError if its blanks are not those named."""
    nobody = Person(house.sender.address)
    envelope = Envelope(
        house.sender, nobody, house.reply_to, message_id("", house), at, _unasked(letter, house)
    )
    return FormLetter(letter, envelope, blanks)


def _unasked(letter: Letter, house: House) -> Mailing | None:
    """What a letter that nobody asked for says of itself in its head.

    None on a machine whose pages are not https: mail programs post to no others (RFC 8058,
    section 3.1). The words of the letter then say it alone.
    """
    if not letter.unsubscribe.startswith("https://"):
        return None
    return Mailing(list_id=f"news.{house.domain}", unsubscribe=letter.unsubscribe)


def message_id(key: str, house: House) -> str:
    """The Message-ID of the letter with this key."""
    return f"<{letter_mark(key)}@{house.domain}>"


def _recipient(address: str, letter: Letter) -> Person:
    """The person at the address, with the name that stands in the invite."""
    attendee = letter.invite.attendee if letter.invite else None
    known = attendee is not None and attendee.address.lower() == address.lower()
    return Person(address, attendee.name if attendee is not None and known else "")
