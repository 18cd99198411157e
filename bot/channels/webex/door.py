"""The way out to Webex: messages, cards and files, by its REST API."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import FormData

import cards
from bot.assistant.doors import Again
from bot.assistant.lookups import MESSAGE, message_showing
from bot.channels.webex.rest import WebexApi
from bot.documents.pieces import pieces
from bot.errors import Rejected, TryLater
from bot.model.outbox import File, Message, Sending
from bot.model.people import Place
from storage import Store

log = logging.getLogger(__name__)
CHANNEL = "webex"
CARD = "application/vnd.microsoft.card.adaptive"
LONGEST = 7_400
"""Bytes of UTF-8; Webex takes 7,439."""


@dataclass
class WebexDoor:
    """Writes to rooms; a card that was answered is taken away once its answer stands there."""

    store: Store
    api: WebexApi
    name: str = CHANNEL
    rate: float = 10.0
    again: Again = "soon"
    _parts: dict[str, int] = field(default_factory=dict)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """The id of the message."""
        content = sending.content
        if not isinstance(content, Message):
            raise Rejected("not a message")
        last = await self._posted(sending, content)
        if content.replaces:
            await self._taken_away(sending.to, content.replaces)
        return {MESSAGE: last}

    async def _posted(self, sending: Sending, content: Message) -> str:
        """The id of the last piece; pieces that were taken before are not sent again."""
        text = cards.in_words(content.text, content.card) if content.card else content.text
        texts = pieces(text, LONGEST)
        last = ""
        for number in range(self._parts.get(sending.key, 0), len(texts)):
            at_end = number == len(texts) - 1
            card, file = (content.card, content.file) if at_end else (None, None)
            body = _body(sending.to, texts[number], card, content.thread)
            made = await (self._uploaded(body, file) if file else self.api.post("messages", body))
            last = str(made.get("id", ""))
            self._parts[sending.key] = number + 1
        self._parts.pop(sending.key, None)
        return last

    async def _uploaded(self, body: Mapping[str, Any], file: File) -> Mapping[str, Any]:
        """What was made of a message with a file; Webex takes no card beside it."""
        form = FormData({name: value for name, value in body.items() if isinstance(value, str)})
        form.add_field("files", file.text.encode(), filename=file.name, content_type=file.media)
        return await self.api.upload("messages", form)

    async def _taken_away(self, room: str, ref: str) -> None:
        """Remove the message that shows a card; it no longer matters if that fails."""
        shown = message_showing(self.store.view(), Place(CHANNEL, room), ref).get(MESSAGE)
        if not shown:
            return
        try:
            await self.api.delete(f"messages/{shown}")
        except (Rejected, TryLater, TimeoutError) as problem:
            log.info("an answered card stays in its room: %s", problem)

    async def members(self, room: str) -> frozenset[str]:
        """The addresses of those in the room."""
        found = self.api.items("memberships", roomId=room, max="500")
        return frozenset([str(each.get("personEmail", "")).lower() async for each in found])

    async def close(self) -> None:
        """Let go of connections."""
        await self.api.close()


def _body(room: str, text: str, card: Mapping[str, Any] | None, thread: str) -> dict[str, Any]:
    body: dict[str, Any] = {"roomId": room, "text": text}
    if card is not None:
        body["attachments"] = [{"contentType": CARD, "content": card}]
    if thread:
        body["parentId"] = thread
    return body
