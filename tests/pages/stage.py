"""A stage for talks whose people sit at the page: all they do and all they see goes over HTTP."""

from collections.abc import Mapping
from typing import Any

from bot.app import CAST
from bot.channels.pages import CHANNEL
from bot.channels.terminal.stage import DirectStage, Ears
from bot.channels.terminal.talk import Line, Step
from bot.model.conversation import Incoming

from .site import Said, Site

NAMES = {sender.address: first for first, sender in CAST.items()}


class PageStage(DirectStage):
    """The people of a talk, posting; what left the bot is read from the rooms and from the mail."""

    def __init__(self, site: Site) -> None:
        """Nothing was said yet."""
        self._shown = Ears(CHANNEL, NAMES)
        super().__init__(site.house.assistant, self._shown, CAST)
        self._site, self._number = site, 0
        self._letters: set[str] = set()

    async def act(self, step: Step) -> None:
        """Do what the step says, and read all that follows."""
        if step.now is not None:
            said, message = await self._site.post("/local/clock", json={"to": str(step.now)}), ""
        else:
            incoming = self._incoming(step)
            said, message = await self._posted(incoming), f"{incoming.sender.address}/{incoming.id}"
        assert said.status == 200, said.text
        await self._site.delivered()
        await self._read(message)

    async def _posted(self, incoming: Incoming) -> Said:
        room = "private" if incoming.private else incoming.place.room
        found = {"as": incoming.sender.address, "room": room, "id": incoming.id}
        press = incoming.press
        if press is None:
            return await self._site.post("/local/message", json={**found, "text": incoming.text})
        pressed = {"card": press.card, "button": press.button, "fields": dict(press.fields)}
        return await self._site.post("/local/press", json=found | pressed)

    async def _read(self, message: str) -> None:
        for entry in await self._site.history(self._number):
            self._number = entry["number"]
            if not entry["who"]:
                room = NAMES.get(entry["room"], entry["room"])
                to = "" if entry["of"] == message else room
                self._shown.take(to, entry["text"], entry["card"], room)
        mails = (await self._site.state())["mails"]
        for mail in reversed([each for each in mails if each["name"] not in self._letters]):
            self._shown.lines.append(Line(mail["to"], _letter(mail)))
        self._letters = {each["name"] for each in mails}


def _letter(mail: Mapping[str, Any]) -> str:
    invite = mail["invite"]
    if invite is None:
        return str(mail["subject"])
    return f"{mail['subject']} with invite {invite['method']}, sequence {invite['sequence']}"
