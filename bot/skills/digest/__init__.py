"""The morning digest: what the team should know and need not hear at once, and what is to be done.

One message in the space, by owner; “send me my tasks every morning” / « envoie-moi mes tâches
chaque matin » for one's own in private.
"""

from bot.context import ORGANISERS, Context, Heard, Skill, merge
from bot.model.outcome import Outcome
from bot.skills.digest import morning, own, tasks


def due(context: Context) -> Outcome:
    """The digest of the space, and those of people, each once a working morning."""
    return merge(morning.due(context), own.due(context))


SKILL = Skill(
    "digest",
    hears={"digest.mine": Heard(own.wish, ORGANISERS)},
    presses={name: Heard(tasks.ticked, ORGANISERS) for name in tasks.TICKS},
    show=tasks.show,
    waits=tasks.waits_for_words,
    due=due,
)
