"""The parts of a message that somebody sent us, and the text in them."""

from collections.abc import Iterator
from email.message import Message
from itertools import islice

MOST = 200


def parts(message: Message) -> Iterator[Message]:
    """The message and all that it is made of, as far as that is looked at."""
    return islice(message.walk(), MOST)


def decoded(part: Message) -> str:
    """The text of a part that is not made of others; empty for a picture or a file."""
    if part.get_content_maintype() not in ("text", "message"):
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return content.decode(charset, "replace").replace("\r\n", "\n")
    except (LookupError, ValueError):
        return content.decode("latin-1").replace("\r\n", "\n")
