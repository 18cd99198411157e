"""Letters as e-mail: plain text, simple HTML in the right languages, the invite for calendars.

The structure is the one that Outlook, Gmail and Apple's mail accept: the calendar part is the last
alternative and carries its method, and stands once more as a file (RFC 6047).
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from bot.documents.calendar import ics
from bot.model.outbox import Letter, Person

BETWEEN = "\n\n---\n\n"
URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
NOT_IN_A_NAME = re.compile(r"[@:,\"<>\\]+")
LONGEST_NAME = 75
LONGEST_SUBJECT = 200
TAGS = {"en": "en-CA", "fr": "fr-CA"}
STYLE = (
    "font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1c2733; "
    "max-width: 40em; margin: 0 auto; padding: 16px"
)
RULE = "border: 0; border-top: 1px solid #8a97a5; margin: 32px 0"
LINK = "color: #0b57a4; word-break: break-word"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who a letter is from and to, and what makes it that letter."""

    sender: Person
    to: Person
    reply_to: str
    message_id: str
    date: datetime


def message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The letter as a message for one person."""
    mail = EmailMessage(policy=policy.SMTP)
    _address(mail, letter, envelope)
    mail.set_content(letter.body, cte="quoted-printable")
    mail.add_alternative(_page(letter), subtype="html", cte="quoted-printable")
    if letter.invite is not None:
        entry = ics(letter.invite, organizer=envelope.sender, stamp=envelope.date)
        mail.add_alternative(
            entry.decode(),
            subtype="calendar",
            cte="base64",
            params={"method": letter.invite.method},
        )
        mail.add_attachment(entry, maintype="application", subtype="ics", filename="invite.ics")
    # Set last: what is given before the parts are put together moves into the first of them.
    mail["Content-Language"] = ", ".join(TAGS[each] for each in letter.languages)
    return mail


def _address(mail: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    mail["From"] = _mailbox(envelope.sender)
    mail["To"] = _mailbox(envelope.to)
    mail["Reply-To"] = envelope.reply_to
    mail["Subject"] = line(letter.subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(envelope.date)
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "DR, OOF, AutoReply"


def line(text: str) -> str:
    """The text on one line, without control characters or anything that changes direction."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    shown = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs") or c == "\u200d")
    return " ".join(shown.split())


def _mailbox(person: Person) -> Address:
    """The address with a name that no mail program takes for another address."""
    name = line(NOT_IN_A_NAME.sub(" ", person.name))[:LONGEST_NAME]
    return Address(display_name=name, addr_spec=person.address)


def _page(letter: Letter) -> str:
    """The body as HTML, each language marked as such."""
    parts = letter.body.split(BETWEEN) if len(letter.languages) > 1 else [letter.body]
    blocks = [
        f'<div lang="{TAGS[language]}">{_paragraphs(part)}</div>'
        for language, part in zip(letter.languages, parts, strict=False)
    ]
    inside = f'<hr style="{RULE}">'.join(blocks)
    return (
        f'<!DOCTYPE html><html lang="{TAGS[letter.languages[0]]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(line(letter.subject))}</title></head>"
        f'<body style="margin: 0; background: #ffffff"><div style="{STYLE}">{inside}</div>'
        "</body></html>"
    )


def _paragraphs(text: str) -> str:
    return "".join(_paragraph(each.splitlines()) for each in text.strip().split("\n\n") if each)


def _paragraph(lines: list[str]) -> str:
    """A paragraph; lines that begin with a bullet are a list."""
    words = [_linked(each) for each in lines if not each.startswith("• ")]
    items = [f"<li>{_linked(each[2:])}</li>" for each in lines if each.startswith("• ")]
    said = f"<p>{'<br>'.join(words)}</p>" if words else ""
    return said + (f"<ul>{''.join(items)}</ul>" if items else "")


def _linked(text: str) -> str:
    """The text, escaped, with its addresses of pages as links."""
    pieces, last = [], 0
    for found in URL.finditer(text):
        url = html.escape(found[0])
        pieces += [html.escape(text[last : found.start()])]
        pieces += [f'<a href="{url}" style="{LINK}">{url}</a>']
        last = found.end()
    return "".join(pieces) + html.escape(text[last:])
