"""The text of a post in its pieces: paragraphs, lists, and the links that stand by themselves.

Only such a link is one: an address in somebody's name or title stays the words it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.documents import lines
from bot.documents.body import BULLET, TAGS

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

    kind: Literal["paragraph", "list", "link"]
    lines: tuple[str, ...]
    address: str = ""


def blocks(text: str) -> Iterator[Block]:
    """The pieces of a text, in their order."""
    for paragraph in re.split(r"\n{2,}", lines.lines(text).strip("\n")):
        link = LINK.fullmatch(paragraph)
        if link is not None:
            yield Block("link", (link["label"],), link["address"])
            continue
        for listed, group in groupby(paragraph.split("\n"), lambda line: line.startswith(BULLET)):
            kept = tuple(line.removeprefix(BULLET) for line in group)
            yield Block("list" if listed else "paragraph", kept)


def plain(items: tuple[Item, ...]) -> str:
    """All languages as plain text, one below the other."""
    return BETWEEN.join("\n\n".join(filter(None, (each.headline, each.text))) for each in items)
