"""What somebody has to do themselves, in all plans."""

from bot.context import Turn
from bot.hosting import plan
from bot.hosting.open_points import open_points
from bot.hosting.rows import line, rows
from bot.model.outcome import Outcome

MOST = 20


def tasks(turn: Turn) -> Outcome:
    """What is open of whoever asks, soonest first; where they stand in, too."""
    found = [
        each
        for session in plan.current(turn.context)
        for each in plan.due(turn.context, session)
        if not each.done and turn.address in (each.item.owner, each.item.stand_in)
    ]
    found.sort(key=lambda each: each.at)
    points = [each.said for each in open_points(turn.context) if each.owner == turn.address]
    lines = [*(line("plan.task_row", each) for each in rows(turn.context, found)), *points]
    if not lines:
        return turn.say("plan.no_tasks")
    return turn.say("plan.tasks", lines=lines[:MOST], more=max(0, len(lines) - MOST))
