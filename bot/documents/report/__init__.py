"""A report as a Word document and as a page: headings, words, tables and their pictures."""

from bot.documents.report.content import Bars, Report, Section, Table, report_of

__all__ = ["Bars", "Report", "Section", "Table", "report_of"]
