"""A cast of people around one bot: they speak, press buttons, and hear what leaves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Protocol

from bot.assistant import Assistant
from bot.assistant.doors import Again
from bot.channels.terminal.talk import SPACE, Line, Step, difference
from bot.model.conversation import Incoming, Press, Sender
from bot.model.outbox import Letter, Message, Sending
from bot.model.outcome import Answer
from bot.model.people import Place

CHANNEL = "terminal"
CardJson = Mapping[str, Any]


class Stage(Protocol):
    """Where a talk is played; every channel can offer one."""

    async def act(self, step: Step) -> None:
        """Do what the step says, and let all that follows leave the bot."""

    def heard(self) -> list[Line]:
        """What left the bot since the last call."""


@dataclass
class Ears:
    """What left the bot, as a door for messages and for letters alike."""

    name: str
    names: Mapping[str, str]
    lines: list[Line] = field(default_factory=list)
    cards: list[tuple[str, CardJson]] = field(default_factory=list)
    rate: float = 1e6
    again: Again = "soon"

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Take the sending in."""
        content = sending.content
        if isinstance(content, Message):
            self.take(self.names.get(sending.to, sending.to), content.text, content.card)
        elif isinstance(content, Letter):
            self.lines.append(Line(sending.to, _letter(content)))
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""

    def take(self, to: str, text: str, card: CardJson | None, room: str = "") -> None:
        """Keep a message; ``room`` is where its card can be pressed, if not at ``to``."""
        self.lines.append(Line(to, text, buttons(card) if card else ()))
        if card:
            self.cards.append((room or to, card))


class DirectStage:
    """The assistant itself, spoken to without any platform between."""

    def __init__(self, assistant: Assistant, ears: Ears, people: Mapping[str, Sender]) -> None:
        """``people`` are the cast by first name."""
        self._assistant, self._ears, self._people = assistant, ears, people
        self._count = 0
        self._last: Incoming | None = None

    async def act(self, step: Step) -> None:
        """Do what the step says, and let all that follows leave the bot."""
        if step.now is not None:
            await self._assistant.move_clock(step.now.astimezone(UTC))
            return
        incoming = self._incoming(step)
        answer: Answer = await self._assistant.hear(incoming)
        if answer:
            room = SPACE if step.in_space else step.who
            self._ears.take("", answer.text, answer.card, room)
        await self._assistant.settle()

    async def close(self) -> None:
        """Let go of connections."""
        webinars = self._assistant.house.webinars
        if webinars is not None:
            await webinars.close()

    def heard(self) -> list[Line]:
        """What left the bot since the last call."""
        lines, self._ears.lines = self._ears.lines, []
        return lines

    def _incoming(self, step: Step) -> Incoming:
        if step.again and self._last is not None and self._last.press is not None:
            press: Press | None = self._last.press
        else:
            press = self._press(step) if step.button else None
        self._count += 1
        sender = self._people[step.who]
        room = SPACE if step.in_space else sender.address
        self._last = Incoming(
            id=str(self._count),
            place=Place(CHANNEL, room),
            sender=sender,
            private=not step.in_space,
            at=self._assistant.house.time.now(),
            text=step.text,
            press=press,
        )
        return self._last

    def _press(self, step: Step) -> Press:
        room = SPACE if step.in_space else (step.whose or step.who)
        for where, card in reversed(self._ears.cards):
            for action in _actions(card):
                if where == room and action["data"]["button"] == step.button:
                    return Press(action["data"]["card"], step.button, step.fields)
        raise LookupError(f"line {step.number}: no card in {room} has a button “{step.button}”")


def buttons(card: CardJson) -> tuple[str, ...]:
    """The names of the buttons of a card, in order."""
    return tuple(action["data"]["button"] for action in _actions(card))


def _actions(card: CardJson) -> Iterator[Mapping[str, Any]]:
    for action in card.get("actions", ()):
        if action["type"] == "Action.Submit":
            yield action
        elif action["type"] == "Action.ShowCard":
            yield from _actions(action["card"])


def _letter(letter: Letter) -> str:
    invite = letter.invite
    if invite is None:
        return letter.subject
    return f"{letter.subject} with invite {invite.method}, sequence {invite.sequence}"


async def play(steps: list[Step], stage: Stage) -> str:
    """Nothing if the talk goes as written; else the first difference, in words."""
    for step in steps:
        await stage.act(step)
        problem = difference(step, stage.heard())
        if problem:
            return problem
    return ""
