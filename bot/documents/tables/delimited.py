"""Rows from csv as it really comes: from Excel in either language, Microsoft Forms, Webex."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from bot.documents.tables.limits import LONGEST_RECORD, MOST_RECORDS
from bot.documents.tables.neutral import original
from bot.documents.tables.sheet import Row
from bot.errors import Refusal

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = (",", ";", "\t")
NAMED = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)")
"""A first line that tells Excel the separator."""
FORMULA = re.compile(r'="((?:[^"]|"")*)"')
"""A text as Webex writes it, so that Excel leaves it as it is: ``="00123"``."""
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MAIL = (
    r"(?:(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|MIME-Version|Message-ID"
    r"|Content-Type|(?:X|ARC|DKIM)-[\w-]+): .*\n(?:[ \t].*\n)*){2}"
)
"""Two fields of a letter's head, one after the other (RFC 5322, section 2.2)."""
ANOTHER_FORMAT = re.compile(rf"\s*+(<|%PDF|\{{\\rtf|(?i:{MAIL}))")
SAMPLE = 50
SAMPLED = 65_536


def rows(content: bytes) -> Iterator[Row]:
    """The rows of a csv file where something is written, with the number of their first line.

    Raises ``Refusal`` where the bytes are no text, or a quotation mark is not closed: what comes
    after one could not be trusted.
    """
    text = decoded(content)
    named = NAMED.match(text)
    separator = named[1] if named else _separator(text)
    records = _records(text, separator)
    if named:
        next(records)
    for line, values in records:
        if any(values):
            yield Row(line, tuple(map(_shown, values)))


def decoded(content: bytes) -> str:
    """The text in UTF-8, UTF-16 or Windows-1252.

    Raises ``Refusal`` for what is no plain text.
    """
    encoding = next((MARKS[mark] for mark in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = _windows(content)
    if NO_TEXT.search(text) or ANOTHER_FORMAT.match(text):
        raise Refusal("tables.not_a_table")
    return text


def _windows(content: bytes) -> str:
    """The text as a Windows program of these parts writes it, which is not Unicode."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal("tables.not_a_table") from None


def _separator(text: str) -> str:
    """What parts the most lines of the beginning into the same number of values."""
    return max(SEPARATORS, key=lambda separator: _regularity(text[:SAMPLED], separator))


def _regularity(text: str, separator: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths = Counter(len(values) for values, _ in zip(reader, range(SAMPLE), strict=False))
    return max((width * count for width, count in widths.items() if width > 1), default=0)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row, blank ones too, with the number of its first line."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    for _ in range(MOST_RECORDS + 1):
        first = reader.line_num + 1
        lines.taken = 0
        try:
            yield first, next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refusal("tables.open_quote", line=first) from None
    raise Refusal("tables.too_much_inside")


class _Lines:
    """The lines of a text, as long as one row does not take too many characters of it."""

    def __init__(self, text: str) -> None:
        self.taken = 0
        self._lines = io.StringIO(text, newline="")

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += len(line)
        if self.taken > LONGEST_RECORD:
            raise Refusal("tables.too_much_inside")
        return line


def _shown(value: str) -> str:
    """What Excel shows for a value."""
    if value.startswith('="') and (formula := FORMULA.fullmatch(value)):
        return formula[1].replace('""', '"')
    return original(value)
