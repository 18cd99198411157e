"""What was said on the local page, kept in a file so that a reload or a restart shows it again."""

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in a room. ``who`` is an address, or empty for the bot.

    ``of`` is what it shows or answers: the id of a message, or the key of a sending. ``replaces``
    is the card whose place this entry's card takes. ``files`` came along, each with its ``name``,
    its ``size`` in bytes, and the ``source`` it is found by.
    """

    number: int
    room: str
    who: str
    name: str
    at: str
    text: str
    of: str = ""
    card: Mapping[str, Any] | None = None
    replaces: str = ""
    files: Sequence[Mapping[str, Any]] = ()


class History:
    """All entries, in order; appended to a file of JSON lines."""

    def __init__(self, folder: Path) -> None:
        """Read what is there; a last line that was never finished is left out."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "history.jsonl"
        self.entries = _read(self._file)[-MOST:]
        self._known = {_identity(each): each for each in self.entries if each.of}
        self._last = self.entries[-1].number if self.entries else 0
        self._write()

    def add(self, **fields: Any) -> Entry:
        """The new entry, kept; or the one that says the same of the same already."""
        entry = Entry(number=self._last + 1, **fields)
        if entry.of and self._known.setdefault(_identity(entry), entry) is not entry:
            return self._known[_identity(entry)]
        self._last = entry.number
        self.entries.append(entry)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(_line(entry))
        if len(self.entries) > 2 * MOST:
            self._forget(self.entries[:MOST])
        return entry

    def forget(self, room: str, change: Callable[[str], str]) -> None:
        """Keep nothing that was said in a room, and all else as ``change`` makes it read."""
        kept = [each for each in self.entries if room not in (each.room, each.who)]
        self.entries = [Entry(**_changed(asdict(each), change)) for each in kept]
        self._known = {_identity(each): each for each in self.entries if each.of}
        self._write()

    def _write(self) -> None:
        """Write the file anew, whole or not at all."""
        aside = self._file.with_suffix(".part")
        aside.write_text("".join(map(_line, self.entries)), "utf-8")
        aside.rename(self._file)

    def since(self, number: int) -> list[Entry]:
        """The entries after a number."""
        return self.entries[bisect_right(self.entries, number, key=lambda each: each.number) :]

    def _forget(self, oldest: list[Entry]) -> None:
        del self.entries[: len(oldest)]
        for entry in oldest:
            self._known.pop(_identity(entry), None)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """The value of JSON with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _changed(each, change) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_changed(each, change) for each in value]
    return value


def _identity(entry: Entry) -> tuple[str, str, str]:
    return entry.of, entry.who, entry.text


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
