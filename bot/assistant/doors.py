"""What every channel and service that something leaves by must offer, and when to try again."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, Protocol

from bot.model.outbox import Sending

Again = Literal["resend", "soon", "ask"]
SOON = timedelta(minutes=2)
DELAYS = (10, 30, 60, 300, 900, 900, 1800, 1800, 3600, 3600, 7200, 7200, 14400, 14400)


class Door(Protocol):
    """A way out of the house.

    ``rate`` is the most it takes a second. ``again`` says what to do with what was being sent when
    the process died: send it once more, only if that was a moment ago, or ask a person.
    """

    name: str
    rate: float
    again: Again

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What the other side gave back; raises TryLater or Rejected."""

    async def close(self) -> None:
        """Let go of connections."""


def delay(sending: Sending, asked: float | None) -> timedelta | None:
    """How long to wait before the next try; None when it has been tried enough.

    Waits grow from ten seconds to four hours, some 14 hours in all (after the schedule of pretix),
    spread by up to a fifth so that those that failed together do not return together.
    """
    if sending.attempts >= len(DELAYS):
        return None
    wait = max(float(DELAYS[sending.attempts]), asked or 0.0)
    spread = hashlib.sha256(f"{sending.key}/{sending.attempts}".encode()).digest()[0] / 255
    return timedelta(seconds=wait * (1 + spread / 5))
