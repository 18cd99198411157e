"""What happened in the list of a webinar: who left it, who was entered in it."""

from collections.abc import Mapping, Sequence

from bot import sessions
from bot.context import Context, Turn, merge
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing, registration_key
from bot.registering import leaving


def deliver(turn: Turn) -> Outcome:
    """The places of those who have left the list, given up; the seats in it, noted.

    Programs read how many registrations changed.
    """
    delivery, context = turn.incoming.delivery, turn.context
    assert delivery is not None
    session = sessions.of_card(context, str(delivery.facts["session"])).id
    gone = _given_up(context, session, delivery.facts.get("gone", ()))
    seated = _seated(context, session, delivery.facts.get("seats", {}))
    outcome = merge(gone, seated)
    return Outcome(
        saves=outcome.saves, sends=outcome.sends, answer=Answer(facts={"changed": len(gone.saves)})
    )


def _given_up(context: Context, session: str, addresses: Sequence[str]) -> Outcome:
    """The places of those who came by the webinar and have left it, given up here too.

    Who came another way has their place whatever Webex's list says.
    """
    found = (_of(context, session, each) for each in dict.fromkeys(addresses))
    gone = [each for each in found if each is not None and _came_and_left(each)]
    return merge(*(leaving.given_up(context, each.changed(seat="")) for each in gone))


def _came_and_left(registration: Registration) -> bool:
    return registration.came == "webinar" and registration.standing is not Standing.CANCELLED


def _seated(context: Context, session: str, seats: Mapping[str, str]) -> Outcome:
    """The numbers of these people in the list, none where they are no longer in it.

    Who has left since they were entered is withdrawn by it; who was withdrawn and has come again
    since is entered anew.
    """
    found = [(_of(context, session, address), seat) for address, seat in seats.items()]
    return Outcome(
        saves=tuple(
            registration.changed(seat=seat)
            for registration, seat in found
            if registration is not None and registration.seat != seat
        )
    )


def _of(context: Context, session: str, address: str) -> Registration | None:
    return context.view.get(Registration, registration_key(session, address))
