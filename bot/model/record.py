"""How a record declares itself, so that one codec can store every kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Where a kind of record is kept and how it is found.

    ``key`` names the field (or property) that is unique. ``indexes`` name fields or properties
    whose value is text, None (not indexed) or a tuple of texts. ``times`` name aware datetimes
    (or None) that are read in order. ``upgrades[n]`` turns a row of version n into version n + 1.
    """

    name: str
    key: str
    indexes: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    upgrades: tuple[Callable[[Row], Row], ...] = ()

    @property
    def version(self) -> int:
        """The version of the rows written today."""
        return len(self.upgrades)


_KINDS: dict[str, type["Record"]] = {}


class Record:
    """A frozen dataclass with a ``table``; defining the class is all it takes to store it."""

    __slots__ = ()
    table: ClassVar[Table]

    def __init_subclass__(cls) -> None:
        """Make the kind known by the name of its table."""
        _KINDS[cls.table.name] = cls


def kinds() -> Mapping[str, type[Record]]:
    """Every kind of record defined so far, by the name of its table."""
    return _KINDS


def key_of(record: Record) -> str:
    """The unique key of a record within its table."""
    return str(getattr(record, record.table.key))


R = TypeVar("R", bound=Record)


class View(Protocol):
    """What may be read during a turn: by key, by index, by time; never a scan."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record with this key, if there is one."""

    def find(self, kind: type[R], index: str, value: str) -> Sequence[R]:
        """The records whose index has this value, oldest first."""

    def oldest(self, kind: type[R], index: str, value: str) -> Iterator[R]:
        """The same one by one, read only as far as they are asked for."""

    def count(self, kind: type[Record], index: str, value: str) -> int:
        """How many records have this value, without reading them."""

    def between(
        self, kind: type[R], time: str, start: datetime | None, end: datetime | None
    ) -> Iterator[R]:
        """The records with ``start <= time < end``, earliest first; None leaves a side open."""
