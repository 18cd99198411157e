"""XML of workbooks, gone through without building anything from it."""

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from bot.errors import Refusal

Attributes = Mapping[str, str]


class Reader(Protocol):
    """What is told of each element that begins, and of each run of characters."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; before its name there may be a prefix."""

    def text(self, run: str) -> None:
        """Characters; one text may come in several runs."""


def go_through(part: bytes, reader: Reader) -> None:
    """Tells the reader what is in a part.

    Raises ``Refusal`` where it is not well-formed XML in UTF-8, or has a document type, and so
    perhaps entities: neither has a place in a workbook (ECMA-376 part 2, 9.1.1).
    """
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _document_type
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(part, True)  # noqa: FBT003 - there is no more to come
    except expat.ExpatError:
        raise Refusal("tables.damaged") from None


def local(name: str) -> str:
    """The name of an element without the prefix of its namespace."""
    return name.rpartition(":")[2] if ":" in name else name


def _document_type(*_: object) -> None:
    raise Refusal("tables.unsafe")
