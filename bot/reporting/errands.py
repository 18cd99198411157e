"""What is to be done with a report, one thing after the other."""

from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.model.conversation import Attachment
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.report_file import REPORTS, ReportFile
from bot.reporting.card import ref_of
from bot.reporting.kind import Kind

PATIENCE = timedelta(minutes=15)
"""How long it is tried to fetch a file."""


def fetches(kind: Kind, context: Context, file: ReportFile, dropped: Attachment) -> Sending:
    """The file is brought here, from where it was dropped."""
    facts = {"channel": file.place.channel, "source": dropped.source}
    fetching = _errand(kind, context, file, Errand("fetch", facts), "fetch")
    return replace(fetching, expires=context.now + PATIENCE)


def looks(kind: Kind, context: Context, file: ReportFile) -> Sending:
    """What the report says and would change is found out."""
    return _errand(kind, context, file, Errand("look", {}), "look")


def files(kind: Kind, context: Context, file: ReportFile) -> Sending:
    """The next pieces are taken in."""
    return _errand(kind, context, file, Errand("file", {"first": file.filed}), f"file/{file.filed}")


def counts(kind: Kind, context: Context, file: ReportFile) -> Sending:
    """All that is known of the session is counted."""
    errand = Errand("count", {"counted": file.counted})
    return _errand(kind, context, file, errand, f"count/{file.counted}")


def removes(kind: Kind, context: Context, file: ReportFile) -> Sending:
    """The file is taken away."""
    return replace(_errand(kind, context, file, Errand("remove", {}), "remove"), then="")


def _errand(kind: Kind, context: Context, file: ReportFile, errand: Errand, name: str) -> Sending:
    told = {"report": file.id, "shown": file.name, "session": file.session, "what": file.what}
    return Sending(
        key=f"{PROGRESS}{ref_of(kind, file)}/{name}",
        door=REPORTS,
        to=file.file,
        content=replace(errand, facts={**errand.facts, **told}),
        created=context.now,
        then=kind.skill,
    )
