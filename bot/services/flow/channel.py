"""A channel of Teams that takes posts by a webhook of Workflows, without the bot being in it.

The trigger “When a Teams webhook request is received” took the place of the connectors of Office
365. It takes ``{"type": "message", "attachments": […]}`` with one Adaptive Card, and answers 202
before the card is in the channel. The address of the trigger is its password.
"""

from collections.abc import Mapping

from bot.assistant.doors import Again
from bot.errors import Rejected
from bot.model.outbox import Errand, Sending
from bot.services.flow.trigger import Trigger

CHANNEL = "teams_channel"
MESSAGE = "message"
"""What the errand has as JSON, as ``bot.documents.posts.workflow`` makes it."""
LARGEST = 28_000
"""Bytes of a message (Microsoft Learn, “Limits and specifications for Microsoft Teams”)."""


class TeamsChannel:
    """A door for what is posted to a channel of Teams; a person decides before it goes twice."""

    name = CHANNEL
    rate = 1.0
    again: Again = "ask"

    def __init__(self, url: str) -> None:
        """``url`` is that of the webhook, with its signature."""
        self._trigger = Trigger(url)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Nothing but that the flow has it. Raises as a Door does."""
        await self._trigger.post(message_of(sending))
        return {}

    async def close(self) -> None:
        """Let go of connections."""
        await self._trigger.close()


def message_of(sending: Sending) -> bytes:
    """The message, as JSON; raises Rejected for what no channel takes."""
    if not isinstance(sending.content, Errand):
        raise Rejected(f"{sending.door} takes posts only")
    message = str(sending.content.facts[MESSAGE]).encode()
    if len(message) > LARGEST:
        raise Rejected(f"the post has {len(message)} bytes, and {LARGEST} fit")
    return message
