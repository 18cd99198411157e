"""An e-mail that is not sent yet: opened in Outlook, it is a draft with all its words in place.

``X-Unsent: 1`` makes Outlook open a message for writing. It has no sender: it is from whoever
presses Send.
"""

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage

from bot.documents import headers, lines
from bot.documents.letter import BESIDE, POLICY
from bot.documents.posts import newsletter
from bot.documents.posts.layout import Item, plain

FOLLOWS = {"en": "(Le français suit)", "fr": "(English follows)"}
"""What stands above a text whose other language comes below (Federal Identity Program)."""


def draft(items: Sequence[Item], to: Sequence[str] = ()) -> bytes:
    """The e-mail in all its languages, the first one first, in text and in HTML.

    ``to`` may be empty. Raises ValueError if an address is not one.
    """
    mail = EmailMessage(policy=POLICY)
    said = _with_the_other_announced(items)
    subject = _subject(items)
    mail.set_content(lines.lines(plain(said)), cte="quoted-printable")
    mail.add_alternative(newsletter.page(said, subject), subtype="html", cte="quoted-printable")
    tags = ", ".join(each.tag for each in items)
    for header in (
        *((_mailboxes(to),) if to else ()),
        headers.words("Subject", subject),
        headers.fixed("Content-Language", tags),
        headers.fixed("X-Unsent", "1"),
    ):
        headers.put(mail, header)
    mail.set_boundary(f"=_{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}")
    return mail.as_bytes()


def _with_the_other_announced(items: Sequence[Item]) -> tuple[Item, ...]:
    first, rest = items[0], tuple(Item(each.language, "", each.text) for each in items[1:])
    above = f"{FOLLOWS[first.language]}\n\n" if rest else ""
    return (Item(first.language, "", f"{above}{first.text}"), *rest)


def _subject(items: Sequence[Item]) -> str:
    said = dict.fromkeys(lines.one_line(each.headline) for each in items)
    return BESIDE.join(filter(None, said))


def _mailboxes(to: Sequence[str]) -> headers.Header:
    if not all(headers.ADDRESS.fullmatch(each) for each in to):
        raise ValueError("not an address")
    return headers.Header("To", ", ".join(to), ",\n ".join(to))
