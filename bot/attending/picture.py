"""The picture of how long people stayed."""

from bot.attending.summing import STEP
from bot.model.attendance import Turnout

SHOWN = "attendance."
"""What stands before the session in the name of the picture."""


def steps(turnout: Turnout) -> list[tuple[int, int, int]]:
    """The first and the last minute of each step, in order, and how many stayed so long."""
    lows = sorted(map(int, turnout.minutes))
    return [(low, low + STEP - 1, turnout.minutes[str(low)]) for low in lows]
