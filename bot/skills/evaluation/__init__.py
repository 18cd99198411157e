"""What people thought: “import the evaluation of session 1”, with the export of the form.

« importe les réponses à l’évaluation de la séance 1 »; “what do the evaluations of session 1 say?”.
Responses may also be posted by a flow. Who answered is not kept.
"""

from functools import partial

from bot.context import ORGANISERS, Heard, Skill
from bot.context import merge as merged
from bot.model.evaluation import SKILL as NAME
from bot.reporting import bringing, card, deciding
from bot.skills.evaluation import delivered, saying

KIND = saying.KIND

SKILL = Skill(
    NAME,
    hears={
        KIND.intent: Heard(partial(bringing.bring, KIND), ORGANISERS),
        "evaluation.summary": Heard(saying.show, ORGANISERS),
    },
    presses={
        "go": Heard(partial(deciding.go, KIND), ORGANISERS),
        "stop": Heard(partial(deciding.stop, KIND), ORGANISERS),
    },
    results=partial(deciding.heard, KIND),
    due=lambda context: merged(deciding.due(KIND, context), delivered.due(context)),
    show=lambda turn: deciding.shown(KIND, turn, deciding.of_card(turn)),
    waits=lambda turn: bool(card.buttons(KIND, turn.context, deciding.of_card(turn))),
    standing=partial(card.standing, KIND),
    delivered=delivered.deliver,
)
