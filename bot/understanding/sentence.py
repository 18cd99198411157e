"""A message cut into words, with what must not be read as words set aside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.understanding.cleaning import fold

Kind = Literal["word", "number", "quote", "url", "email", "stop"]

PAIRS = (("«", "»"), ("“", "”"), ("‹", "›"))
INSIDE_OTHERS = "|".join(
    f"{opened}[^{opened}{closed}]*(?:{opened}[^{opened}{closed}]*{closed}[^{opened}{closed}]*)+{closed}"
    for opened, closed in PAIRS
)
"""A quote that holds others of its own kind."""
STRAIGHT_INSIDE = (
    r"\"(?=\S)(?:[^\"\n]*(?<=\s)\"(?=\S)[^\"\n]*(?<=\S)\"(?=[\s,.;:!?]))+[^\"\n]*(?<=\S)\""
    r"(?=[\s,.;:!?]|\Z)"
)
SET_ASIDE = re.compile(
    r"(?P<url>https?://[^\s<>\"“”«»]+|www\.[^\s<>\"“”«»]+)"
    r"|(?P<email>[^\s<>()\[\]\"“”«»,;:@']+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<quote>{INSIDE_OTHERS}|{STRAIGHT_INSIDE}"
    r"|«[^»]*»|“[^”“]*”|„[^“”]*[“”]|‹[^›]*›|\"[^\"\n]*\"|`[^`\n]+`"
    r"|(?:(?<=\s)|\A)[\"«“][^\"»”\n]*\Z)",
)
WORD = re.compile(
    r"(?P<elided>(?:jusqu|lorsqu|puisqu|quelqu|qu|[ldnjcstm])'(?=[a-z0-9\ue000]|\Z))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[a-z\u0250-\u1dff]+(?:'[a-z]+)*)"
    r"|(?P<stop>(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bprof)\.|[,;:!?\n()>…]|\s[-–—]+(?=\s)|[–—])",
)
CLOSING = tuple('"“”»›`')
ASIDE = "\ue000"
"""Stands, as often as it is long, for what was set aside."""
ENDS = ".,;:!?"
"""What ends a sentence rather than the address of a page."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark, or something set aside; ``start`` and ``end`` are its place."""

    kind: Kind
    start: int
    end: int
    word: str
    typed: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message: as typed, folded with quotes and addresses blanked, and in tokens."""

    text: str
    bare: str
    tokens: tuple[Token, ...]

    def inside(self, token: Token) -> str:
        """What a quote holds, without its marks; another token as typed."""
        typed = self.text[token.start : token.end]
        return _unquoted(typed) if token.kind == "quote" else typed

    def of_kind(self, kind: Kind) -> list[Token]:
        """The tokens of one kind, in their order."""
        return [token for token in self.tokens if token.kind == kind]


def _unquoted(typed: str) -> str:
    """What stands between the marks; those of a quote inside it are its own."""
    inside = typed[1:]
    return (inside[:-1] if inside[-1:] in CLOSING else inside).strip(" \n")


def read_sentence(text: str) -> Sentence:
    """The message in tokens; ``text`` is plain already."""
    asides = list(_asides(text))
    bare = fold(text)
    for aside in asides:
        bare = bare[: aside.start] + ASIDE * (aside.end - aside.start) + bare[aside.end :]
    words = [*_words(text, bare), *asides]
    return Sentence(text, bare, tuple(sorted(words, key=lambda token: token.start)))


def _asides(text: str) -> Iterator[Token]:
    for found in SET_ASIDE.finditer(text):
        kind: Kind = "url" if found["url"] else "email" if found["email"] else "quote"
        end = found.end()
        if kind == "url":
            end = found.start() + len(_address(found[0]))
        yield Token(kind, found.start(), end, "", text[found.start() : end])


def _address(text: str) -> str:
    """The address without what ends a sentence; a bracket that it opened is its own."""
    kept = text.rstrip(ENDS)
    while kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept.removesuffix(")").rstrip(ENDS)
    return kept


def _words(text: str, bare: str) -> Iterator[Token]:
    for found in WORD.finditer(bare):
        place = found.span()
        typed = text[place[0] : place[1]]
        if found["stop"]:
            yield Token("stop", *place, found[0].strip(" ") or "\n", typed)
        elif found["number"]:
            yield Token("number", *place, found[0], typed)
        else:
            yield Token("word", *place, found[0], typed)
