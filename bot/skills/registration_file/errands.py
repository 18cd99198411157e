"""What the skill has done with a file, one thing after the other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.model.conversation import Attachment
from bot.model.importing import FILES, Import
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.skills.registration_file.card import SKILL, ref_of

PATIENCE = timedelta(minutes=15)
"""How long it is tried to fetch a file."""


def fetches(context: Context, taking: Import, file: Attachment) -> Sending:
    """The file is brought here, from where it was dropped."""
    facts = {"channel": taking.place.channel, "source": file.source}
    fetching = _errand(context, taking, Errand("fetch", facts), "fetch")
    return replace(fetching, expires=context.now + PATIENCE)


def looks(context: Context, taking: Import) -> Sending:
    """What the file would change is found out."""
    look = Errand("look", {**_read(taking), "look": taking.looks})
    return _errand(context, taking, look, f"look/{taking.looks}")


def files(context: Context, taking: Import) -> Sending:
    """The next pieces are filed."""
    piece = Errand("file", {**_read(taking), "first": taking.filed})
    return _errand(context, taking, piece, f"file/{taking.filed}")


def removes(context: Context, taking: Import) -> Sending:
    """The file is taken away."""
    return replace(_errand(context, taking, Errand("remove", {}), "remove"), then="")


def _read(taking: Import) -> Mapping[str, object]:
    return {"session": taking.session, "columns": dict(taking.columns)}


def _errand(context: Context, taking: Import, errand: Errand, name: str) -> Sending:
    facts = {**errand.facts, "import": taking.id, "shown": taking.name}
    return Sending(
        key=f"{PROGRESS}{ref_of(taking)}/{name}",
        door=FILES,
        to=taking.file,
        content=replace(errand, facts=facts),
        created=context.now,
        then=SKILL,
    )
