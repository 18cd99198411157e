"""Draws a picture in a process of its own: what is to be drawn comes in as JSON, a PNG goes out."""

import sys
from datetime import date

import orjson

from bot.documents.charts import Days, Options, bars, options


def main() -> None:
    """Draw what is asked for on standard input."""
    asked = orjson.loads(sys.stdin.buffer.read())
    if asked["of"] == "options":
        facts = {name: asked[name] for name in ("title", "labels", "counts", "written", "total")}
        sys.stdout.buffer.write(options(Options(**facts)))
        return
    counts = [(date.fromisoformat(day), count) for day, count in asked["counts"]]
    days = Days(asked["title"], counts, asked["labels"], asked["total"])
    sys.stdout.buffer.write(bars(days))


if __name__ == "__main__":
    main()
