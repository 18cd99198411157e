"""What a webhook of Teams takes: a message with one Adaptive Card.

The trigger “When a Teams webhook request is received” of Workflows, which took the place of the
connectors of Office 365. Its cards have no buttons that answer, only links.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import cards
from bot.documents.posts.layout import Block, Item, blocks

Json = dict[str, Any]
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
CARD = "application/vnd.microsoft.card.adaptive"


def message(items: Iterable[Item]) -> Json:
    """The message with all languages on one card, one below the other."""
    every = tuple(items)
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.3",
        "lang": every[0].language,
        "body": [_container(each, first=each is every[0]) for each in every],
        "actions": [link for each in every for link in _links(each)],
    }
    return {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}


def _container(item: Item, *, first: bool) -> Json:
    headline = [{**_text(item.headline), "weight": "Bolder", "size": "Medium"}]
    inside = [_text(said) for said in map(_said, blocks(item.text)) if said]
    return {
        "type": "Container",
        "separator": not first,
        "items": [*(headline if item.headline else ()), *inside],
    }


def _links(item: Item) -> Iterator[Json]:
    for block in blocks(item.text):
        if block.kind == "link":
            yield {"type": "Action.OpenUrl", "title": block.lines[0], "url": block.address}


def _said(block: Block) -> str:
    """The piece in words; a link is a button instead."""
    if block.kind == "link":
        return ""
    bullet = "• " if block.kind == "list" else ""
    return "\n\n".join(f"{bullet}{line}" for line in block.lines)


def _text(said: str) -> Json:
    return {"type": "TextBlock", "text": cards.literal(said), "wrap": True}
