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
    sources,
)


def go(turn: Turn) -> Outcome:
    """What the card shows, done."""
    if _has(turn, by_hand.PASTED):
        return by_hand.go(turn)
    return cancelling.go(turn) if _has(turn, cancelling.REMOVES) else making.go(turn)


def stop(turn: Turn) -> Outcome:
    """What the card shows, left."""
    if _has(turn, by_hand.PASTED):
        return by_hand.stop(turn)
    return cancelling.stop(turn) if _has(turn, cancelling.REMOVES) else making.stop(turn)


def show(turn: Turn) -> Outcome:
    """How what the card is about stands."""
    lasting = turn.card is not None and turn.card.ref == card.ref_of(turn.card.facts["session"])
    return making.show(turn) if lasting else turn.say("planning.answered")


def _has(turn: Turn, what: str) -> bool:
    return turn.card is not None and what in turn.card.facts


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
        "webinar.sources": Heard(sources.sources, ORGANISERS),
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
