"""The words of a post, with blanks for its facts: the team's own, or the usual ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot import texts
from bot.documents.body import BULLET
from bot.model.mailing import put_in
from bot.model.promotion import Channel, Copy, Post
from bot.model.words import Both, Phrase
from bot.promoting.facts import FREE

SUBJECT = "promotion_words"
GAP = re.compile(r"\n{3,}")
ALONE = re.compile(r"\(\([^()]*\)\)")
GROUPS = {"Digital - Numérique": "group_digital", "Open Government": "group_open_government"}
"""The groups of GCcollab that have words of their own."""
AGAIN = "-2"
"""What the name of a post ends with that goes out after another one in the same place."""


def ways(post: Post) -> tuple[Copy, ...]:
    """The words that may serve, the fullest first: the team's own, or else the usual ones.

    Who wrote a text and no headline, or a headline and no text, gets the usual one with it.
    """
    own = post.copy
    found = (
        Copy(own.subject if own.subject != Both() else each.subject,
             own.body if own.body != Both() else each.body)
        for each in usual(kind_of(post))
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


def kind_of(post: Post) -> str:
    """What the usual words of the post are called: by its place, its group, its turn."""
    if post.channel is Channel.GROUP:
        return GROUPS.get(post.target, "group")
    if post.channel is Channel.X:
        return "x_again" if post.name.endswith(AGAIN) else "x_first"
    return post.channel.value


@cache
def usual(kind: str) -> tuple[Copy, ...]:
    """The usual words of a kind of post, the fullest first."""
    names = (kind, f"{kind}_short", f"{kind}_shorter", f"{kind}_shortest")
    known = texts.entries(SUBJECT)
    return tuple(_copy(name, known) for name in names if name in known)


def _copy(name: str, known: Mapping[str, Mapping[str, str]]) -> Copy:
    headed = f"{name}_subject"
    subject = texts.both(Phrase(f"{SUBJECT}.{headed}")) if headed in known else Both()
    return Copy(subject, texts.both(Phrase(f"{SUBJECT}.{name}")))


def blanks_of(text: str) -> tuple[str, ...]:
    """The names in ``((…))``, in their order, each once."""
    return tuple(dict.fromkeys(name for line in _lines(text) for name in line.blanks))


def kept(text: str, values: Mapping[str, str]) -> str:
    """The text without the lines that are left out while nothing is known for them."""
    lines = (line.text for line in _lines(text) if not line.free_in(values))
    return GAP.sub("\n\n", "\n".join(lines)).strip("\n")


def filled(text: str, values: Mapping[str, str]) -> str:
    """What is kept of the text, with the blanks filled that have a value; others stay."""
    known = {name: values[name] for name in blanks_of(text) if values.get(name)}
    return put_in(kept(text, values), known).strip()


def lacking(text: str, values: Mapping[str, str]) -> set[str]:
    """The names of the blanks without a value in what is kept of the text."""
    left = (line for line in _lines(text) if not line.free_in(values))
    return {name for line in left for name in line.blanks if not values.get(name)}


def left_out(text: str, values: Mapping[str, str]) -> set[str]:
    """The names of the blanks without a value for which a line is left out."""
    return {name for line in _lines(text) for name in line.free_in(values)}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of words: its blanks, and those of them that it may be left out for."""

    text: str
    blanks: tuple[str, ...]
    free: frozenset[str]

    def free_in(self, values: Mapping[str, str]) -> list[str]:
        """The blanks without a value for which the line is left out."""
        return [name for name in self.free if not values.get(name)]


@lru_cache(maxsize=1024)
def _lines(text: str) -> tuple[_Line, ...]:
    return tuple(map(_line, text.split("\n")))


def _line(text: str) -> _Line:
    """The line; an item of a list, or a blank by itself, may be left out."""
    pieces = text.split("((")[1:]
    names = tuple(piece.partition("))")[0].strip() for piece in pieces if "))" in piece)
    by_itself = text.startswith(BULLET) or ALONE.fullmatch(text.strip())
    return _Line(text, names, FREE.intersection(names) if by_itself else frozenset())
