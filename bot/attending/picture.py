"""The picture of how long people stayed."""

from bot.attending.groups import FEWEST
from bot.attending.summing import STEP
from bot.model.attendance import Turnout

SHOWN = "attendance."
"""What stands before the session in the name of the picture."""
Steps = list[tuple[int, int, int]]


def steps(turnout: Turnout) -> Steps:
    """The first and the last minute of each step, in order, and how many stayed so long.

    A step in which fewer than five people left reaches as far as it takes to have five.
    """
    lows = sorted(map(int, turnout.minutes))
    found: Steps = []
    for low in lows:
        count = turnout.minutes[str(low)]
        if found and found[-1][2] < FEWEST:
            first, _, before = found.pop()
            found.append((first, low + STEP - 1, before + count))
        else:
            found.append((low, low + STEP - 1, count))
    return _whole(found)


def _whole(found: Steps) -> Steps:
    """The same, the last step with the one before where it has too few people alone."""
    if len(found) < 2 or found[-1][2] >= FEWEST:
        return found
    *rest, (first, _, before), (_, high, count) = found
    return [*rest, (first, high, before + count)]
