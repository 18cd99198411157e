"""What a report in one language is made of; values alone, so that it can travel as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.model.words import Language


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of a table: its title, and what it shows.

    Each bar has a label, a number, and that number as it is written beside it.
    """

    title: str
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    written: tuple[str, ...]
    total: str
    alt: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first row heads the columns, the first cell of each other row heads the row."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, paragraphs, points of a list, tables."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language."""

    language: Language
    title: str
    subtitle: str
    sections: tuple[Section, ...]


def report_of(facts: Mapping[str, Any]) -> Report:
    """The report that these facts were made from, by way of JSON."""
    sections = tuple(_section(each) for each in facts["sections"])
    return Report(facts["language"], facts["title"], facts["subtitle"], sections)


def _section(facts: Mapping[str, Any]) -> Section:
    tables = tuple(_table(each) for each in facts["tables"])
    return Section(facts["heading"], tuple(facts["paragraphs"]), tuple(facts["points"]), tables)


def _table(facts: Mapping[str, Any]) -> Table:
    bars = facts["bars"]
    drawn = _bars(bars) if bars else None
    return Table(facts["caption"], tuple(tuple(row) for row in facts["rows"]), drawn)


def _bars(facts: Mapping[str, Any]) -> Bars:
    labels, counts = tuple(facts["labels"]), tuple(facts["counts"])
    written, total, alt = tuple(facts["written"]), facts["total"], facts["alt"]
    return Bars(facts["title"], labels, counts, written, total, alt)
