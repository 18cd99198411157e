"""Cards: those that are kept, and those that follow from a record and are kept nowhere."""

from bot.context import Context
from bot.model.conversation import Card
from bot.skills import Skills


def card_of(context: Context, ref: str, skills: Skills) -> Card | None:
    """The card with this reference as it may be pressed now; None if there is none."""
    skill = skills.named.get(ref.partition("-")[0])
    if skill is not None and skill.standing is not None:
        return skill.standing(context, ref)
    return context.view.get(Card, ref)
