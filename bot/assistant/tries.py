"""What becomes of a sending that did not get through, or perhaps did."""

from datetime import datetime, timedelta

from bot.assistant.doors import DELAYS, Again, delay
from bot.model.outbox import Sending, State

UNCERTAIN = "uncertain"
GONE = "gone"
SOON = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


def retried(sending: Sending, now: datetime, problem: str, asked: float | None) -> Sending:
    """The sending, waiting for its next try; failed when it was tried enough.

    One that expires meanwhile waits no longer than that, so that it holds up nothing behind it.
    """
    wait = delay(sending.key, sending.attempts, asked)
    if wait is None:
        return sending.now(State.FAILED, now, problem=problem)
    again = now + wait
    if sending.expires is not None:
        again = min(again, max(now, sending.expires) + SECOND)
    return _once_more(sending, now, again, problem)


def cut_short(sending: Sending, again: Again, now: datetime) -> Sending:
    """The sending after the process died while it left: sent at once more, or left to a person."""
    if _may_go_again(sending, again, now):
        return _once_more(sending, now, now, UNCERTAIN)
    return sending.now(State.UNCERTAIN, now, problem=UNCERTAIN)


def unanswered(sending: Sending, again: Again, now: datetime) -> Sending:
    """The sending after the other side took it, perhaps, and never said so."""
    if _may_go_again(sending, again, now):
        return retried(sending, now, UNCERTAIN, None)
    return sending.now(State.UNCERTAIN, now, problem=UNCERTAIN)


def _may_go_again(sending: Sending, again: Again, now: datetime) -> bool:
    """Whether the rule of the door lets it leave a second time by itself.

    A door that knows a second copy takes it as long as there are tries left; a chat takes it once,
    if that is soon.
    """
    if again == "resend":
        return sending.attempts < len(DELAYS)
    recent = sending.changed is not None and abs(now - sending.changed) <= SOON
    return again == "soon" and recent and sending.problem != UNCERTAIN


def _once_more(sending: Sending, now: datetime, again: datetime, problem: str) -> Sending:
    return sending.now(
        State.RETRYING, now, problem=problem, not_before=again, attempts=sending.attempts + 1
    )
