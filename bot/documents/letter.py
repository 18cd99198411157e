"""Letters as e-mail: plain text, simple HTML in the right languages, the invite for calendars.

The structure is the one that Outlook, Gmail and Apple's mail accept: the calendar part is the last
alternative and carries its method, and stands once more as a file (RFC 6047).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from bot.documents import body, headers, lines
from bot.model.outbox import Invite, Letter, Person

FILE = "invite.ics"
BESIDE = " | "
LONGEST_SUBJECT = 78


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who a letter is from and to, and what makes it that letter."""

    sender: Person
    to: Person
    reply_to: str
    message_id: str
    date: datetime


def message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The letter as a message for one person, the same bytes each time.

    Every part is in seven bits, so any server can carry it. Raises ValueError if an address is not
    one.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail.set_content(body.text(letter), cte="quoted-printable")
    mail.add_alternative(body.page(letter), subtype="html", cte="quoted-printable")
    if letter.invite is not None:
        _enclose(mail, letter.invite, envelope)
    _address(mail, letter, envelope)
    _part(mail, envelope.message_id)
    return mail


def _enclose(mail: EmailMessage, invite: Invite, envelope: Envelope) -> None:
    # The calendar's package takes long to import; letters without an invite do without.
    from bot.documents.calendar import ics

    entry = ics(invite, organizer=envelope.sender, stamp=envelope.date)
    method = {"method": invite.method}
    mail.add_alternative(entry.decode(), subtype="calendar", cte="base64", params=method)
    mail.add_attachment(
        entry, maintype="application", subtype="ics", filename=FILE, params={"name": FILE}
    )


def _address(mail: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    for header in (
        headers.mailbox("From", envelope.sender),
        headers.mailbox("To", envelope.to),
        headers.mailbox("Reply-To", Person(envelope.reply_to)),
        headers.words("Subject", subject(letter)),
        headers.fixed("Date", format_datetime(envelope.date)),
        headers.fixed("Message-ID", envelope.message_id),
        headers.fixed("Auto-Submitted", "auto-generated"),
        headers.fixed("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        headers.fixed("Content-Language", ", ".join(body.TAGS[each] for each in letter.languages)),
    ):
        headers.put(mail, header)


def subject(letter: Letter) -> str:
    """The subject on one line; one that is too long is cut, in each language on its own."""
    whole = lines.one_line(letter.subject)
    sides = whole.split(BESIDE)
    if len(sides) != len(letter.languages):
        return lines.cut(whole, LONGEST_SUBJECT * len(letter.languages))
    return BESIDE.join(lines.cut(side, LONGEST_SUBJECT) for side in sides)


def _part(mail: EmailMessage, message_id: str) -> None:
    """Give the parts their boundaries: ``=_`` can stand in no encoded text."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    several = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(several):
        part.set_boundary(f"=_{number}_{digest}")
