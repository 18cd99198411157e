"""A report as a Word document that a screen reader reads well.

Headings are headings, lists are lists; the first row of a table is repeated on each page as its
header (ECMA-376-1, 17.4.78 tblHeader), pictures say what they show (20.4.2.5 docPr), and every
style names its language (17.3.2.20 lang).
"""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.documents.report.content import Bars, Report, Section, Table
from bot.documents.zipped import zipped

Draw = Callable[[Bars], bytes]
AUTHOR = "Circuit"
WIDE, MARGIN = 6.5, 1.0
"""Inches of a table on letter paper, and beside it."""
LETTER, AROUND = 0.085, 0.2
"""Inches that a letter takes in a heading of a table, and that a cell leaves free."""
INK = "16212C"


def document(report: Report, draw: Draw, made: datetime) -> bytes:
    """The document, in its one language."""
    from docx import Document

    written = Document()
    _set_language(written, f"{report.language}-CA")
    _set_margins(written)
    properties = written.core_properties
    properties.title, properties.author = report.title, AUTHOR
    properties.language, properties.comments = f"{report.language}-CA", ""
    properties.created = properties.modified = made
    written.add_heading(report.title, level=0)
    written.add_paragraph(report.subtitle)
    for each in report.sections:
        _section(written, each, draw)
    return _timeless(written)


def _timeless(written: Any) -> bytes:
    """The document as a file, without the hour at which its parts were packed."""
    kept = io.BytesIO()
    written.save(kept)
    with zipfile.ZipFile(kept) as parts:
        return zipped({name: parts.read(name) for name in parts.namelist()})


def _set_language(written: Any, tag: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for rpr in written.styles.element.iter(qn("w:rPr")):
        for old in rpr.findall(qn("w:lang")):
            rpr.remove(old)
    normal = written.styles["Normal"].element.get_or_add_rPr()
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), tag)
    normal.append(lang)


def _set_margins(written: Any) -> None:
    from docx.shared import Inches

    for each in written.sections:
        each.left_margin = each.right_margin = Inches(MARGIN)


def _section(written: Any, section: Section, draw: Draw) -> None:
    written.add_heading(section.heading, level=1)
    for each in section.paragraphs:
        written.add_paragraph(each)
    for each in section.points:
        written.add_paragraph(each, style="List Bullet")
    for table in section.tables:
        if table.bars:
            _picture(written, table.bars, draw)
        _table(written, table)


def _picture(written: Any, bars: Bars, draw: Draw) -> None:
    from docx.shared import Inches

    shape = written.add_picture(io.BytesIO(draw(bars)), width=Inches(WIDE))
    named = shape._inline.docPr  # noqa: SLF001 - python-docx has no other way to the alternative text
    named.set("descr", bars.alt)
    named.set("title", bars.title)


def _table(written: Any, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Inches, Pt, RGBColor

    caption = written.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.style.font.color.rgb, caption.style.font.size = RGBColor.from_string(INK), Pt(10)
    made = written.add_table(rows=0, cols=len(table.rows[0]), style="Light Grid Accent 1")
    made.style.font.size = Pt(9)
    made.autofit = False
    for column, width in zip(made.columns, widths(table), strict=True):
        column.width = Inches(width)
    for number, row in enumerate(table.rows):
        cells = made.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            cell.text = words
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if number == 0:
            _as_header(made.rows[0])
    written.add_paragraph()


def widths(table: Table) -> list[float]:
    """The inches of each column: what its longest word takes, and the first has the rest."""
    columns = list(zip(*table.rows, strict=True))[1:]
    longest = [max(len(word) for cell in each for word in cell.split()) for each in columns]
    others = [LETTER * each + AROUND for each in longest]
    return [WIDE - sum(others), *others]


def _as_header(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no other way
