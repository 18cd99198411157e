"""The card on which what is past its time is shown before it goes."""

from datetime import timedelta

import cards
from bot import texts
from bot.context import Languages
from bot.model.conversation import Card
from bot.model.retention import SKILL, Disposal
from bot.model.words import Phrase

BUTTONS = ("dispose", "keep_for_now")
DECIDED_WITHIN = timedelta(days=14)
"""How long what was counted may be acted on; then it is counted anew."""


def of_disposal(disposal: Disposal) -> Card:
    """The card, for the organisers who see it."""
    return Card(
        ref=f"{SKILL}{disposal.id}",
        skill=SKILL,
        buttons=BUTTONS,
        about=f"disposal/{disposal.id}",
        facts={"disposal": disposal.id},
        until=disposal.created + DECIDED_WITHIN,
        waits_with=disposal.by or None,
        names=("disposal", "destruction", "records", "dossiers"),
    )


def rendered(words: Phrase, disposal: Disposal, languages: Languages) -> cards.Rendered:
    """The card as it is drawn."""
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in BUTTONS]
    said = texts.render_in(words, languages)
    ref = of_disposal(disposal).ref
    return cards.render("moments", ref, languages, {"said": said, "buttons": labels})
