"""The bot on a data folder with a session in it, and what its commands say."""

import gc
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import app, settings
from bot.clock import StillClock
from bot.control import Call
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.record import Record, View
from bot.model.registration import Registration, registration_key
from bot.model.session import Session
from bot.model.words import Both

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
SESSION = Session(
    id="1",
    title=Both("biometrics", "la biométrie"),
    starts=datetime(2027, 2, 25, 18, 0, tzinfo=UTC),
    wall="2027-02-25T13:00",
    created=NOW,
)
Command = Callable[[app.Opened, Call], Awaitable[int]]


@dataclass
class Desk:
    """A house that is open, and the folder it is in."""

    house: app.Opened
    folder: Path

    @property
    def view(self) -> View:
        """The present state."""
        return self.house.assistant.house.store.view()

    async def file(self, *records: Record) -> None:
        """File records as they are."""
        await self.house.assistant.house.store.run(Outcome(saves=records).regardless)

    async def call(
        self, command: Command, arguments: dict[str, str], *typed: str
    ) -> tuple[int, list[str]]:
        """The exit code of a command, and the lines it said."""
        said: list[str] = []

        async def lines() -> AsyncIterator[str]:
            for line in typed:
                yield line

        async def out(text: str) -> None:
            said.extend(text.splitlines())

        return await command(self.house, Call(arguments, lines(), out)), said

    def registration(self, address: str, session: str = "1") -> Registration:
        """Somebody's registration."""
        found = self.view.get(Registration, registration_key(session, address))
        assert found is not None
        return found

    def counted(self, session: str = "1") -> dict[str, int]:
        """How many have a place, and how many letters go to whom."""
        waiting = self.view.find(Sending, "about", f"session/{session}")
        return {
            "registered": self.view.count(Registration, "standing_in", f"{session}/registered"),
            "letters": len(waiting),
            "people": len({each.to for each in waiting}),
        }


@asynccontextmanager
async def opened(folder: Path, **session: Any) -> AsyncIterator[Desk]:
    """The bot of local mode on a folder, with session 1."""
    chosen = settings.read({"CIRCUIT_DATA": str(folder / "data")}, folder / "circuit.env")
    try:
        async with app.opened(chosen, StillClock(NOW)) as house:
            desk = Desk(house, folder)
            if desk.view.get(Session, "1") is None:
                await desk.file(replace(SESSION, **session))
            yield desk
    finally:
        gc.unfreeze()


def table(folder: Path, *rows: Sequence[str], name: str = "people.csv") -> Path:
    """A csv file with these rows."""
    file = folder / name
    file.write_text("\n".join(",".join(f'"{each}"' for each in row) for row in rows), "utf-8")
    return file


def importing(file: Path, **given: str) -> dict[str, str]:
    """What ``circuit import registrations FILE --session 1`` asks for."""
    plain = {"session": "1", "columns": "{}", "language": "en", "yes": "", "json": ""}
    return {"file": str(file), **plain, "progress": "", **given}


IN_JSON = {"yes": "yes", "json": "yes"}


def of_json(said: list[str]) -> Any:
    """The one line of JSON that was said."""
    assert len(said) == 1
    return json.loads(said[0])
