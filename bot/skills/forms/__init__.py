"""Forms whose responses come by a flow: “the form is for session 3”, “what should the form ask?”.

« le formulaire est pour la séance 3 », « quelles questions mettre dans le formulaire? »

The first response of a form waits, and the team is asked once what the form is for.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.skills.forms import card, delivered, questions, settling

SKILL = Skill(
    card.SKILL,
    hears={
        "form.session": Heard(settling.for_session, ORGANISERS),
        "info.form": Heard(questions.listed, ORGANISERS),
    },
    presses={"save": Heard(settling.save, ORGANISERS)},
    due=settling.due,
    show=settling.show,
    standing=card.standing,
    delivered=delivered.deliver,
)
