"""Which sheets a workbook has, and in which part each is."""

from collections.abc import Mapping

from bot.documents.tables.archive import BOOK, Parts
from bot.documents.tables.markup import Attributes, go_through, local

RELATIONS = "xl/_rels/workbook.xml.rels"
SHEETS = "xl/worksheets/"


def sheets(parts: Parts) -> dict[str, str]:
    """The names of the sheets that are not hidden, by their parts."""
    relations = _Relations()
    go_through(parts.get(RELATIONS, b"<none/>"), relations)
    book = _Book(relations.targets)
    go_through(parts[BOOK], book)
    return {part: name for part, name in book.shown.items() if part in parts}


class _Relations:
    """The parts that a workbook names (ECMA-376 part 2, 6.5)."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship":
            target = attributes.get("Target", "").casefold()
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = path

    def text(self, run: str) -> None:
        """Nothing is written in a list of parts."""


class _Book:
    """The sheets of a workbook (ECMA-376 part 1, 18.2.19)."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.shown: dict[str, str] = {}
        self._targets = targets

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) != "sheet" or attributes.get("state", "visible") != "visible":
            return
        identity = next((attributes[key] for key in attributes if local(key) == "id"), "")
        part = self._targets.get(identity, "")
        if part.startswith(SHEETS):
            self.shown[part] = attributes.get("name", "")

    def text(self, run: str) -> None:
        """Nothing is written in a list of sheets."""
