"""Where a table begins, and what its columns are called."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from bot.documents.lines import one_line
from bot.documents.tables.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from bot.documents.tables.sheet import Cell, Refused, Row, Sheet
from bot.errors import Refusal
from bot.model.words import Phrase

LOOKED_AT = 20
"""Rows among which the titles are: reports begin with a few lines about themselves."""
FULL = 0.8
"""The part of its cells that is filled in a row of titles; a line about the report has fewer."""
LONGEST_TITLE = 1_000
"""Characters of a title that are looked at. Putting accents in order takes the square of them."""
UNSEEN = re.compile(r"[\u200b\u2060\ufeff]")
AN_ADDRESS = re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*")


def sheet_of(rows: Iterable[Row]) -> Sheet:
    """The table in these rows, without its blank ones and the lines before its titles.

    A row with more values than there are columns would be a shifted one: it is refused.
    Raises ``Refusal`` for no titles, or too many rows or columns.
    """
    filled = _filled(rows)
    if not filled:
        raise Refusal("tables.nothing_inside")
    start = _titles(filled)
    headers = _headers(filled[start])
    fitted = [_fitted(row, len(headers)) for row in filled[start + 1 :]]
    return Sheet(
        headers,
        tuple(row for row in fitted if isinstance(row, Row)),
        tuple(row for row in fitted if isinstance(row, Refused)),
    )


def _filled(rows: Iterable[Row]) -> list[Row]:
    """The rows in which something is written, as long as they are not too many."""
    found: list[Row] = []
    cells = 0
    for row in rows:
        if row.blank:
            continue
        found.append(row)
        cells += len(row.cells)
        if len(found) > MOST_ROWS:
            raise Refusal("tables.too_many_rows")
        if cells > MOST_CELLS:
            raise Refusal("tables.too_much_inside")
    return found


def _titles(rows: list[Row]) -> int:
    """The place of the row of titles: the first that is about as full as any after it.

    Where that one is about somebody already, some titles are blank, and it is the one before.
    Rows of another width than most may be shifted ones and are not looked at.
    """
    first = rows[:LOOKED_AT]
    widths = Counter(len(row.cells) for row in first)
    width = max(widths, key=lambda each: (widths[each], each))
    fullest = max(_filled_cells(row) for row in first if len(row.cells) == width)
    full = next(n for n, row in enumerate(first) if _filled_cells(row) >= FULL * fullest)
    return full - 1 if full and _has_address(rows[full]) else full


def _filled_cells(row: Row) -> int:
    return sum(cell != "" for cell in row.cells)


def _has_address(row: Row) -> bool:
    return any(isinstance(cell, str) and AN_ADDRESS.fullmatch(cell) for cell in row.cells)


def _headers(row: Row) -> tuple[str, ...]:
    if len(row.cells) > MOST_COLUMNS:
        raise Refusal("tables.too_many_columns", most=MOST_COLUMNS)
    if _has_address(row):
        raise Refusal("tables.no_titles", row=row.number)
    return _distinct([title(cell) for cell in row.cells])


def title(cell: Cell) -> str:
    """A title on one line, each sign in one form (NFC), without what is not seen."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", str(cell)[:LONGEST_TITLE]))
    return one_line(" ".join(seen.split()))


def _distinct(titles: list[str]) -> tuple[str, ...]:
    """The titles, with a number behind those that were there before, as Microsoft Forms does."""
    found: dict[str, None] = {}
    for each in titles:
        name, number = each, 1
        while name in found:
            number += 1
            name = f"{each}{number}"
        found[name] = None
    return tuple(found)


def _fitted(row: Row, width: int) -> Row | Refused:
    """The row in as many cells as there are columns; Excel leaves blank ends of csv rows out."""
    missing = width - len(row.cells)
    if missing == 0:
        return row
    if missing > 0:
        return Row(row.number, row.cells + ("",) * missing)
    if any(cell != "" for cell in row.cells[width:]):
        facts = {"values": len(row.cells), "columns": width}
        return Refused(row.number, "", Phrase("tables.more_values", facts))
    return Row(row.number, row.cells[:width])
