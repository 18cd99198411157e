"""Registrations that a form, a flow or a file brings."""

from collections import Counter

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Answer, Outcome
from bot.model.registration import FileTaken
from bot.model.session import Session
from bot.registering import taking


def deliver(turn: Turn) -> Outcome:
    """What came of each request, counted, for the program that brought them."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    session = turn.context.view.get(Session, str(delivery.facts["session"]))
    if session is None:
        raise Refusal("sessions.unknown", named=delivery.facts["session"])
    taken = taking.take_all(turn.context, session, delivery.facts["requests"])
    counted = Counter[str](each.result for each in taken)
    outcome = merge(*(each.outcome for each in taken))
    by_file = any(each.came == "file" for each in delivery.facts["requests"])
    kept = (FileTaken(session=session.id, at=turn.context.now),) if by_file else ()
    return Outcome(
        saves=(*outcome.saves, *kept),
        removes=outcome.removes,
        sends=outcome.sends,
        answer=Answer(turn.words("registration.delivered", **_counts(counted)), facts=counted),
    )


def _counts(counted: Counter[str]) -> dict[str, int]:
    return {name: counted[name] for name in ("new", "waiting", "changed", "same")}
