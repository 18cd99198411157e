"""A card as it stands now, for somebody who holds a signed link to it."""

from bot.context import Context, Languages, Turn
from bot.errors import Refusal
from bot.model.conversation import Incoming, Sender
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.skills import Skills
from bot.turn.roles import role_of
from bot.turn.standing import card_of


def presented(context: Context, skills: Skills, ref: str, languages: Languages) -> Answer:
    """The card with this reference as its skill shows it; empty if it is gone."""
    card = card_of(context, ref, skills)
    skill = skills.named.get(card.skill) if card else None
    show = skill.show if skill else None
    if card is None or show is None:
        return Answer()
    incoming = Incoming(
        id=f"present/{ref}",
        place=Place("link", ref),
        sender=Sender(card.person, context.contact(card.person).name),
        private=True,
        at=context.now,
        reachable=False,
    )
    role = role_of(context, incoming)
    try:
        return show(Turn(incoming, context, role, languages, card=card)).answer
    except Refusal:
        return Answer()
