"""Tables for people to open in Excel: what others typed is shown there and never computed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.documents.lines import one_line
from bot.documents.tables.neutral import neutral
from bot.model.words import Language

Value = str | int | float | datetime | None
Values = Sequence[Value]
Formats = tuple[Format, Format]

TAGS: dict[Language, str] = {"en": "en-CA", "fr": "fr-CA"}
TEXT = {"num_format": "@"}
"""The format of cells where Excel takes for words whatever is typed, formulas too."""
BOLD_TEXT = {**TEXT, "bold": True}
MOMENT = {"num_format": "yyyy-mm-dd hh:mm"}
NARROWEST, WIDEST = 10, 60
"""Widths of a column, in characters."""
LONGEST_SHEET_NAME = 31
"""Characters in the name of a sheet (Excel specifications and limits)."""
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
UNFIT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that are no character of XML, or that no text has which is read again."""


@dataclass(frozen=True, slots=True)
class About:
    """What a workbook says of itself; ``made`` is the date in its properties, in UTC."""

    title: str
    language: Language
    made: datetime


def csv_file(headers: Sequence[str], rows: Iterable[Values]) -> bytes:
    """The table as csv in UTF-8 with the mark by which Excel knows it, lines ended by CR LF.

    A text that could begin a formula has an apostrophe before it, which ``read`` takes off again.
    Excel parts the values at the comma only where its language is English: what people will open
    had better be a workbook.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in (headers, *rows):
        writer.writerow(map(_safe, row))
    return written.getvalue().encode("utf-8-sig")


def xlsx_file(headers: Sequence[str], rows: Iterable[Values], about: About) -> bytes:
    """The table as a workbook: titles in bold that stay in view, filters, columns wide enough.

    Every text is a text, also when its cell is edited later. Longer ones are cut at 32,767
    characters, as Excel does; of times the zone is left out. The same table gives the same bytes.
    """
    table = [headers, *rows]
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": about.title, "created": about.made})
        book.set_custom_property("Language", TAGS[about.language])
        sheet = book.add_worksheet(_sheet_name(about.title))
        bold, text, moment = (book.add_format(each) for each in (BOLD_TEXT, TEXT, MOMENT))
        for column, header in enumerate(headers):
            sheet.write_string(0, column, _text(header), bold)
        for row, values in enumerate(table[1:], start=1):
            for column, value in enumerate(values):
                _write(sheet, (row, column), value, (text, moment))
        _arrange(sheet, table)
    return written.getvalue()


def _safe(value: Value) -> str:
    return neutral(_text(value)) if isinstance(value, str) else _text(value)


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, formats: Formats) -> None:
    text, moment = formats
    if isinstance(value, str):
        sheet.write_string(*place, _text(value), text)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value.replace(tzinfo=None), moment)
    elif value is not None:
        sheet.write_number(*place, value)


def _arrange(sheet: Worksheet, table: Sequence[Values]) -> None:
    last = len(table[0]) - 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table) - 1, last)
    for column in range(last + 1):
        longest = max(len(_text(row[column])) for row in table)
        sheet.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST))


def _text(value: Value) -> str:
    """A value in words: a moment to the second, nothing as nothing."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    return "" if value is None else UNFIT.sub("\ufffd", str(value))


def _sheet_name(title: str) -> str:
    name = one_line(NOT_IN_A_SHEET_NAME.sub(" ", title))
    return name[:LONGEST_SHEET_NAME] or "1"
