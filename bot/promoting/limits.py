"""How the places count a text, and how much they take."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.context import Context
from bot.documents.posts import counting
from bot.model.promotion import Channel

X_LIMIT = 280
"""Weighted characters (twitter-text, config/v3.json)."""
HEADLINE, ITEM = 60, 60
"""The most characters of a newsletter's headline, and the most words below it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How the text for a place is counted, and how much it takes; 0 for no limit."""

    unit: str
    counted: Callable[[str], int]
    most: int = 0
    headline: int = 0


def limit_of(context: Context, channel: Channel) -> Limit:
    """How a place counts, and how much it takes."""
    if channel is Channel.WIRE:
        return Limit("characters", counting.posted, context.setup.wire_limit)
    if channel is Channel.X:
        return Limit("weighted", counting.weighted, X_LIMIT)
    if channel is Channel.NEWSLETTER:
        return Limit("words", item_words, ITEM, HEADLINE)
    return Limit("characters", counting.characters)


def item_words(text: str) -> int:
    """How many words an item has, without the line that is its link."""
    return counting.words("\n".join(line for line in text.split("\n") if "://" not in line))
