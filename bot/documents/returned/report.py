"""Reports of mail servers: who could not be reached, for good or for now (RFC 3464, RFC 3463)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import parseaddr

from bot.documents.returned import headers
from bot.documents.returned.parts import decoded, parts

MOST_FAILURES = 50
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LETTER = re.compile(r"^[> ]{0,8}Message-ID:\s*(<[^<>\s]{1,250}>)", re.MULTILINE | re.IGNORECASE)
DAEMONS = ("mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon")
GIVEN_UP = ("fail", "error")
NOT_THE_ADDRESS = re.compile(r"5\.(?:6|7)\.|5\.3\.4")
"""The letter or the sender was not liked: its contents, a policy, its size (RFC 3463, section 3).
Nothing of that says that the address is no more."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody who was not reached: the addresses they are known by, the status code, if any.

    The first address is the one that was written to, where the report tells it. ``permanent`` says
    that this address takes no mail, and will not later.
    """

    addresses: tuple[str, ...]
    permanent: bool
    status: str = ""


def failures(message: Message) -> tuple[Failure, ...]:
    """Those who were not reached; empty if this is no report, or of success only."""
    found = list(_as_specified(message))
    if not found and _from_a_server(message):
        found = list(_otherwise(message))
    if len(found) == 1:
        # A mailbox may pass its letters on; ours have one recipient, who stands in their header.
        return (replace(found[0], addresses=_with(_written_to(message), found[0].addresses)),)
    return tuple(found[:MOST_FAILURES])


def _with(address: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (address, *addresses) if each))


def _written_to(message: Message) -> str:
    """Whom the letter that came back was to; empty if it did not come back as such."""
    for part in parts(message):
        if part is not message and part.get("Message-ID"):
            return headers.plain_address(parseaddr(headers.text(part, "To"))[1])
    return ""


def letters(message: Message) -> tuple[str, ...]:
    """The Message-IDs of what came back, whole, as headers only, or in the words of the report."""
    found: dict[str, None] = {}
    for part in parts(message):
        if part is not message and part.get("Message-ID"):
            found |= dict.fromkeys(headers.LETTER.findall(headers.text(part, "Message-ID")))
        if not part.is_multipart():
            found |= dict.fromkeys(LETTER.findall(decoded(part)))
    return tuple(found)[: headers.MOST_LETTERS]


def _as_specified(message: Message) -> Iterator[Failure]:
    """The failures in a part for programs, which stands directly in the message (RFC 3464)."""
    for part in _children(message):
        if part.get_content_type() == "message/delivery-status":
            yield from (each for block in _children(part) for each in _failure(block))


def _children(message: Message) -> list[Message]:
    inside = message.get_payload()
    found = inside if isinstance(inside, list) else []
    return [each for each in found if isinstance(each, Message)]


def _failure(block: Message) -> Iterator[Failure]:
    action = headers.text(block, "Action").strip().lower()
    status = STATUS.search(headers.text(block, "Status"))
    named = (headers.text(block, each) for each in ("Original-Recipient", "Final-Recipient"))
    addresses = tuple(dict.fromkeys(each for each in map(_recipient, named) if each))
    if not addresses or not action.startswith((*GIVEN_UP, "delayed")):
        return
    code = status[1] if status else ""
    given_up = action.startswith(GIVEN_UP) and not code.startswith("4")
    yield Failure(addresses, given_up and not NOT_THE_ADDRESS.match(code), code)


def _recipient(written: str) -> str:
    """The address in ``rfc822;kim@example.org``; some servers leave the type out, or add < >."""
    return headers.plain_address(written.rpartition(";")[2].strip())


def _from_a_server(message: Message) -> bool:
    """Whether a program speaks for a mail server, so that its words may be taken for a report."""
    _, address = parseaddr(headers.text(message, "From"))
    nobody = headers.text(message, "Return-Path").strip() == "<>"
    daemon = address.lower().partition("@")[0] in DAEMONS
    return nobody or daemon or bool(message.get("X-Failed-Recipients"))


def _otherwise(message: Message) -> Iterator[Failure]:
    """The failures in the words of a server that keeps to no standard."""
    # The package takes some time to import; most messages do without.
    from flufl.bounce import all_failures

    temporary, permanent = all_failures(message)
    for addresses, for_good in ((temporary, False), (permanent, True)):
        for each in sorted(addresses):
            address = headers.plain_address(each.decode("ascii", "replace"))
            if address:
                yield Failure((address,), for_good and not _of_the_letter(message))


def _of_the_letter(message: Message) -> bool:
    """Whether the first status code in the words is one that says nothing of the address."""
    found = next((code for part in parts(message) for code in STATUS.findall(decoded(part))), "")
    return bool(NOT_THE_ADDRESS.match(found))
