"""The report on the pilot as files, each language in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Literal

import orjson

from bot.afterwards.figures import Numbers, among, held, numbers
from bot.afterwards.pilot import report
from bot.afterwards.told import Told
from bot.context import Context
from bot.documents.report import Report
from bot.errors import Rejected
from bot.model.words import Language
from bot.services.files.apart import done_apart

WRITER = "bot.services.files.pilot_writer"
Form = Literal["docx", "html"]


async def counted(context: Context, covered: str = "") -> AsyncIterator[Numbers]:
    """The numbers of each session that was held and is meant; others are heard in between."""
    for session in among(held(context), covered):
        yield numbers(context, session)
        await asyncio.sleep(0)


async def written(report: Report, made: datetime) -> Mapping[Form, bytes]:
    """The report in every form; raises Rejected where it cannot be written."""
    content = await done_apart(WRITER, orjson.dumps({"made": made, "report": asdict(report)}))
    if content is None:
        raise Rejected("the report cannot be written")
    page, _, document = content.partition(b"\0")
    return {"docx": document, "html": page}


async def one_of(context: Context, named: str, form: Form) -> bytes:
    """One file of the report: ``1-2-fr`` is on sessions 1 and 2, in French.

    Raises Rejected where it cannot be written.
    """
    *numbers_meant, said = named.split("-")
    language: Language = "fr" if said == "fr" else "en"
    sessions = [each async for each in counted(context, ",".join(numbers_meant))]
    if not sessions:
        raise Rejected("there is no such report")
    forms = await written(report(Told(context, sessions, language)), context.now)
    return forms[form]
