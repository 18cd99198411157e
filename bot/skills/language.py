"""“speak to me in English” / « parle-moi en français »: the language to write to somebody in."""

from dataclasses import replace

from bot.context import INSIDERS, Heard, Question, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.words import Language, Phrase

CHOICES = (("en", "English"), ("fr", "Français"))


def set_language(turn: Turn) -> Outcome:
    """Keep the language, and answer in it."""
    chosen = _chosen(str(turn.slots.get("language", "")).casefold())
    if chosen is None:
        return turn.pose(Question("language", Phrase("language.which"), CHOICES))
    contact = replace(turn.context.contact(turn.address), language=chosen, wrote=chosen)
    answered = replace(turn, languages=(chosen,))
    return Outcome(saves=(contact,), answer=answered.reply("language.set"))


def _chosen(said: str) -> Language | None:
    """The language that is named, by its code or by a word."""
    if said[:2] == "en" or said.startswith("ang"):
        return "en"
    return "fr" if said[:2] == "fr" else None


SKILL = Skill("language", hears={"language.set": Heard(set_language, INSIDERS)})
