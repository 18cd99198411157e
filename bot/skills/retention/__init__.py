"""For how long what is kept, what is past its time and may go, what is on hold.

“keep registrations for 18 months”, “what would be disposed of?”, “hold session 3: request A-12”
« garde les inscriptions pendant 18 mois », « qu'est-ce qui serait détruit? »,
« suspends la destruction de la séance 3 : demande A-12 »

Nothing goes by itself: once a month what is past its time is counted and shown, and a press
disposes of it.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.retention import SKILL as NAME
from bot.skills.retention import deciding, holding, looking, settling

SKILL = Skill(
    NAME,
    hears={
        "retention.set": Heard(settling.set_, ORGANISERS),
        "retention.show": Heard(settling.show, ORGANISERS),
        "retention.preview": Heard(looking.ask, ORGANISERS),
        "retention.log": Heard(deciding.log, ORGANISERS),
        "hold.set": Heard(holding.set_, ORGANISERS),
        "hold.release": Heard(holding.release, ORGANISERS),
    },
    presses={
        "dispose": Heard(deciding.dispose, ORGANISERS),
        "keep_for_now": Heard(deciding.keep, ORGANISERS),
    },
    results=looking.found,
    due=looking.due,
    show=deciding.show,
    waits=deciding.waits,
)
