"""What a page says, as values: wikitext for the wiki, plain lines for people in a chat."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.wikitext.escaping import address, escaped, one_line
from bot.model.words import Language


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the web; the address begins with http:// or https://."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of the same wiki, by its name."""

    title: str
    words: str


Part = str | Link | PageLink


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of its own."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """One of several in a list."""

    parts: tuple[Part, ...]


Block = Heading | Paragraph | Bullet


@dataclass(frozen=True, slots=True)
class Content:
    """What our part of a page says, in one language."""

    language: Language
    blocks: tuple[Block, ...]


def wikitext(content: Content) -> str:
    """The content as wikitext; the wiki itself knows one language only, so the part names its own.

    In the composed form of Unicode, as MediaWiki keeps it.
    """
    blocks = _spaced([_written(each) for each in content.blocks if _says_something(each)])
    text = f'<div lang="{content.language}">\n{blocks}\n</div>'
    return unicodedata.normalize("NFC", text)


def plain(content: Content) -> str:
    """The content as people read it, a line for each block."""
    return "\n".join(_read(each) for each in content.blocks if _says_something(each))


def _says_something(block: Block) -> bool:
    return bool(_read(block).strip(" •\u00a0"))


def _spaced(written: Sequence[str]) -> str:
    """The blocks, with an empty line between any two that are not of the same list."""
    text = ""
    for block in written:
        same = block.startswith("* ") and text.rpartition("\n")[2].startswith("* ")
        text += (("\n" if same else "\n\n") if text else "") + block
    return text


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"== {escaped(block.words)} =="
    parts = "".join(map(_part, block.parts)).strip(" ")
    return f"* {parts}" if isinstance(block, Bullet) else parts


def _part(part: Part) -> str:
    match part:
        case Link():
            return f"[{address(part.address)} {escaped(part.words)}]"
        case PageLink():
            return f"[[{part.title}|{escaped(part.words)}]]"
        case str():
            return _around(part, escaped(part))


def _around(words: str, written: str) -> str:
    """The words as they are written, with the spaces that part them from a link."""
    before, after = words[:1] == " ", len(words) > 1 and words[-1] == " "
    return " " * before + written + " " * after


def _read(block: Block) -> str:
    if isinstance(block, Heading):
        return one_line(block.words)
    words = "".join(_shown(each) for each in block.parts).strip(" ")
    return f"• {words}" if isinstance(block, Bullet) else words


def _shown(part: Part) -> str:
    match part:
        case Link():
            return f"{one_line(part.words)} ({part.address})"
        case PageLink():
            return one_line(part.words)
        case str():
            return _around(part, one_line(part))
