"""What leaves for Teams: activities, and cards of the 1.3 core raised to what Teams can do."""

import html
from collections.abc import Mapping
from typing import Any

import cards
from bot.model.outbox import Message
from bot.model.outcome import Answer

CARD = "application/vnd.microsoft.card.adaptive"
NOTE = "application/vnd.microsoft.activity.message"
VERSION = "1.5"
Json = dict[str, Any]


def activity(message: Message) -> Json:
    """The message as an activity; a card says its words itself, so they are the notification."""
    if message.card is None:
        return {"type": "message", "text": _lines(message.text), "textFormat": "xml"}
    attachment = {"contentType": CARD, "content": raised(message.card)}
    return {"type": "message", "summary": message.text, "attachments": [attachment]}


def closed(text: str) -> Json:
    """A card that was settled elsewhere: only the words of what became of it."""
    return {
        "type": "message",
        "summary": text,
        "attachments": [{"contentType": CARD, "content": _in_words(text)}],
    }


def _lines(text: str) -> str:
    """The text line by line, nothing in it read as markup; in plain text Teams joins the lines."""
    return html.escape(text, quote=False).replace("\n", "<br/>")


def typing() -> Json:
    """The sign that something is being worked on."""
    return {"type": "typing"}


def invoked(answer: Answer) -> Json:
    """The answer to a pressed button: in the place of the card, or a note beneath it.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
    """
    if answer.card is not None:
        return {"statusCode": 200, "type": CARD, "value": raised(answer.card)}
    if answer.replaces:
        return {"statusCode": 200, "type": CARD, "value": _in_words(answer.text)}
    return {"statusCode": 200, "type": NOTE, "value": answer.text}


def raised(card: Mapping[str, Any]) -> Json:
    """The card in version 1.5: its buttons are answered inside the call, over the whole width."""
    actions = [_executed(action) for action in card.get("actions", ())]
    return {**card, "version": VERSION, "actions": actions, "msteams": {"width": "Full"}}


def _executed(action: Mapping[str, Any]) -> Json:
    """A Submit as an Execute, which older clients still show as the Submit it was."""
    if action.get("type") != "Action.Submit":
        return dict(action)
    verb = action["data"]["button"]
    return {**action, "type": "Action.Execute", "verb": verb, "fallback": dict(action)}


def _in_words(text: str) -> Json:
    """A card that only says something; each line a block, shown literally."""
    body = [
        {"type": "TextBlock", "text": line, "wrap": True, "spacing": spacing}
        for line, spacing in cards.spaced(cards.literal(text))
    ]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "fallbackText": text[:2000],
        "body": body,
        "msteams": {"width": "Full"},
    }
