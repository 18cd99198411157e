"""A report as one HTML file: no script, nothing from elsewhere, pictures with text beside them."""

import base64
import html
from collections.abc import Callable, Iterator

from bot.documents.report.content import Bars, Report, Section, Table

STYLE = """
:root { color-scheme: light; font: 17px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
body { margin: 0; background: #fff; color: #16212c; overflow-wrap: anywhere; }
main { max-width: 55rem; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.3rem; margin: 40px 0 8px; border-bottom: 2px solid #155e75; }
table { border-collapse: collapse; margin: 16px 0; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { border: 1px solid #66757f; padding: 6px 10px; text-align: right; }
th, td { overflow-wrap: break-word; }
th:first-child { text-align: left; }
thead th { background: #eef4f6; }
img { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
@media print { main { max-width: none; padding: 0; } table, figure { break-inside: avoid; } }
"""
Draw = Callable[[Bars], bytes]


def page(report: Report, draw: Draw) -> str:
    """The report as HTML; every word is escaped."""
    inside = "".join(part for each in report.sections for part in _section(each, draw))
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}-CA">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(report.title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{_text(report.title)}</h1><p>{_text(report.subtitle)}</p>{inside}"
        "</main></body></html>\n"
    )


def _section(section: Section, draw: Draw) -> Iterator[str]:
    yield f"<section><h2>{_text(section.heading)}</h2>"
    for each in section.paragraphs:
        yield f"<p>{_text(each)}</p>"
    if section.points:
        points = "".join(f"<li>{_text(each)}</li>" for each in section.points)
        yield f"<ul>{points}</ul>"
    for table in section.tables:
        if table.bars:
            yield _figure(table.bars, draw)
        yield _table(table)
    yield "</section>\n"


def _figure(bars: Bars, draw: Draw) -> str:
    picture = base64.b64encode(draw(bars)).decode()
    return f'<p><img src="data:image/png;base64,{picture}" alt="{_text(bars.alt)}"></p>'


def _table(table: Table) -> str:
    head, *rows = table.rows
    heads = "".join(f'<th scope="col">{_text(each)}</th>' for each in head)
    body = "".join(_row(*row) for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{_text(table.caption)}"><table>'
        f"<caption>{_text(table.caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(first: str, *rest: str) -> str:
    cells = "".join(f"<td>{_text(each)}</td>" for each in rest)
    return f'<tr><th scope="row">{_text(first)}</th>{cells}</tr>'


def _text(words: str) -> str:
    return html.escape(words)
