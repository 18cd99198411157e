"""Files that are no table, or take more than a table does: each is refused in words."""

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest

from bot import texts
from bot.documents.tables import limits, read
from bot.errors import Refusal
from bot.model.words import LANGUAGES, Phrase

from .samples import SHEET, TYPES, by_hand, workbook

pytestmark = pytest.mark.slow

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DATED = '<styleSheet><cellXfs><xf numFmtId="{}"/></cellXfs></styleSheet>'
BOMB = SHEET.format(" " * 50_000_000)


def cells(*of_one_row: str) -> str:
    return f'<row r="1">{"".join(of_one_row)}</row>'


def sharing(places: int, length: int) -> bytes:
    """A workbook in which many cells show one long text, which is packed badly."""
    letters = hashlib.shake_256().hexdigest(length // 2)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, places + 1)
    )
    return by_hand(rows, sharedStrings=f"<sst><si><t>{letters}</t></si></sst>")


def archive(**members: bytes) -> bytes:
    """A zip archive that is no workbook."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return written.getvalue()


def claiming(content: bytes, size: int) -> bytes:
    """The archive, with another size told of its sheet than it has."""
    name = b"xl/worksheets/sheet1.xml"
    told = io.BytesIO(content)
    with zipfile.ZipFile(told) as packed:
        real = packed.getinfo(name.decode()).file_size.to_bytes(4, "little")
    return content.replace(real, size.to_bytes(4, "little"))


def locked(content: bytes) -> bytes:
    """The archive, with the mark that its members are encrypted."""
    changed = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start != -1:
            changed[start + place] |= 1
            start = content.find(signature, start + 1)
    return bytes(changed)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "0 bytes": ("empty", lambda: b""),
    "too many bytes": ("too_large", lambda: b"a" * (limits.LARGEST + 1)),
    "blank lines only": ("nothing_inside", lambda: b"\n\n , , \n"),
    "a blank workbook": ("nothing_inside", workbook),
    "a PDF renamed": ("not_a_table", lambda: b"%PDF-1.7\n1 0 obj\n"),
    "a letter renamed": (
        "not_a_table",
        lambda: b"Received: from x\r\n by y\r\nFrom: a@b.ca\r\n\r\nEmail,Name\r\n",
    ),
    "a web page renamed": ("not_a_table", lambda: b"<html><table><tr><td>Email</td></tr></table>"),
    "a picture renamed": ("not_a_table", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "UTF-16 without its mark": ("not_a_table", lambda: "Email\na@b.ca".encode("utf-16-le")),
    "bytes of no code page": ("not_a_table", lambda: b"Email\n\x81\x8d\x8f@b.ca"),
    "an old workbook": ("other_format", lambda: OLE + "Workbook".encode("utf-16-le")),
    "a locked workbook": ("locked", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "a locked archive": ("locked", lambda: locked(by_hand(ONE))),
    "OpenDocument": ("other_format", lambda: archive(mimetype=b"", **{"content.xml": b"<x/>"})),
    "a binary workbook": ("other_format", lambda: archive(**{"xl/workbook.bin": b"\x00"})),
    "macros renamed": (
        "macros",
        lambda: by_hand(ONE, types=TYPES.replace("openxmlformats-", "ms-excel.macroEnabled.")),
    ),
    "half an archive": ("damaged", lambda: by_hand(ONE)[:-40]),
    "half a part": ("damaged", lambda: by_hand("", sheet=SHEET.format(ONE)[:-20])),
    "a damaged part": ("damaged", lambda: claiming(by_hand(ONE), 100)),
    "another compression": (
        "damaged",
        lambda: by_hand(ONE).replace(b"\x08\x00", b"\x0e\x00"),
    ),
    "a date before all years": (
        "damaged",
        lambda: by_hand(cells('<c r="A1" s="0"><v>-1e300</v></c>'), styles=DATED.format(22)),
    ),
    "a time beyond all days": (
        "damaged",
        lambda: by_hand(cells('<c r="A1" s="0"><v>1e300</v></c>'), styles=DATED.format(46)),
    ),
    "a cell without a place": ("damaged", lambda: by_hand("<row><c><v>1</v></c></row>")),
    "a text that is not there": ("damaged", lambda: by_hand(cells('<c r="A1" t="s"><v>7</v></c>'))),
    "a place in two runs": (
        "damaged",
        lambda: by_hand(
            cells('<c r="A1" t="s"><v>0&#x78;</v></c>'),
            sharedStrings="<sst><si><t>a</t></si></sst>",
        ),
    ),
    "an entity bomb": (
        "unsafe",
        lambda: by_hand(
            "", sheet='<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
        ),
    ),
    "an outside entity": (
        "unsafe",
        lambda: by_hand("", sheet='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
    ),
    "a zip bomb": ("too_much_inside", lambda: by_hand("", sheet=BOMB)),
    "a zip bomb that tells another size": (
        "damaged",
        lambda: claiming(by_hand("", sheet=BOMB), 1_000),
    ),
    "many small members": (
        "too_much_inside",
        lambda: archive(**{f"{n}.xml": b"" for n in range(limits.MOST_MEMBERS + 1)}),
    ),
    "a cell far away": (
        "too_much_inside",
        lambda: by_hand(ONE + '<row r="1048576"><c r="XFD1048576" t="str"><v/></c></row>'),
    ),
    "one text in many cells": ("too_much_inside", lambda: sharing(2_000, 30_000)),
    "one text in many cells, by default": (
        "too_much_inside",
        lambda: by_hand(
            "".join(
                f'<row r="{n}"><c r="A{n}" t="s"><v>1\n</v></c></row>' for n in range(1, 2_000)
            ),
            sharedStrings=f"<sst><si><t>{'ab' * 15_000}</t></si><si><t>b</t></si></sst>",
        ),
    ),
    "more texts than there are": (
        "too_much_inside",
        lambda: by_hand(ONE, sharedStrings='<sst uniqueCount="9999999"/>'),
    ),
    "texts beyond all numbers": (
        "damaged",
        lambda: by_hand(ONE, sharedStrings='<sst uniqueCount="99999999999999999"/>'),
    ),
    "too many rows": (
        "too_many_rows",
        lambda: b"Email,Name\n" + b"a,b\n" * limits.MOST_ROWS,
    ),
    "too many columns": (
        "too_many_columns",
        lambda: b",".join(b"t%d" % n for n in range(limits.MOST_COLUMNS + 1)),
    ),
    "one row without end": ("too_much_inside", lambda: b"," * (limits.LONGEST_RECORD + 1)),
    "one row on many lines": ("too_much_inside", lambda: b'"\n",' * limits.LONGEST_RECORD),
    "too many cells": ("too_much_inside", lambda: (b"a," * 400 + b"\n") * 3_000),
    "too many blank lines": ("too_much_inside", lambda: b"\n" * (limits.MOST_RECORDS + 1)),
    "no titles": ("no_titles", lambda: b"a@b.ca,Ana\nb@b.ca,Ben\n"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_table_is_refused(case: str) -> None:
    name, content = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        read("Réponses.xlsx", content())
    assert refusal.value.key == f"tables.{name}"
    phrase = Phrase(refusal.value.key, refusal.value.facts)
    for language in LANGUAGES:
        assert texts.render(phrase, language)


def test_what_is_said_names_the_file_on_one_line() -> None:
    with pytest.raises(Refusal) as refusal:
        read("../../r\né" + "p" * 100, b"")
    assert refusal.value.facts == {"file": "../../r é" + "p" * 70 + "…"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limit_that_is_said_is_the_one_that_holds(language: str) -> None:
    grouped = {"en": f"{limits.MOST_ROWS:,}", "fr": f"{limits.MOST_ROWS:,}".replace(",", "\u00a0")}
    assert grouped[language] in texts.entries("tables")["too_many_rows"][language]


@pytest.mark.parametrize(
    "content",
    [
        b"Email,Name\n" + b"a,b\n" * (limits.MOST_ROWS - 1),
        b";".join(b"t%d" % n for n in range(limits.MOST_COLUMNS)) + b"\na@b.ca",
        b"Email;Name;Question\na@b.ca;Ana;\n" + b";;\n" * (limits.MOST_RECORDS - 2),
    ],
    ids=["rows", "columns", "blank ends"],
)
def test_what_is_just_within_the_limits_is_read(content: bytes) -> None:
    assert read("a.csv", content).rows
