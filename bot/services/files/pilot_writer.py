"""``python -m bot.services.files.pilot_writer``: a report as files, in a process of its own.

On standard input stands JSON, ``{"made": …, "report": …}``; on standard output the page of HTML, a
null byte, and the Word document.
"""

import sys
from datetime import datetime
from functools import cache

import orjson

from bot.documents.charts import Options, options
from bot.documents.report import Bars, report_of
from bot.documents.report.page import page
from bot.documents.report.word import document
from bot.services.files.apart import confine


def main() -> None:
    """Read, and write the files."""
    confine()
    asked = orjson.loads(sys.stdin.buffer.read())
    report = report_of(asked["report"])
    sys.stdout.buffer.write(page(report, _drawn).encode() + b"\0")
    sys.stdout.buffer.write(document(report, _drawn, datetime.fromisoformat(asked["made"])))


@cache
def _drawn(bars: Bars) -> bytes:
    """The picture, drawn once for both."""
    return options(Options(bars.title, bars.labels, bars.counts, bars.written, bars.total))


if __name__ == "__main__":
    main()
