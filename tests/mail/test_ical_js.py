"""Invites as ical.js reads them, which calendar programs are built on."""

import asyncio
import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import StillClock
from bot.documents import lines
from bot.documents.calendar import ics
from bot.model.outbox import Invite, Person
from bot.services.mail.folder import FolderMail, listing

from .samples import HOSTILE, HOUSE, INVITE, NOW, STARTS, sending

ROOT = Path(__file__).parents[2]
THERE = shutil.which("node") is not None and (ROOT / "node_modules" / "ical.js").is_dir()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not THERE and "CI" not in os.environ, reason="node or ical.js is missing"),
]


def seen(*sources: str) -> list[dict[str, Any]]:
    """What ical.js sees in these files."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("read_ics.mjs"))],
        input="".join(sources).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    entries: list[dict[str, Any]] = json.loads(done.stdout)
    return entries


def mailed(folder: Path, *invites: Invite) -> list[str]:
    """The calendar files of letters with these invites, after their way through the folder."""

    async def scene() -> None:
        door = FolderMail(folder, HOUSE, StillClock(NOW))
        for number, invite in enumerate(invites):
            await door.send(sending(key=f"invite/{number}", invite=invite))

    asyncio.run(scene())
    return [each.invite.file for each in listing(folder) if each.invite is not None][::-1]


def test_a_calendar_follows_a_session_from_request_over_update_to_cancellation(
    tmp_path: Path,
) -> None:
    later = timedelta(hours=1)
    moved = replace(INVITE, sequence=1, starts=STARTS + later, ends=INVITE.ends + later)
    entries = seen(*mailed(tmp_path, INVITE, moved, replace(moved, sequence=2, method="CANCEL")))
    told = ("method", "uid", "sequence", "status", "starts", "ends")
    uid = "session-1@example.org"
    first = ("2027-02-25T18:00:00.000Z", "2027-02-25T18:45:00.000Z")
    second = ("2027-02-25T19:00:00.000Z", "2027-02-25T19:45:00.000Z")
    assert [tuple(entry[name] for name in told) for entry in entries] == [
        ("REQUEST", uid, 0, "CONFIRMED", *first),
        ("REQUEST", uid, 1, "CONFIRMED", *second),
        ("CANCEL", uid, 2, "CANCELLED", *second),
    ]
    attendee = {
        "address": "mailto:sam@example.org",
        "name": "Sam Lee",
        "rsvp": "FALSE",
        "partstat": "NEEDS-ACTION",
    }
    assert [entry["attendees"] for entry in entries] == [[attendee]] * 3
    assert {entry["organizer"]["address"] for entry in entries} == {"mailto:circuit@example.org"}


def test_an_entry_for_everyone_invites_nobody() -> None:
    source = ics(replace(INVITE, method="PUBLISH"), organizer=HOUSE.sender, stamp=NOW)
    (entry,) = seen(source.decode())
    assert (entry["method"], entry["attendees"]) == ("PUBLISH", [])


def test_hostile_words_are_read_back_as_the_words_they_are() -> None:
    invites = [
        replace(
            INVITE,
            summary=words,
            description=f"About {words}.",
            location=f"Room {words}",
            attendee=Person("sam@example.org", words),
        )
        for words in HOSTILE
    ]
    sources = [ics(each, organizer=HOUSE.sender, stamp=NOW).decode() for each in invites]
    read = [
        (each["events"], each["summary"], each["description"], each["location"])
        for each in seen(*sources)
    ]
    assert read == [
        (
            1,
            lines.one_line(words),
            lines.lines(f"About {words}."),
            lines.one_line(f"Room {words}"),
        )
        for words in HOSTILE
    ]


def test_hostile_names_are_names_only() -> None:
    invites = [replace(INVITE, attendee=Person("sam@example.org", words)) for words in HOSTILE]
    sources = [ics(each, organizer=HOUSE.sender, stamp=NOW).decode() for each in invites]
    attendees = [each["attendees"] for each in seen(*sources)]
    assert [(len(each), each[0]["name"], each[0]["address"]) for each in attendees] == [
        (1, lines.name(words) or "sam@example.org", "mailto:sam@example.org") for words in HOSTILE
    ]
