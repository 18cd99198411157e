"""Files as Excel, Microsoft Forms and Webex make them, and as nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Values = Sequence[object]

FORMS_EN = (
    "ID",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Language",
    "Last modified time",
)
FORMS_FR = (
    "ID",
    "Heure de début",
    "Heure de fin",
    "Adresse de messagerie",
    "Nom",
    "Langue",
    "Heure de la dernière modification",
)
ASKED_EN = (
    "Department / Ministère",
    "Preferred language",
    "Do you need an accommodation?",
    "May we invite you to future sessions?",
    "A question for the speaker",
)
ASKED_FR = (
    "Ministère ou organisme",
    "Langue préférée",
    "Avez-vous besoin d’une mesure d’adaptation\u00a0?",
    "Pouvons-nous vous inviter à de prochaines séances\u00a0?",
    "Une question pour la conférencière ou le conférencier\u00a0?",
)
BEGUN = datetime(2026, 11, 9, 13, 0)  # noqa: DTZ001 - as Excel keeps it
SENT = datetime(2026, 11, 9, 13, 5, 22)  # noqa: DTZ001
ANSWERED_EN: Values = (
    *(12, BEGUN, SENT, "Chantal@Example.org", "Roy, Chantal", "English (Canada)", None),
    *("CSPS", "Français", "Captions;Sign language;", "Yes", "How does it work?"),
)
ANSWERED_FR: Values = (
    *(12, BEGUN, SENT, "Chantal@Example.org", "Roy, Chantal", "Français (Canada)", None),
    *("EFPC", "anglais", "Non", "Oui", "Comment ça marche\u00a0?"),
)


def workbook(*rows: Values, title: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    return sheets({title: rows})


def sheets(tables: Mapping[str, Sequence[Values]], hidden: str = "") -> bytes:
    """A workbook of several sheets, of which one may be hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet: Worksheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
    ' PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument'
    '/2006/relationships/{}"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http:'
    '//schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1"'
    ' sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
    "</sheetData></worksheet>"
)


def by_hand(cells: str, **parts: str) -> bytes:
    """A workbook whose sheet has these rows of XML; other parts may be named and given."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.get("types", TYPES))
        archive.writestr("_rels/.rels", RELATION.format("xl/workbook.xml", "officeDocument"))
        archive.writestr("xl/workbook.xml", parts.get("book", BOOK))
        archive.writestr(
            "xl/_rels/workbook.xml.rels", RELATION.format("worksheets/sheet1.xml", "worksheet")
        )
        archive.writestr("xl/worksheets/sheet1.xml", parts.get("sheet", SHEET.format(cells)))
        for name in ("sharedStrings", "styles"):
            if name in parts:
                archive.writestr(f"xl/{name}.xml", parts[name])
    return written.getvalue()
