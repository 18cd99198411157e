"""Turns that are run one after the other and made durable together, or taken back together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.model.outcome import Outcome
from bot.model.record import View
from storage.changes import Changes, check
from storage.database import RowStorage
from storage.postgres.link import Saved
from storage.rows import RecordRows, Stands
from storage.view import TurnView


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A turn, and who waits for its end."""

    turn: Callable[[View], Outcome]
    ended: asyncio.Future[Outcome]


@dataclass(slots=True)
class Batch:
    """What came of some turns so far, and how the rows they changed stood before."""

    rows: RowStorage
    number: int
    ends: list[tuple[Waiting, Outcome | Exception]] = field(default_factory=list)
    before: dict[tuple[str, str], tuple[RecordRows, Stands | None]] = field(default_factory=dict)

    def run(self, waiting: Waiting) -> None:
        """Run a turn and put what it changes in place; its end is told later."""
        try:
            changes = check(self.rows, waiting.turn(TurnView(self.rows)))
        except Exception as problem:  # noqa: BLE001 - whoever waits for the turn hears of it
            self.ends.append((waiting, problem))
            return
        self._remember(changes)
        changes.apply()
        self.ends.append((waiting, changes.outcome))

    def saved(self) -> Saved:
        """Every row that does not stand as it stood before."""
        changed: dict[tuple[str, int], tuple[str, int, bytes | None]] = {}
        for (_, key), (rows, stood) in self.before.items():
            stands = rows.at(key)
            if stood is not None and (stands is None or stands[0] != stood[0]):
                changed[rows.name, stood[0]] = key, rows.kind.table.version, None
            if stands is not None and stands != stood:
                changed[rows.name, stands[0]] = key, rows.kind.table.version, stands[1]
        return changed

    def take_back(self) -> None:
        """Have every row stand as it stood before."""
        for (_, key), (rows, stood) in self.before.items():
            rows.put_back(key, stood)

    def tell(self) -> None:
        """Tell everybody how their turn ended; it is durable."""
        for waiting, end in self.ends:
            if waiting.ended.done():
                continue
            if isinstance(end, Exception):
                waiting.ended.set_exception(end)
            else:
                waiting.ended.set_result(end)

    def _remember(self, changes: Changes) -> None:
        for rows, key in changes.touched():
            self.before.setdefault((rows.name, key), (rows, rows.at(key)))
