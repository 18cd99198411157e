"""The tables people bring, workbooks of Excel and csv files, and those they are given. Pure.

What a file is, is told by its first bytes, never by its name. Everything here may be pickled:
reading is meant for a process of its own.
"""

from collections.abc import Iterator

from bot.documents.lines import cut, one_line
from bot.documents.tables import delimited, workbook
from bot.documents.tables.headings import sheet_of
from bot.documents.tables.limits import LARGEST
from bot.documents.tables.sheet import Cell, Refused, Row, Sheet
from bot.errors import Refusal

__all__ = ["Cell", "Refused", "Row", "Sheet", "read", "rows"]

SHOWN = 80
ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an older workbook begins, and a locked one too (MS-CFB 2.2)."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a locked workbook (MS-OFFCRYPTO 2.3.4.4)."""


def read(name: str, content: bytes) -> Sheet:
    """The table in a file: an .xlsx workbook, or csv in UTF-8, UTF-16 or Windows-1252.

    ``name`` is shown to people and not otherwise looked at. Of several sheets the fullest that is
    not hidden is read; of merged cells the first has the value.

    Raises ``Refusal`` where the file is no table, is locked, has macros, is damaged, or holds more
    than ``limits`` let through. The largest that is read takes three seconds and 150 MB, and one
    made to take more is refused within a second.
    """
    try:
        return sheet_of(_rows(content, LARGEST))
    except Refusal as refusal:
        raise _of_file(refusal, name) from None


def rows(name: str, content: bytes, largest: int) -> Iterator[Row]:
    """Every row of a file that may hold several tables, blank ones too, one by one.

    Raises ``Refusal`` as ``read``, for a file of more than ``largest`` bytes too.
    """
    try:
        yield from _rows(content, largest)
    except Refusal as refusal:
        raise _of_file(refusal, name) from None


def _of_file(refusal: Refusal, name: str) -> Refusal:
    return Refusal(refusal.key, file=cut(one_line(name), SHOWN), **refusal.facts)


def _rows(content: bytes, largest: int) -> Iterator[Row]:
    if not content:
        raise Refusal("tables.empty")
    if len(content) > largest:
        raise Refusal("tables.too_large", megabytes=largest // 1_000_000)
    if content.startswith(ZIP):
        return workbook.rows(content)
    if content.startswith(OLE):
        raise Refusal("tables.locked" if LOCKED in content else "tables.other_format")
    return delimited.rows(content)
