"""A session that is over, its registrations, and an organiser who brings reports about it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import app, settings
from bot.clock import StillClock
from bot.model.attendance import Attended, Turnout
from bot.model.conversation import Attachment, Incoming, Press, Sender
from bot.model.people import Counter, Place
from bot.model.registration import Department, Registration
from bot.model.session import Phase
from bot.services.files.kept import KeptFiles
from tests.ways.desk import NOW, SESSION, Desk

ANA, CHANNEL = "ana@example.org", "page"
AFTER = datetime(2027, 2, 25, 19, 30, tzinfo=UTC)


def registered(number: int, **fields: Any) -> Registration:
    """Somebody who registered, one of many."""
    known: dict[str, Any] = {
        "session": "1",
        "address": f"p{number}@example.org",
        "name": f"Person {chr(65 + number)}son",
        "at": NOW,
        "changed_at": NOW,
    }
    return Registration(**{**known, **fields})


@asynccontextmanager
async def held(folder: Path, *people: Registration) -> AsyncIterator[Desk]:
    """The bot of local mode after session 1, for which these people had registered."""
    chosen = settings.read({"CIRCUIT_DATA": str(folder / "data")}, folder / "circuit.env")
    async with app.opened(chosen, StillClock(AFTER)) as house:
        desk = Desk(house, folder)
        session = replace(SESSION, phase=Phase.HELD, announced=True)
        units = {each.department for each in people if each.department}
        await desk.file(session, *people, *(Department(name=each) for each in sorted(units)))
        yield desk


def gives_files(desk: Desk, files: dict[str, bytes]) -> None:
    """Let the page give these files."""
    kept = desk.house.assistant.house.files
    assert isinstance(kept, KeptFiles)

    async def fetch(source: str) -> bytes:
        return files[source]

    kept._channels = {CHANNEL: fetch}


async def say(desk: Desk, id_: str, **more: Any) -> str:
    """What Ana is answered, once all that follows has left."""
    incoming = Incoming(
        id=id_,
        place=Place(CHANNEL, ANA),
        sender=Sender(ANA, "Ana Roy"),
        private=True,
        at=AFTER,
        **more,
    )
    answer = await desk.house.assistant.hear(incoming)
    await desk.house.assistant.settle()
    return answer.text


async def bring(desk: Desk, name: str, words: str = "import the attendance of session 1") -> str:
    """The card of a report that Ana drops with these words."""
    await say(desk, f"drop/{name}/{words}", text=words, files=(Attachment(name, name),))
    return card(desk)


async def press(desk: Desk, ref: str, button: str, **fields: str) -> str:
    """What Ana is answered who presses a button."""
    return await say(desk, f"{ref}/{button}/{fields}", press=Press(ref, button, fields))


def card(desk: Desk, skill: str = "attendance") -> str:
    """What the card of the last report says."""
    last = desk.view.get(Counter, "report_files")
    ref = f"{skill}-file.{last.last if last else 0}"
    return desk.house.assistant.present(ref, ("en",)).text


def turnout(desk: Desk) -> Turnout:
    """The count of session 1."""
    found = desk.view.get(Turnout, "1")
    assert found is not None
    return found


def came(desk: Desk) -> Sequence[Attended]:
    """Everybody who came to session 1."""
    return desk.view.find(Attended, "session", "1")
