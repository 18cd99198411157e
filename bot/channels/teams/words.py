"""What was written in Teams, as plain words: the bot left out, others where they are mentioned."""

import html
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Bounded, so that no text makes the search slow.
MENTION = re.compile(r"<at(?:\s[^<>]{0,200})?>[^<]{0,200}</at>", re.IGNORECASE)
SPACES = re.compile(r"[^\S\n]+")
ROBOT = "28:"
"""What the ids of bots begin with."""
MOST_MENTIONS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody else than the bot, by the name that is shown and their id."""

    name: str
    user: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text in pieces, between which people are mentioned."""

    pieces: tuple[str | Mention, ...] = ()

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The ids of those who are mentioned; of many, the first."""
        users = (piece.user for piece in self.pieces if isinstance(piece, Mention))
        return tuple(dict.fromkeys(users))[:MOST_MENTIONS]

    def plain(self, addresses: Mapping[str, str]) -> str:
        """The text with its line breaks, people by their addresses, where these are known."""
        text = "".join(
            piece if isinstance(piece, str) else addresses.get(piece.user) or piece.name
            for piece in self.pieces
        )
        lines = text.replace("\r\n", "\n").split("\n")
        return "\n".join(SPACES.sub(" ", line).strip() for line in lines).strip()


def read_words(text: object, entities: object, bot: str) -> Words:
    """The words of a message to ``bot``, as its text and its entities give them."""
    marked = text if isinstance(text, str) else ""
    return Words(tuple(_pieces(marked, _others(entities, bot))))


def _pieces(marked: str, others: Mapping[str, deque[Mention]]) -> Iterator[str | Mention]:
    end = 0
    for found in MENTION.finditer(marked):
        yield html.unescape(marked[end : found.start()])
        waiting = others.get(found[0])
        yield waiting.popleft() if waiting else " "
        end = found.end()
    yield html.unescape(marked[end:])


def _others(entities: object, bot: str) -> Mapping[str, deque[Mention]]:
    """Who else is mentioned, in their order, by what stands for them in the text."""
    found: dict[str, deque[Mention]] = defaultdict(deque)
    for each in entities if isinstance(entities, list) else ():
        who = each.get("mentioned") if isinstance(each, Mapping) else None
        if isinstance(who, Mapping) and each.get("type") == "mention":
            name, user = _said(who.get("name")), _said(who.get("id"))
            if name and user.strip(".") and user != bot and not user.startswith(ROBOT):
                found[_said(each.get("text"))].append(Mention(name, user))
    return found


def _said(value: Any) -> str:
    return value[:2000] if isinstance(value, str) else ""
