"""Headers of mail, written as they leave.

The standard library folds headers anew when a message is sent. In Python 3.11 that loses spaces,
and words such as ``=?utf-8?q?a=0d=0aBcc:…?=`` in a subject become a header of their own
(CVE-2024-6923). These headers bring their own lines, encoded after RFC 2047 and RFC 5322.
"""

import re
from email.charset import Charset
from email.header import Header as Encoded
from email.message import EmailMessage
from email.policy import Policy
from typing import Self

from bot.documents import lines
from bot.model.outbox import Person

LONGEST_LINE = 76
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
PART = r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff<>()\[\],:;\"\\@]+"
ADDRESS = re.compile(f"{PART}@{PART}")
PAGE = re.compile(r"https://[!#-;=?-~]{1,900}")
UTF_8 = Charset("utf-8")


class Header(str):
    """The value of a header, with the lines that say it in a message."""

    __slots__ = ("name", "written")
    name: str
    written: str

    def __new__(cls, name: str, value: str, written: str) -> Self:
        """``written`` is what stands after the colon, one line a line."""
        header = super().__new__(cls, value)
        header.name, header.written = name, written
        return header

    def fold(self, *, policy: Policy) -> str:
        """The header in full, for the generator of the standard library."""
        return f"{self.name}: {self.written}\n".replace("\n", policy.linesep)


def put(mail: EmailMessage, header: Header) -> None:
    """Give the message this header."""
    mail[header.name] = header


def words(name: str, text: str) -> Header:
    """A header of free words."""
    value = lines.one_line(text)
    return Header(name, value, _encoded(value, len(name) + 2))


def fixed(name: str, value: str) -> Header:
    """A header whose value is ours and stands as it is. Raises ValueError for a line break."""
    if lines.one_line(value) != value:
        raise ValueError(f"{name} must be one line")
    return Header(name, value, value)


def page(name: str, address: str) -> Header:
    """A header of one page's address. Raises ValueError unless it is https, in plain characters."""
    if not PAGE.fullmatch(address):
        raise ValueError(f"{name} must be an https address")
    return fixed(name, f"<{address}>")


def mailbox(name: str, person: Person) -> Header:
    """A header of one address, with a name that no mail program takes for another address.

    Raises ValueError if the address is not one.
    """
    if not ADDRESS.fullmatch(person.address):
        raise ValueError("not an address")
    shown = lines.name(person.name)
    if not shown:
        return Header(name, person.address, person.address)
    phrase = _phrase(shown, len(name) + 2)
    used = len(phrase.rpartition("\n")[2]) + (0 if "\n" in phrase else len(name) + 2)
    gap = " " if used + len(person.address) + 3 <= LONGEST_LINE else "\n "
    return Header(name, f"{shown} <{person.address}>", f"{phrase}{gap}<{person.address}>")


def _phrase(shown: str, used: int) -> str:
    if ATOMS.fullmatch(shown) and "=?" not in shown:
        return shown
    return f'"{shown}"' if _plain(shown) else _encoded(shown, used)


def _encoded(value: str, used: int) -> str:
    """The words, folded; encoded unless they are plain. ``used`` counts what precedes them."""
    charset = "us-ascii" if _plain(value) else "utf-8"
    word = UTF_8.header_encode(value) if charset == "utf-8" else value
    if used + len(word) <= LONGEST_LINE:
        return word
    encoded = Encoded(value, charset, LONGEST_LINE, header_name="x" * (used - 2))
    return encoded.encode(splitchars=" ")


def _plain(value: str) -> bool:
    return value.isascii() and "=?" not in value
