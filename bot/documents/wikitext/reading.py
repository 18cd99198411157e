"""Wikitext as plain lines, to be looked at where no wiki draws it: headings, lists, links, words.

It reads what ``content`` writes, and leaves what else people write as the words they are.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "bullet", "text"]
TAGS = re.compile(r"<!--.*?-->|</?div\b[^<>]*>", re.DOTALL)
HEADING = re.compile(r"=+\s*(?P<text>.+?)\s*=+")
LINK = re.compile(r"\[(?P<address>https?://[^\s\]]+) (?P<label>[^\]]+)\]|\[\[(?P<page>[^\]]+)\]\]")


@dataclass(frozen=True, slots=True)
class Part:
    """Some words; ``address`` is where they lead, empty for words alone."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    kind: Kind
    parts: tuple[Part, ...]


def lines(text: str) -> list[Line]:
    """The lines of a page that say something, as anybody may read them."""
    written = (each.strip() for each in TAGS.sub("", text).splitlines())
    return [_line(each) for each in written if each]


def _line(written: str) -> Line:
    heading = HEADING.fullmatch(written)
    if heading:
        return Line("heading", tuple(_parts(heading["text"])))
    if written.startswith("*"):
        return Line("bullet", tuple(_parts(written.lstrip("* "))))
    return Line("text", tuple(_parts(written)))


def _parts(written: str) -> Iterator[Part]:
    done = 0
    for link in LINK.finditer(written):
        if before := written[done : link.start()]:
            yield Part(html.unescape(before))
        label = link["label"] or link["page"].rpartition("|")[2]
        yield Part(html.unescape(label), html.unescape(link["address"] or ""))
        done = link.end()
    if rest := written[done:]:
        yield Part(html.unescape(rest))
