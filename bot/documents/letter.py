"""Letters as e-mail: plain text, simple HTML in the right languages, the invite for calendars.

The structure is the one that Outlook, Gmail and Apple's mail accept: the calendar part is the last
alternative and carries its method, and stands once more as a file (RFC 6047).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime

from bot.documents import body, headers, lines
from bot.model.outbox import File, Invite, Letter, Person

POLICY = policy.SMTPUTF8.clone(max_line_length=76)
FILE = "invite.ics"
BESIDE = " | "
LONGEST_SUBJECT = 78


@dataclass(frozen=True, slots=True)
class Mailing:
    """What a letter to many says of itself, so that a mail program can offer to stop the next ones.

    ``list_id`` names the mailing for good, after the form of a domain (RFC 2919). ``unsubscribe``
    is a page of one person's own, to which the mail program posts (RFC 8058).
    """

    list_id: str
    unsubscribe: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who a letter is from and to, and what makes it that letter."""

    sender: Person
    to: Person
    reply_to: str
    message_id: str
    date: datetime
    mailing: Mailing | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it leaves, to one address; every line of ``raw`` ends with CR LF.

    Its Message-ID tells it from every other: a second copy of the same letter has the same.
    """

    to: str
    message_id: str
    raw: bytes


def message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The letter as a message for one person, the same bytes each time.

    Every part is in seven bits and in lines of 76 characters (RFC 2045), so any server can carry
    it. Raises ValueError if an address is not one, or the page to unsubscribe is not https.
    """
    mail = EmailMessage(policy=POLICY)
    mail.set_content(body.text(letter), cte="quoted-printable")
    mail.add_alternative(body.page(letter), subtype="html", cte="quoted-printable")
    if letter.invite is not None:
        _enclose(mail, letter.invite, envelope)
    for file in letter.files:
        _attach(mail, file)
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


def _attach(mail: EmailMessage, file: File) -> None:
    """The file with the letter; a message that is not sent yet stays a message."""
    if file.media == "message/rfc822":
        mail.add_attachment(message_from_string(file.text, policy=POLICY), filename=file.name)
        return
    kind, _, subtype = file.media.partition("/")
    mail.add_attachment(
        file.text.encode(), maintype=kind, subtype=subtype, filename=file.name, cte="base64"
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
        *(_of_many(envelope.mailing) if envelope.mailing else ()),
    ):
        headers.put(mail, header)


def _of_many(mailing: Mailing) -> tuple[headers.Header, ...]:
    return (
        headers.page("List-Unsubscribe", mailing.unsubscribe),
        headers.fixed("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        headers.fixed("List-Id", f"<{mailing.list_id}>"),
        headers.fixed("Precedence", "bulk"),
    )


def subject(letter: Letter) -> str:
    """The subject on one line; one that is too long is cut, in each language on its own."""
    whole = lines.one_line(letter.subject)
    sides = whole.split(BESIDE)
    if len(sides) != len(letter.languages):
        return lines.cut(whole, LONGEST_SUBJECT * len(letter.languages))
    return BESIDE.join(lines.cut(side, LONGEST_SUBJECT) for side in sides)


def _part(mail: EmailMessage, message_id: str) -> None:
    """Give the parts their boundaries: ``=_`` can stand in no encoded text."""
    digest = boundary(message_id)
    several = [part for part in mail.walk() if part.get_content_maintype() == "multipart"]
    for number, part in enumerate(several):
        part.set_boundary(f"=_{number}_{digest}")


def boundary(message_id: str) -> str:
    """What the boundaries of this letter's parts end with."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:32]
