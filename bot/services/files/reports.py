"""Reports that people bring, read in a process of their own."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.errors import Refusal, Rejected
from bot.services.files.apart import done_apart

READERS = {
    "attendance": "bot.services.files.report_reader",
    "questions": "bot.services.files.question_reader",
    "evaluation": "bot.services.files.evaluation_reader",
    "summary": "bot.services.files.summary_reader",
}
COUNTERS = {"evaluation": "bot.services.files.evaluation_counter"}


async def read(what: str, asked: Mapping[str, Any], content: bytes) -> list[bytes]:
    """What the reader of such reports found, in lines of JSON: a head, then pieces.

    Raises ``Refusal`` where the file cannot be read, or is no such report.
    """
    written = await done_apart(READERS[what], orjson.dumps(asked) + b"\n" + content)
    if written is None:
        raise Refusal("tables.too_much_inside", file=asked["name"])
    lines = written.split(b"\n")
    head = orjson.loads(lines[0])
    if "refused" in head and "facts" in head:
        raise Refusal(head["refused"], **head["facts"])
    return lines


async def summed(what: str, rows: bytes) -> bytes:
    """What such rows come to, as JSON; raises Rejected where it takes too much."""
    written = await done_apart(COUNTERS[what], rows)
    if written is None:
        raise Rejected(f"{what} cannot be counted")
    return written
