"""The description of a session: “draft the description of session 2”.

« rédige la description de la séance 2 »; everything public is made from it.
"""

from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.skills.description import card, drafting, editing, listing, modelling, reviewing

MODEL = "description.model"


def save(turn: Turn) -> Outcome:
    """What was filled in: the few things asked for a draft, or both halves."""
    facts = turn.shown_card.facts
    if facts["kind"] == "halves":
        return editing.save(turn)
    return modelling.save(turn) if facts["intent"] == MODEL else drafting.save(turn)


SKILL = Skill(
    card.SKILL,
    hears={
        "session.describe": Heard(drafting.describe, ORGANISERS),
        MODEL: Heard(modelling.ask, ORGANISERS),
        "description.write": Heard(editing.write, ORGANISERS),
        "info.description": Heard(editing.show, ORGANISERS),
        "description.review": Heard(reviewing.review, ORGANISERS),
        "info.description_missing": Heard(listing.missing_in, ORGANISERS),
    },
    presses={
        "save": Heard(save, ORGANISERS),
        "reviewed_en": Heard(reviewing.pressed("en"), ORGANISERS),
        "reviewed_fr": Heard(reviewing.pressed("fr"), ORGANISERS),
    },
    results=modelling.heard,
    show=card.show,
)
