"""The text of a post in its pieces: headings, paragraphs, lists, and links that stand alone.

A heading is the first line of several, in capitals. Only a link by itself, or as an item of a
list, is one: an address in somebody's name or title stays the words it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.documents import lines
from bot.documents.body import BULLET, TAGS

SHORTEST_HEADING = 4
LINK = re.compile(r"(?P<label>[^\n:]{2,80}?)\s?: (?P<address>https?://[!-~]+)")
BETWEEN = "\n\n---\n\n"


@dataclass(frozen=True, slots=True)
class Item:
    """What is said in one language: a headline, empty for none, and a text."""

    language: str
    headline: str
    text: str

    @property
    def tag(self) -> str:
        """The language as a page or a letter names it: ``en-CA``."""
        return TAGS[self.language]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a text; the lines of a list are without their bullets."""

    kind: Literal["heading", "paragraph", "list", "link"]
    lines: tuple[str, ...]
    address: str = ""


def blocks(text: str) -> Iterator[Block]:
    """The pieces of a text, in their order."""
    for paragraph in re.split(r"\n{2,}", lines.lines(text).strip("\n")):
        first, _, rest = paragraph.partition("\n")
        if rest and _is_heading(first):
            yield Block("heading", (first,))
            yield from _below(rest)
        else:
            yield from _below(paragraph)


def _below(paragraph: str) -> Iterator[Block]:
    link = LINK.fullmatch(paragraph)
    if link is not None:
        yield Block("link", (link["label"],), link["address"])
        return
    for listed, group in groupby(paragraph.split("\n"), lambda line: line.startswith(BULLET)):
        kept = tuple(line.removeprefix(BULLET) for line in group)
        yield Block("list" if listed else "paragraph", kept)


def _is_heading(line: str) -> bool:
    return len(line) >= SHORTEST_HEADING and line.isupper() and line[0].isalpha()


def plain(items: tuple[Item, ...]) -> str:
    """All languages as plain text, one below the other."""
    return BETWEEN.join("\n\n".join(filter(None, (each.headline, each.text))) for each in items)
