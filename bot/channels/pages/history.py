"""What was said on the local page, kept in a file so that a reload or a restart shows it again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in a room. ``who`` is an address, or empty for the bot.

    ``replaces`` is the card whose place this entry's card takes.
    """

    number: int
    room: str
    who: str
    name: str
    at: str
    text: str
    card: Mapping[str, Any] | None = None
    replaces: str = ""


class History:
    """All entries, in order; appended to a file of JSON lines."""

    def __init__(self, folder: Path) -> None:
        """Read what is there; a last line that was never finished is left out."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "history.jsonl"
        self.entries = _read(self._file)[-MOST:]
        self._file.write_text("".join(map(_line, self.entries)), "utf-8")

    def add(self, **fields: Any) -> Entry:
        """The new entry, kept."""
        number = self.entries[-1].number + 1 if self.entries else 1
        entry = Entry(number=number, **fields)
        self.entries.append(entry)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(_line(entry))
        if len(self.entries) > 2 * MOST:
            del self.entries[:MOST]
        return entry

    def since(self, number: int, rooms: frozenset[str]) -> list[Entry]:
        """The entries of these rooms after a number."""
        return [each for each in self.entries if each.number > number and each.room in rooms]


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry)) + "\n"


def _read(file: Path) -> list[Entry]:
    if not file.is_file():
        return []
    entries = []
    for line in file.read_text("utf-8", "replace").splitlines():
        try:
            entries.append(Entry(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return entries
