"""One letter for many people: written once, then filled for each in a moment.

What differs from one person to the next stands in the letter's body as a blank, ``((name))``.
"""

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from email.message import EmailMessage

from bot.documents import calendar, headers, lines
from bot.documents.layout import BLANK, NONE, Layout, form
from bot.documents.letter import Envelope, boundary, message
from bot.model.outbox import Letter, Person

SLOTS = {
    "text/plain": "text",
    "text/html": "page",
    "text/calendar": "entry",
    "application/ics": "entry",
}
NOBODY = Person("nobody@example.org")


class FormLetter:
    """A letter with blanks, ready to be filled."""

    def __init__(self, letter: Letter, envelope: Envelope, blanks: Collection[str]) -> None:
        """``envelope`` is that of any of the letters: whom it is to does not matter.

        Blanks stand in the letter's body and in the address to unsubscribe; the subject and the
        words of the invite are the same for all. Who is written to is the one invited. Words of
        people belong in values, where a blank is none. Raises ValueError if the blanks found are
        not those named.
        """
        self._letter, self._same = replace(letter, body=lines.lines(letter.body)), NONE
        self._envelope, self._blanks = envelope, frozenset(blanks)
        unsubscribe = envelope.mailing.unsubscribe if envelope.mailing else ""
        if {*BLANK.findall(self._letter.body), *BLANK.findall(unsubscribe)} != self._blanks:
            raise ValueError("the blanks of the letter are not those named")
        self._body, self._unsubscribe = form(self._letter.body), form(unsubscribe)
        self._layout = Layout(self._letter)
        self._around_attendee = _around_attendee(letter, envelope)
        self._frame = self._framed()

    def settle(self, same: Mapping[str, str]) -> None:
        """Have these values stand in the letters of all whose own values do not name them.

        They are put in place once instead of for each letter.
        """
        self._same = same
        self._layout = Layout(self._letter, self._same)

    def fill(self, to: Person, message_id: str, values: Mapping[str, str]) -> bytes:
        """The letter to this person as it leaves, its lines ended by CR LF.

        It is what ``letter.message`` writes for the letter with its blanks filled, part by part and
        word for word. Raises ValueError if a value is missing, the address is not one, or the page
        to unsubscribe is not https.
        """
        every = {**self._same, **values}
        if not self._blanks <= every.keys():
            raise ValueError("a blank has no value")
        unsubscribe = self._unsubscribe % every
        contents = self._layout.filled(values) if self._same.keys().isdisjoint(values) else None
        if contents is None:
            return bytes(self._whole(self._body % every, to, message_id, unsubscribe))
        text, page = contents
        filled = self._frame % {
            "to": headers.mailbox("To", to).written.replace("\n", "\r\n"),
            "message_id": headers.fixed("Message-ID", message_id).written,
            "unsubscribe": self._listed(unsubscribe),
            "boundary": boundary(message_id),
            "text": text,
            "page": page,
            "entry": self._entry(to),
        }
        return filled.encode()

    def _listed(self, unsubscribe: str) -> str:
        """The address to unsubscribe as it stands in its header, if the letter has one."""
        if self._envelope.mailing is None:
            return ""
        return headers.page("List-Unsubscribe", unsubscribe).written

    def _entry(self, to: Person) -> str:
        """The invite of this person in base64, if the letter has one."""
        if not self._around_attendee:
            return ""
        entry = calendar.attendee(to).join(self._around_attendee)
        return base64.encodebytes(entry).decode("ascii").replace("\n", "\r\n")

    def _whole(self, body: str, to: Person, message_id: str, unsubscribe: str) -> EmailMessage:
        """The letter to one person, written from its beginning."""
        invite, mailing = self._letter.invite, self._envelope.mailing
        invite = invite and replace(invite, attendee=to)
        mailing = mailing and replace(mailing, unsubscribe=unsubscribe)
        letter = replace(self._letter, body=body, invite=invite)
        envelope = replace(self._envelope, to=to, message_id=message_id, mailing=mailing)
        return message(letter, envelope)

    def _framed(self) -> str:
        """The letter as a format for the operator ``%``, with slots for what is a person's own."""
        # Nobody can have written it into the letter it comes from.
        given = repr((self._letter, self._envelope)).encode("utf-8", "surrogatepass")
        mark = hashlib.sha256(given).hexdigest()
        to, message_id, unsubscribe = f"{mark}@to", f"<{mark}@id>", f"https://{mark}/"
        marks = {
            "to": to,
            "message_id": message_id,
            "unsubscribe": f"<{unsubscribe}>",
            "boundary": boundary(message_id),
            **{slot: f"{mark}/{slot}" for slot in SLOTS.values()},
        }
        mail = self._whole("", Person(to), message_id, unsubscribe)
        for part in mail.walk():
            if part.get_content_type() in SLOTS:
                part.set_payload(marks[SLOTS[part.get_content_type()]])
        frame = bytes(mail).decode().replace("%", "%%")
        for slot, written in marks.items():
            frame = frame.replace(written, f"%({slot})s")
        return frame


def _around_attendee(letter: Letter, envelope: Envelope) -> list[bytes]:
    """The invite before and after the line that names who is invited; whole if nobody is."""
    if letter.invite is None:
        return []
    invite = replace(letter.invite, attendee=NOBODY)
    entry = calendar.ics(invite, organizer=envelope.sender, stamp=envelope.date)
    return entry.split(calendar.attendee(NOBODY))
