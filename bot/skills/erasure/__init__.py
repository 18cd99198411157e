"""“erase kim@example.org”, “erase me” / « efface kim@example.org », « efface-moi ».

What is kept of the person is counted and said, with what cannot be taken back; a press erases it.
"""

from bot.context import INSIDERS, Context, Heard, Skill, Turn
from bot.model.erasure import Erasure, Step
from bot.model.outcome import Outcome
from bot.skills.erasure import asking, card, results


def due(context: Context) -> Outcome:
    """What had to stay because of sessions to come, erased now that they are over."""
    over = context.view.between(Erasure, "again_at", None, context.now)
    steps = [each.changed(step=Step.ERASING, tries=each.tries + 1) for each in over]
    return Outcome(saves=tuple(steps), sends=tuple(card.errand(context, e, "erase") for e in steps))


def _waits(turn: Turn) -> bool:
    """Whether it still waits for a press."""
    found = turn.context.view.get(Erasure, str(turn.card.facts["erasure"])) if turn.card else None
    return found is not None and found.step is Step.SHOWN


SKILL = Skill(
    card.SKILL,
    hears={
        "person.erase": Heard(asking.ask, INSIDERS),
    },
    presses={
        "erase": Heard(asking.erase, INSIDERS),
        "stop": Heard(asking.stop, INSIDERS),
    },
    results=results.found,
    due=due,
    show=asking.show,
    waits=_waits,
)
