"""The dossier of a session as one zip file; the same records give the same bytes."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from bot.afterwards.figures import numbers
from bot.context import Context
from bot.documents.zipped import zipped
from bot.filing import decisions, tables
from bot.filing.decisions import Decision
from bot.filing.readable import SUBJECT, Dossier, readable
from bot.filing.words import texts_of
from bot.model.people import Noted
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.services.files.pilot_writing import written

AT_ONCE = 500


async def dossier(context: Context, session: Session) -> bytes:
    """Everything that is filed of a session; raises Rejected where it cannot be written."""
    found = Dossier(
        context=context,
        session=session,
        numbers=numbers(context, session),
        decisions=await _decided(context, session),
        words=texts_of(context, session),
    )
    data = tables.data(found)
    whole = replace(found, files={**_readable_files(), **tables.described(found)})
    files = {**await _read(whole), **data}
    sums = {name: hashlib.sha256(each).hexdigest() for name, each in files.items()}
    return zipped({"index.csv": tables.index(whole, sums), **files})


def _readable_files() -> Mapping[str, Phrase]:
    return {
        f"dossier-{language}.{form}": Phrase(f"{SUBJECT}.file_{form}", {"side": language})
        for language in LANGUAGES
        for form in ("html", "docx")
    }


async def _read(whole: Dossier) -> Mapping[str, bytes]:
    """The dossier for people, in each language."""
    files = dict[str, bytes]()
    for language in LANGUAGES:
        forms = await written(readable(whole, language), whole.as_of)
        files |= {f"dossier-{language}.{form}": content for form, content in forms.items()}
    return files


async def _decided(context: Context, session: Session) -> tuple[Decision, ...]:
    """All decisions; others are heard in between."""
    about = decisions.subjects(context, session)
    found = [*decisions.mailed(context, session)]
    notes = context.view.between(Noted, "at", session.created, None)
    while some := list(islice(notes, AT_ONCE)):
        found += decisions.noted_in(some, about)
        await asyncio.sleep(0)
    return decisions.in_order(found)
