"""An announced session is held once its end has passed; nothing to write.

One that was never announced stays a draft: nobody was told of it, so nobody came.
"""

from bot.context import Context, Skill
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session


def due(context: Context) -> Outcome:
    """The announced sessions that are over by now, each moved on in its life once."""
    begun = context.view.between(Session, "upcoming", None, context.now)
    over = (each for each in begun if each.phase is Phase.ANNOUNCED and each.ends <= context.now)
    return Outcome(saves=tuple(each.moved_to(Phase.HELD) for each in over))


SKILL = Skill("session_end", due=due)
