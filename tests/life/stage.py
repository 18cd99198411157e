"""A talk in which files are dropped: ``Ana drops attendance.csv: import the attendance``."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot import app, settings
from bot.app.cast import CAST
from bot.channels.terminal.stage import CHANNEL, DirectStage
from bot.channels.terminal.talk import Step, parse
from bot.model.conversation import Attachment, Incoming
from bot.services.files.kept import KeptFiles
from tests.afterwards.talk import teams
from tests.attending.files import Came, webex
from tests.evaluating.files import Told, workbook

DROPS = re.compile(r"^(\w+) drops ([\w.]+):?", re.MULTILINE)
NAMES = ("Kim Roy", "Lee Fox", "Max Côté", "Noa Ross", "Pat Levy", "Rae Ng", "Zoé Hall")
FORM = "Email,Name,Language,Department\r\n"
PEOPLE = [
    (
        f"{name.split()[0].lower().replace('é', 'e')}@example.net",
        name,
        ("English", "Français")[n % 2],
    )
    for n, name in enumerate(NAMES)
]
MINE = ("tom@example.org", "chantal@example.org")
FILES: Mapping[str, bytes] = {
    "registrations.csv": (
        FORM
        + "".join(f"{address},{name},{language},Health\r\n" for address, name, language in PEOPLE)
    ).encode(),
    "attendance.csv": webex(
        *(Came(name, address, "13:00:00", "13:40:00") for address, name, _ in PEOPLE[:5]),
        *(Came("Somebody", address, "13:05:00", "13:45:00") for address in MINE),
    ),
    "evaluation.xlsx": workbook(
        [
            *(Told("5", "5", "Yes", f"The captions were right, point {n}") for n in range(3)),
            *(
                Told("4", "4", "Yes", f"Les sous-titres étaient clairs, partie {n}")
                for n in range(3)
            ),
        ]
    ),
    "discussion.vtt": teams(),
}


class Dropping(DirectStage):
    """The assistant itself; what is dropped at a line of the talk comes with what is said there."""

    dropped: Mapping[int, str]

    def _incoming(self, step: Step) -> Incoming:
        incoming = super()._incoming(step)
        name = self.dropped.get(step.number)
        return replace(incoming, files=(Attachment(name, name),)) if name else incoming


def steps_of(source: str) -> tuple[list[Step], dict[int, str]]:
    """The steps of a talk, and which file comes with which line."""
    dropped = {
        number: found[2]
        for number, line in enumerate(source.splitlines(), 1)
        if (found := DROPS.match(line))
    }
    return parse(DROPS.sub(r"\1:", source)), dropped


async def stage(folder: Path, start: datetime, dropped: Mapping[int, str]) -> Dropping:
    """The bot in memory, with a page that gives the files of the talk."""

    async def fetch(name: str) -> bytes:
        return FILES[name]

    files = KeptFiles(folder / "files", {CHANNEL: fetch})
    plain = await app.stage(settings.read({}), start, files=files)
    made = Dropping(plain._assistant, plain._ears, CAST)
    made.dropped = dropped
    return made
