"""The rows of a report, one for each time that somebody joined.

Reports have several tables in one file: Teams has a summary, the people, then each time that they
joined; Zoom has hosts, panelists and attendees. Where there are rows for each time, those count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from bot.documents.attendance.moments import duration, moment
from bot.documents.attendance.titles import POSITIONS, WEBEX_WIDTH, Columns, columns_of
from bot.documents.lines import cut, one_line
from bot.documents.tables import Cell, Refused, Row, rows
from bot.documents.tables.limits import LARGEST_REPORT, MOST_ROWS
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.words import Phrase

LONGEST = 200
LINE_ENDS = (b"\n", b"\r", b"\n\0", b"\r\0")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO = frozenset({"no", "non", "nao"})
NOBODYS = ".localhost"
"""How the addresses end that Webex makes up for guests (``…guest.webex.localhost``)."""
WHO = ("name", "first_name", "last_name", "address", "account")
DAY, NOTHING = timedelta(days=1), timedelta()


@dataclass(frozen=True, slots=True)
class Join:
    """One time that somebody was there, in wall time; ``lasting`` where only that is known."""

    name: str
    address: str
    start: datetime | None
    end: datetime | None
    lasting: timedelta


@dataclass(slots=True)
class Report:
    """What a report says, row by row; ``cut`` names the row in which the file breaks off."""

    joins: list[Join] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    cut: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    columns: Columns
    width: int

    @property
    def sums(self) -> bool:
        """Whether a row is all that a person was there, and not each time."""
        return "join" not in self.columns

    def times(self, row: Row, around: datetime) -> bool:
        """Whether the row has a time where such a row has one: it is no row of titles."""
        cell = _cell(row, self.columns.get("join", self.columns.get("first", len(row.cells))))
        return moment(cell, around) is not None


def read(name: str, content: bytes, around: datetime) -> Report:
    """Every time that somebody joined; ``around`` is when the session began, in its zone.

    Raises ``Refusal`` where the file cannot be read, or is no such report.
    """
    whole = _whole(content)
    report, sums = Report(), Report()
    table: _Table | None = None
    before: Row | None = None
    for row in _rows(name, whole, report):
        found = None if table and table.times(row, around) else columns_of(row.cells)
        found = found or (None if table else _by_position(before, row, around))
        if found is not None:
            table = _Table(found, len(row.cells))
        if table is not None and (found is None or found is POSITIONS) and _is_filled(row):
            _take(sums if table.sums else report, table, row, around)
        before = row
    if table is None:
        raise Refusal("attendance.no_report", file=name)
    chosen = report if report.joins else sums
    chosen.cut = report.cut
    if before is not None and _is_torn(content, len(before.cells) < table.width):
        chosen.cut = chosen.cut or before.number
        chosen.refused = [each for each in chosen.refused if each.row != before.number]
    return chosen


def _whole(content: bytes) -> bytes:
    """The bytes without half a sign at the end."""
    return content[:-1] if content.startswith(UTF_16) and len(content) % 2 else content


def _rows(name: str, content: bytes, report: Report) -> Iterator[Row]:
    """The rows; a quotation mark that the end of the file leaves open ends them."""
    found = rows(name, content, LARGEST_REPORT)
    for _ in range(MOST_ROWS):
        try:
            row = next(found)
        except StopIteration:
            return
        except Refusal as refusal:
            report.cut = _open_at_the_end(refusal, content)
            return
        if not row.blank:
            yield row
    raise Refusal("tables.too_many_rows", file=name)


def _open_at_the_end(refusal: Refusal, content: bytes) -> int:
    """The last line, if a quotation mark there is left open; raises any other refusal."""
    line = int(str(refusal.facts.get("line", 0)))
    if refusal.key != "tables.open_quote" or line <= content.count(b"\n"):
        raise refusal
    return line


def _by_position(before: Row | None, row: Row, around: datetime) -> Columns | None:
    """Where Webex has its columns, if this row is of somebody and the one before of titles."""
    if before is None or min(len(before.cells), len(row.cells)) < WEBEX_WIDTH:
        return None
    places = (POSITIONS["join"], POSITIONS["leave"])
    times = [moment(row.cells[place], around) for place in places]
    titles = [moment(before.cells[place], around) for place in places]
    return POSITIONS if all(times) and not any(titles) else None


def _is_filled(row: Row) -> bool:
    """Whether it is more than the heading of a part."""
    return sum(cell != "" for cell in row.cells) > 1


def _take(report: Report, table: _Table, row: Row, around: datetime) -> None:
    said = {name: _cell(row, place) for name, place in table.columns.items()}
    if "attended" in said and _text(said["attended"]).casefold() in NO:
        return
    start = moment(said.get("join", said.get("first", "")), around)
    end = moment(said.get("leave", said.get("last", "")), around)
    span = end - start if start is not None and end is not None else None
    lasting = span if span is not None and not table.sums else duration(said.get("minutes", ""))
    lasting = span if lasting is None else lasting
    if lasting is None or (span is not None and span < NOTHING):
        why = "attendance.no_time" if lasting is None else "attendance.leaves_first"
        report.refused.append(Refused(row.number, "", Phrase(why)))
        return
    lasting = min(lasting, DAY)
    end = end or (start + lasting if start is not None else None)
    name, address = _who(*(said.get(each, "") for each in WHO))
    if table.sums:
        report.joins.append(Join(name, address, None, None, lasting))
    else:
        report.joins.append(Join(name, address, start, end, lasting))


def _cell(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def _text(cell: Cell) -> str:
    return cut(one_line(cell), LONGEST) if isinstance(cell, str) else ""


@lru_cache(maxsize=65_536)
def _who(*cells: Cell) -> tuple[str, str]:
    """The name and the address that these cells give (``WHO``).

    The address is in small letters, empty for a guest without one of their own.
    """
    whole, first, last, *addresses = map(_text, cells)
    name = whole or " ".join(filter(None, (first, last)))
    return name, next(filter(None, map(_mailbox, addresses)), "")


def _mailbox(text: str) -> str:
    try:
        address = mailbox(text) if "@" in text else ""
    except Refusal:
        return ""
    return "" if address.endswith(NOBODYS) else address


def _is_torn(content: bytes, short: bool) -> bool:  # noqa: FBT001 - a fact, no choice
    """Whether a text ends in the middle of a sign, or of a row that is short of some cells."""
    if content.startswith(b"PK"):
        return False
    return _whole(content) != content or (short and not content.endswith(LINE_ENDS))
