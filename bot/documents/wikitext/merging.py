"""What two have changed in the same text, put together line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Preferred = Literal["", "ours", "theirs"]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Lines ``start`` to ``end`` of the text that both began with, and what takes their place."""

    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: "Change") -> bool:
        """Whether they change the same lines, or lines side by side."""
        return self.start <= other.end and other.start <= self.end


def merged(base: str, theirs: str, ours: str, preferred: Preferred = "") -> str | None:
    """What both made of ``base``; None where both changed the same place, each in another way.

    Whoever is ``preferred`` has it their way in such a place; all else is put together even then.
    """
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    lines = base.split("\n")
    own, other = _changes(lines, ours), _changes(lines, theirs)
    if preferred == "ours":
        other = _apart(other, own)
    elif preferred == "theirs":
        own = _apart(own, other)
    elif len(_apart(other, own)) < len(other):
        return None
    for change in sorted({*own, *other}, reverse=True):
        lines[change.start : change.end] = change.lines
    return "\n".join(lines)


def _apart(changes: list[Change], others: list[Change]) -> list[Change]:
    """The changes that touch none of the others, unless they are the same."""
    return [
        each
        for each in changes
        if each in others or not any(each.touches(other) for other in others)
    ]


def _changes(base: list[str], text: str) -> list[Change]:
    lines = text.split("\n")
    opcodes = SequenceMatcher(None, base, lines, autojunk=False).get_opcodes()
    return [
        Change(start, end, tuple(lines[first:last]))
        for kind, start, end, first, last in opcodes
        if kind != "equal"
    ]
