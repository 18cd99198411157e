"""The words of a post, with blanks for its facts: the team's own, or the usual ones."""

import re
from collections.abc import Mapping
from functools import cache

from bot import texts
from bot.documents.body import BULLET
from bot.model.mailing import put_in
from bot.model.promotion import Channel, Copy, Post
from bot.model.words import Both, Phrase
from bot.promoting.facts import FREE

SUBJECT = "promotion_words"
GAP = re.compile(r"\n{3,}")
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
    pieces = text.split("((")[1:]
    names = (piece.partition("))")[0].strip() for piece in pieces if "))" in piece)
    return tuple(dict.fromkeys(names))


def kept(text: str, values: Mapping[str, str]) -> str:
    """The text without the lines that are left out while nothing is known for them."""
    lines = (line for line in text.split("\n") if not _free_in(line, values))
    return GAP.sub("\n\n", "\n".join(lines)).strip("\n")


def filled(text: str, values: Mapping[str, str]) -> str:
    """What is kept of the text, with the blanks filled that have a value; others stay."""
    known = {name: value for name, value in values.items() if value}
    return put_in(kept(text, values), known).strip()


def lacking(text: str, values: Mapping[str, str]) -> set[str]:
    """The names of the blanks without a value in what is kept of the text."""
    return {name for name in blanks_of(kept(text, values)) if not values.get(name)}


def left_out(text: str, values: Mapping[str, str]) -> set[str]:
    """The names of the blanks without a value for which a line is left out."""
    return {name for line in text.split("\n") for name in _free_in(line, values)}


def _free_in(line: str, values: Mapping[str, str]) -> set[str]:
    """The blanks that may have no value and have none, where the line is an item or only that."""
    by_itself = line.startswith(BULLET) or re.fullmatch(r"\(\([^()]*\)\)", line.strip())
    if not by_itself:
        return set()
    return {name for name in blanks_of(line) if not values.get(name)} & FREE
