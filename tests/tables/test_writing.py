"""Tables for people: Excel shows what was typed, and what is read again is what was written."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from bot.documents.tables import Row, Sheet, read
from bot.documents.tables.neutral import neutral, original
from bot.documents.tables.writing import About, Value, csv_file, xlsx_file

MADE = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ABOUT = About("Inscriptions: séance 1/2", "fr", MADE)
FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A1"),
    *(" =1", "'=1", "''=1", "-", '=HYPERLINK("http://x.example","y")', "=cmd|' /C calc'!A0"),
]
PLAIN = ["'", "'a", "a=1", "", "00123", "https://example.org", "mailto:a@b.ca", "1e5", "é ; ,"]
CODED = ["_x0041_", "_x005F_", "a_x000D_b", "_xD800_"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_has_an_apostrophe_before_what_could_begin_a_formula(text: str) -> None:
    content = csv_file(("Question",), [(text,)])
    assert (
        content
        == b"\xef\xbb\xbf" + ('"Question"\r\n"\'' + text.replace('"', '""') + '"\r\n').encode()
    )


@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_excel_takes_every_text_for_a_text(text: str) -> None:
    content = xlsx_file(("Question", "Name"), [(text, "Ana")], ABOUT)
    cell = opened(content).worksheets[0]["A2"]
    assert (unescape(cell.value or ""), cell.hyperlink) == (text, None)
    assert (cell.data_type, cell.number_format) == ("s", "@")
    [row] = read("a.xlsx", content).rows
    assert row.cells == (text, "Ana")


@pytest.mark.parametrize("text", CODED)
def test_what_looks_like_a_coded_sign_stays_as_it_is(text: str) -> None:
    [row] = read("a.xlsx", xlsx_file(("Question",), [(text,)], ABOUT)).rows
    assert row.cells == (text,)


@given(WORDS)
def test_what_is_made_neutral_is_told_from_everything_else(text: str) -> None:
    assert original(neutral(text)) == text


@given(st.text())
def test_nothing_that_is_neutral_begins_a_formula(text: str) -> None:
    assert not neutral(text).lstrip().startswith(tuple("=+-@|＝＋－＠"))


ROWS = st.lists(
    st.tuples(WORDS, WORDS).filter(lambda row: any(cell.strip() for cell in row)), max_size=5
)


def readable(text: str) -> str:
    """The text without the signs that no table has."""
    return "".join(
        "\ufffd" if (ord(c) < 32 and c not in "\t\n\r\x0b\x0c\x1b") or c in "\ufffe\uffff" else c
        for c in text
    )


@given(ROWS)
def test_csv_is_read_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    sheet = read("a.csv", csv_file(("Question 1", "Question 2"), rows))
    assert [row.cells for row in sheet.rows] == [tuple(map(readable, row)) for row in rows]


@given(ROWS)
def test_a_workbook_is_read_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    sheet = read("a.xlsx", xlsx_file(("Question 1", "Question 2"), rows, ABOUT))
    assert [row.cells for row in sheet.rows] == [tuple(map(readable, row)) for row in rows]


def test_numbers_and_moments_keep_their_kind() -> None:
    row: tuple[Value, ...] = (-12, 1.5, MADE, None, "é")
    headers = ("a", "b", "c", "d", "e")
    naive = MADE.replace(tzinfo=None)
    assert read("a.xlsx", xlsx_file(headers, [row], ABOUT)) == Sheet(
        headers, (Row(2, ("-12", "1.5", naive, "", "é")),)
    )
    assert csv_file(headers, [row]).decode("utf-8-sig").splitlines()[1] == (
        '"-12","1.5","2027-01-12 14:00:00","","é"'
    )


def test_a_workbook_is_arranged_for_reading() -> None:
    rows = [("a@example.org", "x" * 300), ("b@example.org", "y")]
    book = opened(xlsx_file(("Email", "Question"), rows, ABOUT))
    sheet = book.worksheets[0]
    assert sheet.title == "Inscriptions séance 1 2"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert [round(width) for width in widths] == [16, 61]
    assert (book.properties.title, book.properties.created) == (
        ABOUT.title,
        MADE.replace(tzinfo=None),
    )
    own = book.custom_doc_props.props  # type: ignore[attr-defined]
    assert [(each.name, each.value) for each in own] == [("Language", "fr-CA")]


@pytest.mark.parametrize(
    ("title", "name"),
    [("[1]: a/b?", "1 a b"), ("é" * 40, "é" * 31), ("'", "1"), ("\n", "1")],
)
def test_a_sheet_has_a_name_that_excel_takes(title: str, name: str) -> None:
    content = xlsx_file(("Email",), [], About(title, "en", MADE))
    assert opened(content).sheetnames == [name]


def test_the_same_table_gives_the_same_bytes() -> None:
    rows = [("a@b.ca", MADE), ("=1", None)]
    assert xlsx_file(("a", "b"), rows, ABOUT) == xlsx_file(("a", "b"), rows, ABOUT)


def test_a_text_that_is_too_long_for_a_cell_is_cut() -> None:
    [row] = read("a.xlsx", xlsx_file(("a",), [("x" * 40_000,)], ABOUT)).rows
    assert row.cells == ("x" * 32_767,)


def test_the_mark_of_order_is_not_read_as_a_word() -> None:
    assert read("a.csv", csv_file(("Email",), [("a@b.ca",)])).headers == ("Email",)
