"""The people of a table, each once, however many rows they have in it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.answers.entry import Entry

SAID = (
    *("name", "language", "department", "needs", "consent", "question"),
    *("origin", "response", "at"),
)


def people(found: Sequence[Entry]) -> list[Entry]:
    """One entry for each address, in the order in which they first come.

    Who answered twice said more the second time: what a later row tells goes before what an
    earlier one did. The row is that of the first.
    """
    known: dict[str, Entry] = {}
    for each in found:
        before = known.get(each.address)
        known[each.address] = _together(before, each) if before else each
    return list(known.values())


def _together(before: Entry, later: Entry) -> Entry:
    told = {name: getattr(later, name) for name in SAID}
    return replace(before, **{name: told[name] for name in SAID if told[name] not in ("", None)})
