"""A file of registrations in chat: “import the registrations for session 3”, with the file.

« importe les inscriptions de la séance 3 »; a file without words means the same. What it would
change is shown first.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.importing import INTENT
from bot.skills.registration_file import bringing, card, deciding, results

SKILL = Skill(
    card.SKILL,
    hears={INTENT: Heard(bringing.bring, ORGANISERS)},
    presses={
        "go": Heard(deciding.go, ORGANISERS),
        "look_again": Heard(deciding.look_again, ORGANISERS),
        "stop": Heard(deciding.stop, ORGANISERS),
    },
    results=results.heard,
    due=deciding.due,
    show=deciding.show,
    waits=deciding.waits,
    standing=card.standing,
)
