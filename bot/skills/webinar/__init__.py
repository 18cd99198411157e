"""The webinar of a session in Webex: made, kept in step, taken away; and those registered there.

“create the webinar for session 3”, “bring in the webinar's registrants of session 3”;
« crée le webinaire de la séance 3 », « importe les inscrits du webinaire de la séance 3 ».
"""

from bot.context import ORGANISERS, Context, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.webinar import SKILL as NAME
from bot.skills.webinar import (
    by_hand,
    cancelling,
    card,
    keeping,
    leaving,
    making,
    reading,
    results,
)


def go(turn: Turn) -> Outcome:
    """What the card shows, done."""
    return cancelling.go(turn) if _removes(turn) else making.go(turn)


def stop(turn: Turn) -> Outcome:
    """What the card shows, left."""
    return cancelling.stop(turn) if _removes(turn) else making.stop(turn)


def show(turn: Turn) -> Outcome:
    """How what the card is about stands."""
    return cancelling.show(turn) if _removes(turn) else making.show(turn)


def _removes(turn: Turn) -> bool:
    return turn.card is not None and cancelling.REMOVES in turn.card.facts


def due(context: Context) -> Outcome:
    """What is owed to the webinars by now; one thing after the other, as both keep the record."""
    if not context.setup.webinars:
        return Outcome()
    read = reading.due(context)
    return read if read.saves else keeping.due(context)


SKILL = Skill(
    NAME,
    hears={
        "webinar.create": Heard(making.create, ORGANISERS),
        "webinar.links": Heard(by_hand.links, ORGANISERS),
        "webinar.cancel": Heard(cancelling.cancel, ORGANISERS),
        "webinar.registrants": Heard(reading.bring, ORGANISERS),
    },
    presses={
        "go": Heard(go, ORGANISERS),
        "stop": Heard(stop, ORGANISERS),
        "save": Heard(by_hand.save, ORGANISERS),
    },
    results=results.heard,
    due=due,
    show=show,
    waits=making.waits,
    standing=card.standing,
    delivered=leaving.deliver,
)
