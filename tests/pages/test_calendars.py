"""The calendar entry of an announced session, as a file anyone may fetch."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from .programme import SESSIONS, played
from .site import Said, Site, served

STARTS = datetime(2027, 2, 25, 18, 0, tzinfo=UTC)


async def announced(site: Site) -> None:
    """Session 1, which participants may know of."""
    await site.invite("sam@example.org")
    await site.say("Ana", "announce session 1")


def test_the_entry_of_an_announced_session_is_a_calendar_file(tmp_path: Path) -> None:
    async def scene() -> tuple[int, str, str, bytes]:
        async with served(tmp_path) as site:
            await announced(site)
            async with site.http.get("/calendar/1.ics") as response:
                name, kind = (
                    response.headers["Content-Disposition"],
                    response.headers["Content-Type"],
                )
                return response.status, name, kind, await response.read()

    status, name, kind, content = asyncio.run(scene())
    assert (status, name, kind) == (
        200, 'attachment; filename="session-1.ics"', "text/calendar; charset=utf-8",
    )  # fmt: skip
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert (str(calendar["METHOD"]), str(event["SUMMARY"]), event.start, event.end) == (
        "PUBLISH",
        "On the Circuit: biometrics / En circuit\u00a0: la biométrie",
        STARTS,
        STARTS + timedelta(minutes=45),
    )
    assert "ATTENDEE" not in event


def test_the_entry_leads_to_the_page_and_not_to_the_webinar(tmp_path: Path) -> None:
    async def scene() -> bytes:
        async with played(tmp_path) as site:
            return (await site.get(f"/calendar/{SESSIONS['near'].id}.ics")).text.encode()

    calendar = Calendar.from_ical(asyncio.run(scene()))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    page = "http://127.0.0.1:3978/s/2"
    assert (str(event["LOCATION"]), "URL" in event) == ("Online / En ligne", False)
    assert str(event["DESCRIPTION"]).splitlines() == [
        "A mini discussion of the Digital Academy: 45 minutes, interactive, in English and French.",
        f"To take part, register here: {page}",
        "",
        (
            "Une mini-discussion de l’Académie du numérique\u00a0: 45 minutes, interactive, en "
            "français et en anglais."
        ),
        f"Pour participer, inscrivez-vous ici\u00a0: {page}",
    ]


def test_the_entry_is_the_same_each_time_and_after_a_restart(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with served(tmp_path) as site:
            await announced(site)
            both = [(await site.get("/calendar/1.ics")).text for _ in range(2)]
        async with served(tmp_path) as site:
            return [*both, (await site.get("/calendar/1.ics")).text]

    first, second, after = asyncio.run(scene())
    assert first == second == after


@pytest.mark.parametrize(
    "session", ["1", "2", "0", "x", "%00", "..%2f..%2fsecret", "1%0d%0aX-Evil:1"]
)
def test_a_session_that_is_not_announced_is_like_one_that_is_not_there(
    tmp_path: Path, session: str
) -> None:
    async def scene() -> tuple[Said, Said]:
        async with served(tmp_path) as site:
            await site.invite("sam@example.org")
            said, missing = f"/calendar/{session}.ics", "/calendar/999.ics"
            return await site.get(said), await site.get(missing)

    said, missing = asyncio.run(scene())
    assert said == missing
    assert said.status == 404
