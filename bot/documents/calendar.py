"""Calendar entries as iCalendar (RFC 5545, RFC 5546).

Times are in UTC, which every calendar shows in its own zone; a VTIMEZONE with more than one
standard rule is refused by Outlook (MS-OXCICAL). An update needs the same UID, a higher SEQUENCE
and METHOD:REQUEST; a cancellation the same with METHOD:CANCEL.
"""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model.outbox import Invite, Person

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//Circuit//Circuit//EN"
BREAKS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]+")


def ics(invite: Invite, *, organizer: Person, stamp: datetime) -> bytes:
    """The entry as a file for one attendee, who is not asked to answer."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", invite.method)
    calendar.add_component(_event(invite, organizer, stamp))
    return bytes(calendar.to_ical())


def _event(invite: Invite, organizer: Person, stamp: datetime) -> "Event":
    from icalendar import Event, vText

    event = Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", invite.starts.astimezone(UTC))
    event.add("dtend", invite.ends.astimezone(UTC))
    event.add("summary", _plain(invite.summary))
    event.add("description", _plain(invite.description))
    event.add("location", _plain(invite.location))
    event.add("status", "CANCELLED" if invite.method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _address(organizer))
    if invite.method != "PUBLISH":
        attendee = _address(invite.attendee)
        attendee.params["RSVP"] = vText("FALSE")
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        event.add("attendee", attendee, encode=False)
    return event


def _address(person: Person) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{person.address}")
    address.params["CN"] = vText(_plain(person.name or person.address).replace("\n", " "))
    return address


def _plain(text: str) -> str:
    """The text without anything that would end its line."""
    return BREAKS.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
