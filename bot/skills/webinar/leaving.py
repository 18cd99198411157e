"""Those who gave up their place in Webex, or whom the host turned down there."""

from bot import sessions
from bot.context import Turn, merge
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing, registration_key
from bot.registering import leaving


def deliver(turn: Turn) -> Outcome:
    """The places of those who came by the webinar and have left it, given up here too.

    Who came another way has their place whatever Webex's list says.
    """
    delivery, context = turn.incoming.delivery, turn.context
    assert delivery is not None
    session = sessions.of_card(context, str(delivery.facts["session"]))
    keys = (registration_key(session.id, each) for each in delivery.facts["gone"])
    found = (context.view.get(Registration, key) for key in dict.fromkeys(keys))
    gone = [each for each in found if each is not None and _came_and_left(each)]
    outcome = merge(*(leaving.given_up(context, each) for each in gone))
    return Outcome(
        saves=outcome.saves, sends=outcome.sends, answer=Answer(facts={"left": len(gone)})
    )


def _came_and_left(registration: Registration) -> bool:
    return registration.came == "webinar" and registration.standing is not Standing.CANCELLED
