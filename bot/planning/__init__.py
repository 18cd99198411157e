"""What it takes to plan a session: its moment, its title, what to watch for on a day.

A local hour that the clock skips is taken an hour later; one that comes twice is its first.
"""

from bot.planning.moment import Moment, at_instant, at_wall, restored
from bot.planning.risks import alternatives, risks, suggested
from bot.planning.titles import retitled, titled

__all__ = [
    "Moment",
    "alternatives",
    "at_instant",
    "at_wall",
    "restored",
    "retitled",
    "risks",
    "suggested",
    "titled",
]
