"""From an outcome to rows in place and one journal item: checked first, then applied whole."""

from dataclasses import replace
from typing import NamedTuple

from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.record import Record, key_of
from storage.database import RowStorage
from storage.indexes import Entries
from storage.rows import Draft, RecordRows

Wanted = dict[tuple[type[Record], str], Record | None]


class Changes(NamedTuple):
    """An outcome that is ready to be applied; applying it cannot fail."""

    outcome: Outcome
    drafts: list[tuple[RecordRows, Draft]]
    removals: list[tuple[RecordRows, str, Entries]]

    def apply(self) -> bytes:
        """Put everything in place; the items of the journal, empty if nothing changed."""
        items = [rows.put(draft) for rows, draft in self.drafts]
        items += [rows.remove(key, entries) for rows, key, entries in self.removals]
        return b",".join(items)

    def touched(self) -> list[tuple[RecordRows, str]]:
        """The rows, by table and key, that applying this changes."""
        return [
            *((rows, draft.key) for rows, draft in self.drafts),
            *((rows, key) for rows, key, _ in self.removals),
        ]


def check(storage: RowStorage, outcome: Outcome) -> Changes:
    """The outcome encoded and checked: saves, then removes, then the sends that are new.

    Where an outcome names a record twice, the later mention counts. Raises ``TypeError`` or
    ``ValueError`` for a record that cannot be stored; nothing has changed then.
    """
    wanted: Wanted = {(type(record), key_of(record)): record for record in outcome.saves}
    for record in outcome.removes:
        wanted[type(record), key_of(record)] = None
    if outcome.sends:
        fresh = _fresh(storage, outcome.sends, wanted)
        if len(fresh) < len(outcome.sends):
            outcome = replace(outcome, sends=fresh)
    return _draft(storage, outcome, wanted)


def _draft(storage: RowStorage, outcome: Outcome, wanted: Wanted) -> Changes:
    changes = Changes(outcome, [], [])
    for (kind, key), record in wanted.items():
        rows = storage.rows(kind)
        if record is not None:
            draft = rows.draft(key, record)
            if draft is not None:
                changes.drafts.append((rows, draft))
        elif (entries := rows.entries(key)) is not None:
            changes.removals.append((rows, key, entries))
    return changes


def _fresh(storage: RowStorage, sends: tuple[Sending, ...], wanted: Wanted) -> tuple[Sending, ...]:
    """The sends whose key is not there yet; they join what is wanted."""
    fresh = []
    for sending in sends:
        place = type(sending), key_of(sending)
        there = wanted[place] if place in wanted else storage.rows(place[0]).has(place[1])
        if not there:
            wanted[place] = sending
            fresh.append(sending)
    return tuple(fresh)
