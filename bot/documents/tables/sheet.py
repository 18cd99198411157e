"""What a table is, once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.model.words import Phrase

Cell = str | datetime
"""What a cell shows: words, numbers and yes or no as text, dates as naive wall time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in Excel, or the number of its first line in the csv."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(not isinstance(cell, str) or cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was left out, in which column (empty: all of it), and what to say of it."""

    row: int
    column: str
    why: Phrase


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: titles that differ from each other, and rows of as many cells. No row is blank."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...] = ()

    def pieces(self, size: int) -> Iterator["Sheet"]:
        """The same table, ``size`` rows at a time; the first piece has what was refused."""
        yield Sheet(self.headers, self.rows[:size], self.refused)
        for start in range(size, len(self.rows), size):
            yield Sheet(self.headers, self.rows[start : start + size])
