"""The report on the pilot as files, each language in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Literal

import orjson

from bot.afterwards.figures import Numbers, held, numbers
from bot.context import Context
from bot.documents.report import Report
from bot.errors import Rejected
from bot.services.files.apart import done_apart

WRITER = "bot.services.files.pilot_writer"
Form = Literal["docx", "html"]


async def counted(context: Context) -> AsyncIterator[Numbers]:
    """The numbers of each session that was held; others are heard in between."""
    for session in held(context):
        yield numbers(context, session)
        await asyncio.sleep(0)


async def written(report: Report, made: datetime) -> Mapping[Form, bytes]:
    """The report in every form; raises Rejected where it cannot be written."""
    content = await done_apart(WRITER, orjson.dumps({"made": made, "report": asdict(report)}))
    if content is None:
        raise Rejected("the report cannot be written")
    page, _, document = content.partition(b"\0")
    return {"docx": document, "html": page}
