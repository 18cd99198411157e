"""The questions for a registration form: “what should the form ask?”.

« quelles questions mettre dans le formulaire? »
"""

from bot import texts
from bot.context import Turn
from bot.model.outcome import Answer, Outcome
from bot.model.words import LANGUAGES, Phrase


def listed(turn: Turn) -> Outcome:
    """The questions in both languages, ready to copy, with the privacy notice."""
    notice = texts.both(Phrase("registration_card.privacy"))
    asked = Phrase("forms.questions", {"notice": notice})
    both = texts.join([texts.render(asked, each) for each in LANGUAGES])
    return Outcome(answer=Answer(f"{turn.words('forms.copy')}\n\n{both}"))
