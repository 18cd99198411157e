"""Csv as it comes from Excel in both languages, from Microsoft Forms and from Webex."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.tables import Refused, Row, Sheet, read
from bot.errors import Refusal
from bot.model.words import Phrase

FRENCH = (
    "ID;Heure de début;Heure de fin;Adresse de messagerie;Nom;Pays, région ou province\r\n"
    "1;09/11/2026 13:00:01;09/11/2026 13:05:22;marie@example.org;Marie Côté;Québec – Gatineau\r\n"
)
READ_FRENCH = Sheet(
    (
        "ID",
        "Heure de début",
        "Heure de fin",
        "Adresse de messagerie",
        "Nom",
        "Pays, région ou province",
    ),
    (
        Row(
            2,
            (
                "1",
                "09/11/2026 13:00:01",
                "09/11/2026 13:05:22",
                "marie@example.org",
                "Marie Côté",
                "Québec – Gatineau",
            ),
        ),
    ),
)
WEBEX = (
    "First Name\tLast Name\tEmail\tApproval Status\tRegistration Time\tBadge\r\n"
    'Ana\tLee\tana@example.org\tApproved\t="2027-03-27 13:00:05"\t="00123"\r\n'
    'Sam\tRoy\tsam@example.org\tRejected\t"=""2027-03-27 14:00:05"""\t="a ""b"""\r\n'
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_excel_in_french_saves_with_semicolons(encoding: str) -> None:
    assert read("reponses.csv", FRENCH.encode(encoding)) == READ_FRENCH


@pytest.mark.parametrize(
    "mark", [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_webex_writes_utf_16_with_tabs_and_texts_as_formulas(mark: tuple[bytes, str]) -> None:
    sign, encoding = mark
    assert read("report.csv", sign + WEBEX.encode(encoding)) == Sheet(
        ("First Name", "Last Name", "Email", "Approval Status", "Registration Time", "Badge"),
        (
            Row(2, ("Ana", "Lee", "ana@example.org", "Approved", "2027-03-27 13:00:05", "00123")),
            Row(3, ("Sam", "Roy", "sam@example.org", "Rejected", "2027-03-27 14:00:05", 'a "b"')),
        ),
    )


def test_a_row_has_the_number_of_its_first_line() -> None:
    content = b'Report on\r\n"two\r\nlines"\r\n\r\nEmail,Question\r\na@b.ca,"one\r\ntwo\nthree"\r\nb@b.ca,\r\n'
    assert read("a.csv", content) == Sheet(
        ("Email", "Question"), (Row(6, ("a@b.ca", "one\r\ntwo\nthree")), Row(9, ("b@b.ca", "")))
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_left_out_whatever_ends_them(end: str) -> None:
    lines = ("Email;Name;Language", "a@b.ca;Ana;en", ";;", "", "b@b.ca;Ben;fr", ";;", ";;", "")
    assert read("a.csv", end.join(lines).encode()).rows == (
        Row(2, ("a@b.ca", "Ana", "en")),
        Row(5, ("b@b.ca", "Ben", "fr")),
    )


def test_a_row_with_more_values_than_titles_is_refused_not_shifted() -> None:
    content = b"Email,Name\na@b.ca,Lee, Ana\nb@b.ca,Ben,,\nc@b.ca\n"
    sheet = read("a.csv", content)
    assert sheet.rows == (Row(3, ("b@b.ca", "Ben")), Row(4, ("c@b.ca", "")))
    assert sheet.refused == (
        Refused(2, "", Phrase("tables.more_values", {"values": 3, "columns": 2})),
    )
    assert [piece.refused for piece in sheet.pieces(1)] == [sheet.refused, ()]


@pytest.mark.parametrize(
    "content",
    [
        b"Email,Name\na@b.ca,Lee, Ana\nb@b.ca,Ben\n",
        b"Email,Name\na@b.ca,Lee, Ana\n",
        b"Report,of Monday\n\nEmail,Name,,\na@b.ca,Ana,x,y\n",
        b"Report\nEmail,Name\n",
    ],
)
def test_the_titles_are_found_beside_shifted_rows_and_blank_titles(content: bytes) -> None:
    assert read("a.csv", content).headers[:2] == ("Email", "Name")


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"sep=;\r\nEmail;Name\r\na@b.ca;Lee, Ana\r\n", ("a@b.ca", "Lee, Ana")),
        (b"sep=,\nEmail,Name;s\na@b.ca,Ana;\n", ("a@b.ca", "Ana;")),
        (b"Email,Topics\na@b.ca,A;B;\nb@b.ca,A;B;\n", ("a@b.ca", "A;B;")),
        (b"Email;Price\na@b.ca;1,5\n", ("a@b.ca", "1,5")),
        (b"Email\na@b.ca\n", ("a@b.ca",)),
        (b'Email,Name\na@b.ca,Ana ""Bee"" O"Neil\n', ("a@b.ca", 'Ana ""Bee"" O"Neil')),
    ],
)
def test_the_separator_is_what_parts_the_lines_evenly(
    content: bytes, cells: tuple[str, ...]
) -> None:
    assert read("a.csv", content).rows[0].cells == cells


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'Email,Name\na@b.ca,Ana\nb@b.ca,"Ben\nc@b.ca,Cid\n', 3),
        (b'Email,Name\na@b.ca,"Ana" Lee\n', 2),
        (b'Email,Name\na@b.ca,"' + b"x" * 200_000, 2),
    ],
)
def test_quotation_marks_that_do_not_match_are_told_by_their_line(
    content: bytes, line: int
) -> None:
    with pytest.raises(Refusal) as refusal:
        read("a.csv", content)
    assert (refusal.value.key, refusal.value.facts["line"]) == ("tables.open_quote", line)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(
    lambda text: text.strip() and not text.startswith(("'", "="))
)


@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_whatever_is_quoted_comes_out_as_it_was(rows: list[tuple[str, str]], encoding: str) -> None:
    lines = ['"Question 1","Question 2"']
    lines += [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    content = "\r\n".join(lines).encode(encoding)
    assert [row.cells for row in read("a.csv", content).rows] == rows
