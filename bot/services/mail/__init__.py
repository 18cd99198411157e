"""Mail: by a server, or into a folder that shows what would have been sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

from bot.documents.letter import Envelope, message
from bot.errors import Rejected
from bot.model.outbox import Letter, Person, Sending


class Time(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant."""


@dataclass(frozen=True, slots=True)
class House:
    """Who our letters are from, and where answers go."""

    sender: Person
    reply_to: str


def written(sending: Sending, house: House, at: datetime) -> EmailMessage:
    """The sending as a message. Its Message-ID comes from its key: a second try is the same mail.

    Raises ``Rejected`` if it cannot be written.
    """
    letter = sending.content
    if not isinstance(letter, Letter):
        raise Rejected("not a letter")
    name = letter.invite.attendee.name if letter.invite else ""
    envelope = Envelope(
        sender=house.sender,
        to=Person(sending.to, name),
        reply_to=house.reply_to,
        message_id=message_id(sending.key, house.sender.address),
        date=at,
    )
    try:
        return message(letter, envelope)
    except ValueError as problem:
        raise Rejected(f"the letter cannot be written: {type(problem).__name__}") from problem


def message_id(key: str, sender: str) -> str:
    """The Message-ID of the letter with this key."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2]}>"
