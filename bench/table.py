"""How figures are shown: ours, the peer in the same run, the ratio, the bars."""

from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One goal."""

    goal: str
    ours: str
    peer: str
    ratio: str
    must: str
    aim: str


def show(rows: Sequence[Row]) -> None:
    """Print the rows as a table."""
    head = Row("goal", "ours", "peer", "ratio", "must", "aim")
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    for row in (head, *rows):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
