"""Who came: “import the attendance of session 1”, with the report; “show rate of session 1”.

« importe les présences de la séance 1 »; « taux de présence de la séance 1 ». What the report would
change is shown first.
"""

from functools import partial

from bot.context import ORGANISERS, Heard, Skill
from bot.reporting import bringing, card, deciding
from bot.skills.attendance import delivered, matching, saying

KIND = saying.KIND

SKILL = Skill(
    KIND.skill,
    hears={
        KIND.intent: Heard(partial(bringing.bring, KIND), ORGANISERS),
        "info.attendance": Heard(saying.show, ORGANISERS),
    },
    presses={
        "go": Heard(partial(deciding.go, KIND), ORGANISERS),
        "match": Heard(matching.match, ORGANISERS),
        "stop": Heard(partial(deciding.stop, KIND), ORGANISERS),
    },
    results=partial(deciding.heard, KIND),
    due=partial(deciding.due, KIND),
    show=lambda turn: deciding.shown(KIND, turn, deciding.of_card(turn)),
    waits=lambda turn: bool(card.buttons(KIND, turn.context, deciding.of_card(turn))),
    standing=partial(card.standing, KIND),
    delivered=delivered.deliver,
)
