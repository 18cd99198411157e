"""What is said later to somebody at a terminal: those who are there listen and print it."""

from collections.abc import Mapping

from bot.assistant.doors import Again
from bot.channels.terminal.console import CHANNEL
from bot.model.outbox import Sending


class TerminalDoor:
    """The door of the terminals; whoever sits at one is shown what passes it (``Console.told``)."""

    name = CHANNEL
    rate = 1e6
    again: Again = "soon"

    async def send(self, _: Sending) -> Mapping[str, str]:
        """Nothing is kept for those who have left their terminal."""
        return {}

    async def close(self) -> None:
        """Nothing to let go of."""
