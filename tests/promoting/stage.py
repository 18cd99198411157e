"""A stage for talks with a channel of Teams behind the bot: a webhook on this machine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot import app, settings
from bot.assistant import Assistant
from bot.assistant.doors import Door
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import Line, Step
from bot.services.flow.channel import TeamsChannel
from tests.flow.test_channel import Webhook

AT_LENGTH = 40
"""Calls for which a channel stays as it was told to be: more than a bot makes in one talk."""


class ChannelStage(DirectStage):
    """The people of a talk, and what befalls the channel.

    ``Channel: 503`` has its webhook answer that until ``Channel: open``; ``Channel: breaks off``
    has it take a post and give no answer. What is posted there stands in the talk as ``Bot to
    channel``.
    """

    def __init__(self, stage: DirectStage, webhook: Webhook) -> None:
        """The same house with the real door to this webhook."""
        house = stage._assistant.house
        self._door = TeamsChannel(webhook.url)
        doors: Mapping[str, Door] = {**house.doors, self._door.name: self._door}
        ears = house.doors[CHANNEL]
        assert isinstance(ears, Ears)
        super().__init__(Assistant(replace(house, doors=doors)), ears, app.CAST)
        self._webhook = webhook

    async def act(self, step: Step) -> None:
        """Do what the step says; what befalls the channel is not said to the bot."""
        if step.who == "Channel":
            self._webhook.answers = [] if step.text == "open" else _answers(step.text)
            return
        await super().act(step)
        self._ears.lines += [Line("channel", words(each)) for each in self._webhook.shown]
        self._webhook.shown.clear()

    async def close(self) -> None:
        """Let go of connections."""
        await self._door.close()


def _answers(told: str) -> list[web.Response | str]:
    if told == "breaks off":
        return ["gone"] * AT_LENGTH
    return [web.Response(status=int(told)) for _ in range(AT_LENGTH)]


def words(card: Mapping[str, Any]) -> str:
    """What is read on a card in the channel: each language, then the buttons with their links."""
    said = ["\n\n".join(item["text"] for item in side["items"]) for side in card["body"]]
    links = [f"[{each['title']}] {each['url']}" for each in card["actions"]]
    return "\n\n".join([*said, "\n".join(links)]).replace("\\", "")


async def staged(start: datetime, webhook: Webhook) -> ChannelStage:
    """The cast of local mode around a bot in memory that posts to this channel."""
    return ChannelStage(await app.stage(settings.read({}), start), webhook)
