"""Rows from a workbook of Excel, by python-calamine."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook

from bot.documents.tables import archive, contents
from bot.documents.tables.sheet import Cell, Row
from bot.documents.tables.survey import survey
from bot.errors import Refusal


def rows(content: bytes) -> Iterator[Row]:
    """The rows of the fullest sheet that is not hidden, each with its number in Excel.

    Of a formula the value that was saved with it is read; nothing is computed or followed.
    Raises ``Refusal`` for what ``archive`` and ``survey`` do not let through, or is damaged.
    """
    parts = archive.parts(content)
    filled = survey(parts)
    shown = contents.sheets(parts)
    if not shown:
        raise Refusal("tables.nothing_inside")
    fullest = max(shown, key=lambda part: filled[part])
    others = [part for part in parts if part.startswith(contents.SHEETS) and part != fullest]
    packed = archive.repacked({name: parts[name] for name in parts if name not in others})
    del parts
    yield from _rows(packed, shown[fullest])


def _rows(packed: io.BytesIO, name: str) -> Iterator[Row]:
    try:
        with CalamineWorkbook.from_filelike(packed) as book:
            sheet = book.get_sheet_by_name(name)
            lines = sheet.iter_rows() if sheet.start else ()
            for number, values in enumerate(lines, start=1):
                yield Row(number, tuple(map(_cell, values)))
    except (CalamineError, OverflowError, ValueError):
        raise Refusal("tables.damaged") from None
    except BaseException as error:
        # A value its authors did not think of, a date before all years, makes its Rust panic.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("tables.damaged") from None


def _cell(value: object) -> Cell:
    """What a cell shows; a whole number without a point, and fifteen digits as Excel keeps."""
    if isinstance(value, str | datetime):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return datetime.combine(value, time())
    return str(value)
