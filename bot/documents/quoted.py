"""Quoted-printable text in pieces that can be put together (RFC 2045, section 6.7).

A piece ends its line, if need be by a soft line break, which is no part of the text: any other may
follow. No line is longer than 76 characters.
"""

from binascii import b2a_qp
from collections.abc import Sequence

# It stands in no letter. While a text is encoded it keeps the room for the soft break at its end.
END = "\x00"
ENCODED_END = "=00"
SOFT_BREAK = "=\r\n"


def piece(text: str) -> str:
    """The text as one piece."""
    encoded = _encoded(text + END).removesuffix(ENCODED_END)
    return encoded if text[-1:] in ("", "\n") else encoded + SOFT_BREAK


def pieces(texts: Sequence[str]) -> list[str]:
    """Each text as a piece, all encoded at once; none has more than one line."""
    ended = _encoded(f"{END}\n".join((*texts, ""))).split(f"{ENCODED_END}\r\n")
    return [each + SOFT_BREAK for each in ended[:-1]]


def _encoded(text: str) -> str:
    return b2a_qp(text.encode()).decode("ascii").replace("\n", "\r\n")
