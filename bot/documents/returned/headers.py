"""The headers of a message that somebody sent us, as far as they can be read."""

import re
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from bot.documents import lines
from bot.errors import Refusal
from bot.model.addresses import mailbox

LONGEST = 2_000
"""Characters of a header that are looked at; References grow with each reply."""
MOST_LETTERS = 20
LETTER = re.compile(r"<[^<>\s]{1,250}>")


def text(message: Message, name: str) -> str:
    """A header as it is written, its end if it is long; empty if there is none.

    Some programs write UTF-8 in it as it is.
    """
    named = (value for key, value in message.raw_items() if key.lower() == name.lower())
    written = str(next(named, ""))[-LONGEST:]
    return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def words(message: Message, name: str) -> str:
    """A header in words on one line, its encoded words decoded (RFC 2047)."""
    return lines.one_line("".join(map(_decoded, decode_header(text(message, name)))))


def _decoded(piece: tuple[bytes | str, str | None]) -> str:
    written, charset = piece
    if isinstance(written, str):
        return written
    try:
        return written.decode(charset or "ascii", "replace")
    except LookupError:
        return written.decode("latin-1")


def sender(message: Message) -> tuple[str, str]:
    """Name and address of whoever it says it is from; the address empty if it is none."""
    _, address = parseaddr(text(message, "From"))
    name, _ = parseaddr(words(message, "From"))
    return lines.name(name), plain_address(address)


def plain_address(written: str) -> str:
    """An address in lower case; empty for anything else."""
    try:
        return mailbox(written)
    except Refusal:
        return ""


def answered(message: Message) -> tuple[str, ...]:
    """The Message-IDs of the letters that it answers, the nearest first."""
    nearest = LETTER.findall(text(message, "In-Reply-To"))
    earlier = LETTER.findall(text(message, "References"))
    return tuple(dict.fromkeys([*nearest, *reversed(earlier)]))[:MOST_LETTERS]
