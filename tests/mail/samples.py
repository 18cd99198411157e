"""A letter to Sam, its invite, and words that want to be more than words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.documents.letter import Envelope
from bot.model.outbox import Invite, Letter, Person, Sending
from bot.services.mail import House

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)
HOUSE = House(Person("circuit@example.org", "Circuit"), "team@example.org")
INVITE = Invite(
    uid="session-1@example.org",
    sequence=0,
    method="REQUEST",
    starts=STARTS,
    ends=STARTS + timedelta(minutes=45),
    summary="On the Circuit: biometrics / En circuit\u00a0: la biométrie",
    description="A mini discussion.\nUne mini-discussion.",
    location="https://example.org/join",
    attendee=Person("sam@example.org", "Sam Lee"),
)
BODY = (
    "Hello Sam,\n\nSee https://example.org/s/1.\n• one\n• two\nGoodbye\n"
    "\n---\n\nBonjour Sam,\n\nÀ bientôt."
)
LETTER = Letter("Your session | Votre séance", BODY, ("en", "fr"), INVITE)
ENVELOPE = Envelope(
    sender=HOUSE.sender,
    to=Person("sam@example.org", "Sam Lee"),
    reply_to=HOUSE.reply_to,
    message_id="<1@example.org>",
    date=NOW,
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "{{7*7}}",
    "{% raw %}",
    "((email))",
    "{0.__class__}",
    "[click](http://evil.example)",
    "<@all> @all",
    "[[Category:x]]",
    "line\r\nBcc: evil@example.com",
    "line\n\nBcc: evil@example.com",
    "line\x0bBcc: evil@example.com",
    "line\x85Bcc: evil@example.com",
    "line\u2028BEGIN:VALARM",
    "line\r\nEND:VEVENT",
    "=?utf-8?q?a=0d=0aBcc:_evil@example.com?=",
    "=?utf-8?b?QmNjOiBldmls?= and more",
    "Sam <evil@example.com>, Ana",
    "a;RSVP=TRUE:mailto:evil@example.com",
    r"C:\New\notes, a; b",
    "\u202egnp.exe",
    "العربية",
    "שלום, עולם",
    "👩‍💻 " * 20,
    "x" * 120,
    "é" * 120,
    "\ud800",
    "\x00",
    "---",
    "Sole",
    "",
]


def sending(key: str = "invite/1/sam/0", to: str = "sam@example.org", **changes: Any) -> Sending:
    """The letter to Sam, on its way; ``changes`` are to the letter."""
    letter = replace(LETTER, **changes)
    return Sending(key=key, door="mail", to=to, content=letter, created=NOW)
