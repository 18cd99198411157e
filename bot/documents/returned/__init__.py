"""Mail that comes in: reports of what could not be delivered, automatic answers, people's replies.

Whatever stands in a message is only believed to be what somebody wrote; nobody vouches for it.
"""

import hashlib
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from bot.documents.returned import automatic, headers, report, words
from bot.documents.returned.report import Failure
from bot.errors import Refusal

__all__ = ["LARGEST", "Automatic", "Failure", "Mail", "Reply", "Report", "identity", "read"]

LARGEST = 300_000
"""Bytes that are looked at: a report with a letter of ours has thirty thousand at the most, and
what people write stands before what they attach."""
MOST_PARTS = 100
BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library's parser and flufl.bounce raise at messages that are none."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of letters that came back; ``letters`` are their Message-IDs."""

    failures: tuple[Failure, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Automatic:
    """An answer that a program gave: out of office, a receipt, a list. Nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person wrote, without what they quote and sign; ``letters`` are what they answer."""

    address: str
    name: str
    words: str
    letters: tuple[str, ...]


Mail = Report | Automatic | Reply


def identity(content: bytes) -> str:
    """What tells this message from every other: it comes from its Message-ID, or all its bytes."""
    head = content[:LARGEST].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    try:
        written = headers.text(message_from_bytes(head, policy=compat32), "Message-ID").strip()
    except BROKEN:
        written = ""
    return hashlib.sha256(written.encode("utf-8", "replace") if written else content).hexdigest()


def read(content: bytes) -> Mail:
    """What a message is. Raises Refusal where it cannot be read, whatever it holds.

    No more than its first 300,000 bytes are looked at, and no more than a hundred parts.
    """
    looked_at = content[:LARGEST]
    # A part says its type in a line of its own (RFC 2045, section 5); parts in parts are costly.
    if looked_at.lower().count(b"content-type:") > MOST_PARTS:
        raise Refusal("returned.unreadable")
    try:
        return _read(message_from_bytes(looked_at, policy=compat32))
    except BROKEN as problem:
        raise Refusal("returned.unreadable") from problem


def _read(message: Message) -> Mail:
    failures = report.failures(message)
    if failures:
        return Report(failures, report.letters(message))
    if automatic.is_automatic(message):
        return Automatic()
    name, address = headers.sender(message)
    written = words.of(message)
    if not address:
        raise Refusal("returned.unreadable")
    return Reply(address, name, written, headers.answered(message))
