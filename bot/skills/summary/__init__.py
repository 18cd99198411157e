"""What was said in a session: “draft the summary of session 1”.

« rédige le résumé de la séance 1 ».

It is picked from the transcript and from the records, or made short by a model, and stays a draft
until somebody of the team found both halves right. Then it stands on the page of the session, on
the wiki, and goes to those who asked for it.
"""

from functools import partial

from bot.context import INSIDERS, ORGANISERS, Heard, Skill, Turn, merge
from bot.model.outcome import Outcome
from bot.model.summary import SKILL as NAME
from bot.reporting import bringing as reporting
from bot.reporting import card, deciding
from bot.skills.summary import bringing, drafting, filing, modelling, wishes


def heard(turn: Turn) -> Outcome:
    """What follows an errand: for a transcript that was dropped, or for a model that drafts."""
    if modelling.is_mine(turn):
        return modelling.heard(turn)
    return deciding.heard(bringing.KIND, turn)


def show(turn: Turn) -> Outcome:
    """How the summary, or the transcript of the card, stands."""
    if turn.card is not None and turn.card.ref.startswith(bringing.FILE):
        return deciding.shown(bringing.KIND, turn, deciding.of_card(turn))
    return drafting.show(turn)


def waits(turn: Turn) -> bool:
    """Whether the card of a transcript still waits for a word."""
    if turn.card is None or not turn.card.ref.startswith(bringing.FILE):
        return turn.card is not None
    return bool(card.buttons(bringing.KIND, turn.context, deciding.of_card(turn)))


SKILL = Skill(
    NAME,
    hears={
        "summary.draft": Heard(drafting.draft, ORGANISERS),
        bringing.KIND.intent: Heard(partial(reporting.bring, bringing.KIND), ORGANISERS),
        "summary.model": Heard(modelling.ask, ORGANISERS),
        "summary.wanted": Heard(wishes.wanted, INSIDERS),
    },
    presses={
        "save": Heard(drafting.save, ORGANISERS),
        "reviewed_en": Heard(drafting.reviewed("en"), ORGANISERS),
        "reviewed_fr": Heard(drafting.reviewed("fr"), ORGANISERS),
        "go": Heard(partial(deciding.go, bringing.KIND), ORGANISERS),
        "stop": Heard(partial(deciding.stop, bringing.KIND), ORGANISERS),
    },
    delivered=filing.delivered,
    results=heard,
    due=lambda context: merge(wishes.due(context), deciding.due(bringing.KIND, context)),
    show=show,
    waits=waits,
    standing=bringing.standing,
)
