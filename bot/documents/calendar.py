"""Calendar entries as iCalendar (RFC 5545, RFC 5546).

Times are in UTC, which every calendar shows in its own zone; a VTIMEZONE with more than one
standard rule is refused by Outlook (MS-OXCICAL). An update needs the same UID, a higher SEQUENCE
and METHOD:REQUEST; a cancellation the same with METHOD:CANCEL. With PUBLISH nobody is invited.
"""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.documents import lines
from bot.model.outbox import Invite, Person

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress
    from icalendar.prop import vUnknown

PRODUCT = "-//Circuit//Circuit//EN"
# Nobody is asked to answer: the card or the registration did that, and replies would flood a team.
INVITED = {
    "CUTYPE": "INDIVIDUAL",
    "PARTSTAT": "NEEDS-ACTION",
    "ROLE": "REQ-PARTICIPANT",
    "RSVP": "FALSE",
}
AS_INVITED = ";".join(f"{key}={value}" for key, value in INVITED.items())
QUOTED = re.compile("[,;:’ ']")
LONGEST_FOLDED = 74
PAGE = re.compile(r"https?://[!-~]+")
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def ics(invite: Invite, *, organizer: Person, stamp: datetime) -> bytes:
    """The entry as a file for one attendee, who is not asked to answer."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", invite.method)
    calendar.add_component(_event(invite, organizer, stamp))
    return bytes(calendar.to_ical())


def attendee(person: Person) -> bytes:
    """The line of an entry that names who is invited, as ``ics`` writes it, but much sooner."""
    name = (lines.name(person.name) or person.address).replace("^", "^^")
    quoted = f'"{name}"' if QUOTED.search(name) else name
    address = lines.one_line(person.address)
    return _folded(f"ATTENDEE;CN={quoted};{AS_INVITED}:mailto:{address}".encode())


def _folded(line: bytes) -> bytes:
    """The line in lines of 75 octets at most, as icalendar 7.3 folds it: no escape is parted."""
    pieces = []
    while len(line) > LONGEST_FOLDED:
        end = LONGEST_FOLDED
        while line[end] & 0xC0 == 0x80:
            end -= 1
        end -= line[end - 1 : end] in (b"^", b"\\")
        pieces.append(line[:end])
        line = line[end:]
    return b"\r\n ".join([*pieces, line])


def _event(invite: Invite, organizer: Person, stamp: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", invite.starts.astimezone(UTC))
    event.add("dtend", invite.ends.astimezone(UTC))
    event.add("summary", _text(lines.one_line(invite.summary)))
    event.add("description", _text(lines.lines(invite.description)))
    _place(event, lines.one_line(invite.location))
    event.add("status", "CANCELLED" if invite.method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _address(organizer))
    if invite.method != "PUBLISH":
        attendee = _address(invite.attendee)
        attendee.params.update(INVITED)
        event.add("attendee", attendee, encode=False)
    return event


def _place(event: "Event", location: str) -> None:
    event.add("location", _text(location))
    if PAGE.fullmatch(location):
        event.add("url", location)


def _address(person: Person) -> "vCalAddress":
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{lines.one_line(person.address)}")
    address.params["CN"] = lines.name(person.name) or person.address
    return address


def _text(text: str) -> "vUnknown":
    r"""The text, escaped here: icalendar 7.3.0 makes a line break of the ``\N`` in ``C:\New``."""
    from icalendar.prop import vUnknown

    return vUnknown(text.translate(ESCAPES))
