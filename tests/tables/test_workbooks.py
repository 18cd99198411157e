"""Workbooks of Excel, read as Excel shows them."""

import pickle
from datetime import date, datetime, time, timedelta

import openpyxl

from bot.documents.tables import Row, Sheet, read

from .samples import (
    ANSWERED_EN,
    ASKED_EN,
    BEGUN,
    FORMS_EN,
    SENT,
    Values,
    by_hand,
    saved,
    sheets,
    workbook,
)


def test_an_export_of_microsoft_forms_is_read() -> None:
    content = workbook((*FORMS_EN, *ASKED_EN), ANSWERED_EN)
    assert read("Registration.xlsx", content) == Sheet(
        headers=(*FORMS_EN, *ASKED_EN),
        rows=(
            Row(
                2,
                (
                    *("12", BEGUN, SENT, "Chantal@Example.org", "Roy, Chantal"),
                    *("English (Canada)", "", "CSPS", "Français", "Captions;Sign language;"),
                    *("Yes", "How does it work?"),
                ),
            ),
        ),
    )


def test_what_a_file_is_does_not_hang_on_its_name() -> None:
    content = workbook(("Email",), ("a@b.ca",))
    assert read("Registration.csv", content) == read("Registration.xlsx", content)


def test_a_cell_shows_what_excel_shows() -> None:
    content = workbook(
        ("whole", "part", "large", "yes", "day", "hour", "long", "blank"),
        (7, 1.5, 123456789012345, True, date(2027, 1, 12), time(9, 30), timedelta(hours=30), None),
    )
    [row] = read("a.xlsx", content).rows
    midnight = datetime(2027, 1, 12)  # noqa: DTZ001
    long = "1 day, 6:00:00"
    assert row.cells == ("7", "1.5", "123456789012345", "TRUE", midnight, "09:30:00", long, "")


def test_a_formula_has_the_value_that_was_saved_with_it() -> None:
    cells = (
        '<row r="1"><c r="A1" t="str"><f>"Em"&amp;"ail"</f><v>Email</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>[1]Other!A1</f><v>a@b.ca</v></c></row>'
    )
    assert read("a.xlsx", by_hand(cells)) == Sheet(("Email",), (Row(2, ("a@b.ca",)),))


def test_a_formula_without_a_value_is_blank() -> None:
    content = workbook(("Email", "Name"), ("a@b.ca", "=1+1"))
    assert read("a.xlsx", content).rows == (Row(2, ("a@b.ca", "")),)


def test_rows_keep_their_numbers_when_others_are_blank() -> None:
    content = workbook((), (), ("Email",), (), ("a@b.ca",), (" ",), ("b@b.ca",), (None,))
    assert read("a.xlsx", content).rows == (Row(5, ("a@b.ca",)), Row(7, ("b@b.ca",)))


def test_lines_before_the_titles_are_left_out() -> None:
    content = workbook(
        ("Registration report",), ("Session", "biometrics"), (), ("Email", "Name", "Status"),
        ("a@b.ca", "Ana", "approved"),
    )  # fmt: skip
    assert read("a.xlsx", content) == Sheet(
        ("Email", "Name", "Status"), (Row(5, ("a@b.ca", "Ana", "approved")),)
    )


def test_of_merged_cells_the_first_has_the_value() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("Mini discussions",), ("Email", "Name"), ("a@b.ca", "Ana"), ("b@b.ca",)):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("B3:B4")
    assert read("a.xlsx", saved(book)) == Sheet(
        ("Email", "Name"), (Row(3, ("a@b.ca", "Ana")), Row(4, ("b@b.ca", "")))
    )


def test_the_fullest_sheet_that_is_not_hidden_is_read() -> None:
    tables: dict[str, list[Values]] = {
        "Notes": [("Email",), ("x@b.ca",)],
        "Answers": [("Email", "Name"), ("a@b.ca", "Ana")],
        "Lists": [("Department", "Code", "Place")] * 9,
    }
    assert read("a.xlsx", sheets(tables, hidden="Lists")) == Sheet(
        ("Email", "Name"), (Row(2, ("a@b.ca", "Ana")),)
    )


def test_titles_are_on_one_line_and_differ() -> None:
    content = workbook(
        ("\ufeffEmail ", "Your\u00a0name\n(both)", "E\u0301cole", "École", "École", None, None),
        ("a@b.ca", "Ana", "1", "2", "3", "4", "5"),
    )
    assert read("a.xlsx", content).headers == (
        *("Email", "Your name (both)", "École", "École2", "École3"),
        *("", "2"),
    )


def test_signs_that_excel_writes_as_codes_are_read_back() -> None:
    content = by_hand(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>',
        sharedStrings="<sst><si><t>Question</t></si><si><r><t>one_x000D_</t></r><r><t>two &amp; 3</t></r></si></sst>",
    )
    assert read("a.xlsx", content).rows == (Row(2, ("one\rtwo & 3",)),)


def test_parts_with_prefixed_names_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="2">'
        '<x:c r="A2" t="inlineStr"><x:is><x:t>a@b.ca</x:t></x:is></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    strings = '<x:sst xmlns:x="x"><x:si><x:t>Email</x:t></x:si></x:sst>'
    content = by_hand("", sheet=sheet, sharedStrings=strings)
    assert read("a.xlsx", content) == Sheet(("Email",), (Row(2, ("a@b.ca",)),))


def test_a_table_comes_in_pieces_and_may_be_pickled() -> None:
    content = workbook(("Email",), *((f"p{n}@b.ca",) for n in range(5)))
    sheet = read("a.xlsx", content)
    pieces = list(sheet.pieces(2))
    assert [[row.number for row in piece.rows] for piece in pieces] == [[2, 3], [4, 5], [6]]
    assert {piece.headers for piece in pieces} == {("Email",)}
    assert pickle.loads(pickle.dumps(pieces)) == pieces


def test_a_table_without_rows_is_one_piece() -> None:
    sheet = read("a.xlsx", workbook(FORMS_EN))
    assert list(sheet.pieces(500)) == [Sheet(FORMS_EN, ())]
