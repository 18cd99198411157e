"""Invites: one entry for one person, whatever stands in its title."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.documents import lines
from bot.documents.calendar import ics
from bot.model.outbox import Invite, Person

from .samples import HOSTILE, HOUSE, INVITE, NOW, STARTS

ENTRY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Circuit//Circuit//EN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:On the Circuit: biometrics / En circuit\u00a0: la biométrie
DTSTART:20270225T180000Z
DTEND:20270225T184500Z
DTSTAMP:20270112T140000Z
UID:session-1@example.org
SEQUENCE:0
ATTENDEE;CN="Sam Lee";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PAR
TICIPANT;RSVP=FALSE:mailto:sam@example.org
DESCRIPTION:A mini discussion.\\nUne mini-discussion.
LOCATION:https://example.org/join
ORGANIZER;CN=Circuit:mailto:circuit@example.org
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://example.org/join
END:VEVENT
END:VCALENDAR
"""


def entry(**changes: Any) -> str:
    """The file of the invite to Sam, with changes."""
    return ics(replace(INVITE, **changes), organizer=HOUSE.sender, stamp=NOW).decode()


def unfolded(source: str) -> list[str]:
    return source.replace("\r\n ", "").split("\r\n")


def names(source: str) -> list[str]:
    """What each line is about."""
    return [line.partition(":")[0].partition(";")[0] for line in unfolded(source)]


def test_an_invite_says_this_and_nothing_more() -> None:
    assert unfolded(entry()) == ENTRY.replace("REQ-PAR\nTIC", "REQ-PARTIC").split("\n")


@pytest.mark.parametrize(
    ("method", "status", "attendees"),
    [("REQUEST", "CONFIRMED", 1), ("CANCEL", "CANCELLED", 1), ("PUBLISH", "CONFIRMED", 0)],
)
def test_the_method_decides_on_status_and_attendee(
    method: str, status: str, attendees: int
) -> None:
    lines_ = unfolded(entry(method=method))
    assert f"METHOD:{method}" in lines_
    assert f"STATUS:{status}" in lines_
    assert names(entry(method=method)).count("ATTENDEE") == attendees


def test_times_are_in_utc_whatever_zone_they_come_in() -> None:
    eastern = STARTS.astimezone(timezone(timedelta(hours=-5)))
    assert entry(starts=eastern) == entry()


def test_a_place_that_is_no_page_gives_no_link() -> None:
    assert "URL" not in names(entry(location="Online / En ligne"))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_make_no_property(words: str) -> None:
    source = entry(
        summary=words,
        description=words,
        location=f"Room {words}",
        attendee=Person("sam@example.org", words),
    )
    assert names(source) == names(entry(location="Room"))
    event: Any = Calendar.from_ical(source).walk("VEVENT")[0]
    assert str(event["summary"]) == lines.one_line(words)
    assert str(event["description"]) == lines.lines(words)
    assert event["attendee"].params["CN"] == (lines.name(words) or "sam@example.org")
    assert str(event["attendee"]) == "mailto:sam@example.org"


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_words_are_read_back_from_one_line_each(words: str, name: str) -> None:
    source = entry(summary=words, description=words, attendee=Person("sam@example.org", name))
    assert names(source) == names(entry())
    assert all(len(line.encode()) <= 75 for line in source.split("\r\n"))
    assert "\n" not in source.replace("\r\n", "")
    event: Any = Calendar.from_ical(source).walk("VEVENT")[0]
    assert str(event["summary"]) == lines.one_line(words)
    assert event["attendee"].params["CN"] == (lines.name(name) or "sam@example.org")


def test_each_version_differs_in_what_changed_only() -> None:
    moved: Invite = replace(INVITE, sequence=1, starts=STARTS + timedelta(hours=1))
    before, after = (
        unfolded(entry()),
        unfolded(ics(moved, organizer=HOUSE.sender, stamp=NOW).decode()),
    )
    assert [line for line in after if line not in before] == [
        "DTSTART:20270225T190000Z",
        "SEQUENCE:1",
    ]


def test_the_stamp_is_the_moment_it_was_written() -> None:
    later = datetime(2027, 1, 13, 9, 0, tzinfo=NOW.tzinfo)
    assert "DTSTAMP:20270113T090000Z" in unfolded(
        ics(INVITE, organizer=HOUSE.sender, stamp=later).decode()
    )
