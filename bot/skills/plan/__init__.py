"""The plan of a session: one list at two scales, the month and the minutes of the day.

“show the checklist”, “item 5 is done”, “add to the checklist of session 2: …”, “assign item 5 to
Ben”, “run of show”, “hand over everything from Ben to Ana” / « montre la liste de vérification »,
« l'élément 5 est fait », « ajoute à la liste de la séance 2 : … », « déroulement ».
"""

from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.skills.plan import adding, changing, handing, own, showing

HEARS = {
    "checklist.show": showing.show,
    "checklist.done": changing.done,
    "checklist.reopen": changing.reopen,
    "checklist.add": adding.add,
    "checklist.remove": changing.remove,
    "checklist.assign": changing.assign,
    "checklist.move": changing.move,
    "checklist.hand_over": handing.hand_over,
    "info.checklist_template": showing.template,
    "info.run_of_show": showing.run_of_show,
    "info.tasks": own.tasks,
}
PRESSES = {
    "plan_done": changing.pressed_done,
    "plan_more": showing.more,
    "plan_day": showing.day,
    "plan_month": showing.month,
    "plan_spread": adding.spread,
    "go": handing.go,
    "stop": handing.stop,
}


def show(turn: Turn) -> Outcome:
    """The card of the turn as it stands."""
    if turn.card is None:
        return Outcome()
    if "scale" in turn.card.facts:
        return showing.again(turn)
    return handing.show(turn) if "giver" in turn.card.facts else turn.say("planning.answered")


SKILL = Skill(
    "plan",
    hears={name: Heard(handle, ORGANISERS) for name, handle in HEARS.items()},
    presses={name: Heard(handle, ORGANISERS) for name, handle in PRESSES.items()},
    show=show,
)
