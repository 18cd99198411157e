"""One person at a terminal: a line is a message; a card is a numbered form."""

import re
from dataclasses import dataclass, field

from bot.assistant import Assistant
from bot.channels.terminal import form
from bot.model.conversation import Incoming, Press, Sender
from bot.model.outbox import Message, Sending, State
from bot.model.outcome import Answer
from bot.model.people import Place

CHANNEL = "terminal"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class _Filling:
    """A button about to be pressed, as it was typed, and the fields still to be asked for."""

    shown: form.Form
    button: str
    typed: str
    left: list[form.Field]
    values: dict[str, str] = field(default_factory=dict)


class Console:
    """What one person types, and what they are shown."""

    def __init__(self, assistant: Assistant, sender: Sender, run: str) -> None:
        """``run`` makes the ids of the messages unlike those of any other terminal."""
        self._assistant, self._sender, self._run = assistant, sender, run
        self._count = 0
        self._form: form.Form | None = None
        self._filling: _Filling | None = None

    async def line(self, text: str) -> list[str]:
        """The lines that answer one typed line."""
        if self._filling is not None:
            return await self._fill(self._filling, text)
        button = self._form.button(text) if self._form else None
        if self._form is not None and button is not None:
            fields = list(self._form.fields)
            self._filling = _Filling(self._form, button, text, fields)
            return await self._next(self._filling)
        if not text.strip():
            return []
        return self._shown(await self._assistant.hear(self._incoming(text=text)))

    def told(self, sending: Sending) -> list[str]:
        """The lines that show a message sent to this person meanwhile."""
        content = sending.content
        theirs = sending.state is State.SENT and sending.to == self._sender.address
        if not theirs or not isinstance(content, Message):
            return []
        return self._shown(Answer(content.text, content.card))

    async def _fill(self, filling: _Filling, text: str) -> list[str]:
        asked = filling.left.pop(0)
        filling.values[asked.id] = _chosen(asked, text.strip()) or asked.value
        return await self._next(filling)

    async def _next(self, filling: _Filling) -> list[str]:
        if filling.left:
            return _question(filling.left[0])
        self._filling = None
        press = Press(filling.shown.card, filling.button, filling.values)
        incoming = self._incoming(text=filling.typed, press=press)
        return self._shown(await self._assistant.hear(incoming))

    def _incoming(self, text: str = "", press: Press | None = None) -> Incoming:
        self._count += 1
        return Incoming(
            id=f"{self._run}/{self._count}",
            place=Place(CHANNEL, self._sender.address),
            sender=self._sender,
            private=True,
            at=self._assistant.house.time.now(),
            text=text,
            press=press,
            reachable=False,
        )

    def _shown(self, answer: Answer) -> list[str]:
        self._form = form.read(answer.card).beside(answer.text) if answer.card else None
        lines = [*answer.text.splitlines(), *(self._form.shown() if self._form else ())]
        return [safe(line) for line in lines]


def _question(asked: form.Field) -> list[str]:
    choices = [f"    {n}. {title}" for n, (_, title) in enumerate(asked.choices, 1)]
    present = f" [{asked.value}]" if asked.value else ""
    return [safe(f"  {asked.label}{present}"), *map(safe, choices)]


def _chosen(asked: form.Field, typed: str) -> str:
    """The value of a choice named by its number or its text; else what was typed."""
    for number, (value, title) in enumerate(asked.choices, 1):
        if typed.casefold() in (str(number), title.casefold(), value):
            return value
    return typed


def safe(line: str) -> str:
    """The line without anything that would drive the terminal."""
    return CONTROL.sub("�", line)
