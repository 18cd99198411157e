"""A stage for talks whose people each sit at a terminal and type."""

from collections.abc import Mapping
from dataclasses import replace

from bot.app import CAST
from bot.assistant import Assistant
from bot.channels.terminal.console import Console
from bot.channels.terminal.form import Form
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import Step
from bot.model.outbox import Sending, State

NAMES = {sender.address: first for first, sender in CAST.items()}


class Screens(Ears):
    """What left the bot, also shown on the screen of the person it went to."""

    consoles: Mapping[str, Console] = {}

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Take the sending in, and show it."""
        receipt = await super().send(sending)
        if sending.to in NAMES:
            self.consoles[NAMES[sending.to]].told(replace(sending, state=State.SENT))
        return receipt


def seated(stage: DirectStage) -> "TypedStage":
    """The people of a stage, each at a terminal."""
    house, screens = stage._assistant.house, Screens(CHANNEL, NAMES)
    doors = {
        name: screens if isinstance(door, Ears) else door for name, door in house.doors.items()
    }
    return TypedStage(Assistant(replace(house, doors=doors)), screens)


class TypedStage(DirectStage):
    """The people of a talk at their terminals.

    A terminal has no room but one's own and shows one card at a time, the last; a bare number is a
    button there, and a field cannot be emptied. What it does not take is done beside it.
    """

    def __init__(self, assistant: Assistant, screens: Screens) -> None:
        """Everybody sits down."""
        super().__init__(assistant, screens, CAST)
        self._screens = screens
        screens.consoles = {
            first: Console(assistant, sender, first) for first, sender in CAST.items()
        }

    async def act(self, step: Step) -> None:
        """Type what the step says, and let all that follows leave the bot."""
        console = self._screens.consoles.get(step.who)
        if console is None or not _possible(console, step):
            await super().act(step)
            return
        self._last = None
        lines = await console.line(step.text or _number(console, step.button))
        while console._filling is not None:
            asked = console._filling.left[0]
            lines = await console.line(step.fields.get(asked.id.removeprefix("in_"), ""))
        if lines:
            self._show(step.who, console, lines)
        await self._assistant.settle()

    def _show(self, who: str, console: Console, lines: list[str]) -> None:
        """Keep the words of an answer, and the buttons on the screen."""
        form = console._form
        if form is None:
            self._screens.take("", "\n".join(lines), None)
            return
        names = [{"card": form.card, "button": name} for name, _ in form.buttons]
        card = {"actions": [{"type": "Action.Submit", "data": name} for name in names]}
        words = lines[: len(lines) - len(form.shown())]
        self._screens.take("", "\n".join(words), card, who)


def _number(console: Console, button: str) -> str:
    """The number of a button on the screen."""
    names = [name for name, _ in console._form.buttons] if console._form else []
    return str(names.index(button) + 1)


def _possible(console: Console, step: Step) -> bool:
    """Whether this can be typed at a terminal, and means the same there."""
    if step.in_space or step.whose or step.again or "\n" in step.text or step.text.isdecimal():
        return False
    return not step.button or (console._form is not None and _fits(console._form, step))


def _fits(form: Form, step: Step) -> bool:
    """Whether the form has the button, and no field that the step empties."""
    filled = {field.id.removeprefix("in_") for field in form.fields if field.value}
    emptied = {name for name, value in step.fields.items() if not value}
    return form.button(step.button) is not None and filled.isdisjoint(emptied)
