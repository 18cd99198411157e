"""What a workbook would take to read, found out before it is read.

The reader of workbooks (calamine 0.36) makes room for every cell between the first and the last,
writes a text anew for each cell that shows it, and takes the number of texts on trust: a file of
a few kilobytes could take all memory. So every part is gone through before.
"""

import re
from collections.abc import Mapping

from bot.documents.tables.archive import STRINGS, Parts
from bot.documents.tables.limits import MOST_IN_A_WORKBOOK, MOST_LETTERS, MOST_TAGS
from bot.documents.tables.markup import Attributes, go_through, local
from bot.errors import Refusal

COLUMN = re.compile(r"[A-Z]{1,3}")
NUMBER = re.compile(r"[0-9]{1,7}")
DIGITS = "0123456789"
HELD = ("v", "is")
"""What a cell holds, apart from a formula: a value, or a text of its own."""


def survey(parts: Parts) -> dict[str, int]:
    """How many cells are filled in each part, if all of them may be read.

    Raises ``Refusal`` where they would take too much, or are not as Excel writes them.
    """
    if sum(part.count(b"<") for part in parts.values()) > MOST_TAGS:
        raise Refusal("tables.too_much_inside")
    strings = _Strings()
    go_through(parts.get(STRINGS, b"<sst/>"), strings)
    found = {name: _Cells(strings.lengths) for name in parts if name != STRINGS}
    for name, cells in found.items():
        go_through(parts[name], cells)
    _check(found)
    return {name: cells.filled for name, cells in found.items()}


class _Strings:
    """The texts that cells share (ECMA-376 part 1, 18.4)."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """A text, or the list of them with the number of texts it claims to have."""
        if name == "si":
            self.lengths.append(0)
        elif name == "sst" and _number(attributes.get("uniqueCount", "0")) > MOST_IN_A_WORKBOOK:
            raise Refusal("tables.too_much_inside")
        elif ":" in name:
            self.start(local(name), attributes)

    def text(self, run: str) -> None:
        """Characters of the last text."""
        if self.lengths:
            self.lengths[-1] += len(run)


class _Cells:
    """The cells of a sheet that hold something (ECMA-376 part 1, 18.3.1.4)."""

    def __init__(self, lengths: list[int]) -> None:
        self.filled = 0
        self.letters = 0
        self._lengths = lengths
        self._columns: set[str] = set()
        self._rows: set[str] = set()
        self._cell: Attributes | None = None
        self._place_is_due = False
        self._place_is_told = False

    @property
    def extent(self) -> int:
        """The cells from the first of the sheet to the last, blank ones too."""
        height = max(map(_number, self._rows), default=0)
        return height * max(map(_column, self._columns), default=0)

    def start(self, name: str, attributes: Attributes) -> None:
        """A cell, and then what it holds; one that holds nothing takes no room."""
        if name == "c":
            self._cell = attributes
        elif name in HELD and self._cell is not None:
            self._fill(self._cell)
        else:
            self._place_is_told = False
            if ":" in name:
                self.start(local(name), attributes)

    def text(self, run: str) -> None:
        """Characters: where a cell shares a text, the place of that text in their list."""
        if self._place_is_due:
            self._place_is_due, self._place_is_told = False, True
            self.letters += self._length(run)
        elif self._place_is_told:
            # Calamine shows the first text where there is anything behind the digits.
            self.letters += self._length("0" if run.isspace() else run)

    def _fill(self, cell: Attributes) -> None:
        reference = cell.get("r", "")
        column = reference.rstrip(DIGITS)
        self._columns.add(column)
        self._rows.add(reference[len(column) :])
        self._place_is_due = cell.get("t") == "s"
        self._place_is_told = False
        self.filled += 1

    def _length(self, place: str) -> int:
        if not NUMBER.fullmatch(place) or int(place) >= len(self._lengths):
            raise Refusal("tables.damaged")
        return self._lengths[int(place)]


def _check(found: Mapping[str, _Cells]) -> None:
    extent = max(cells.extent for cells in found.values())
    filled = sum(cells.filled for cells in found.values())
    letters = sum(cells.letters for cells in found.values())
    if extent > MOST_IN_A_WORKBOOK or filled > MOST_IN_A_WORKBOOK or letters > MOST_LETTERS:
        raise Refusal("tables.too_much_inside")


def _number(digits: str) -> int:
    if not NUMBER.fullmatch(digits):
        raise Refusal("tables.damaged")
    return int(digits)


def _column(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    if not COLUMN.fullmatch(letters):
        raise Refusal("tables.damaged")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
