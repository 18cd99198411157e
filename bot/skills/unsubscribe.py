"""“unsubscribe me” / « désabonnez-moi »: nothing more that one did not ask for.

The same by the link in such a letter. “subscribe me again” / « réabonnez-moi » takes it back.
"""

from dataclasses import replace

from bot.context import INSIDERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.suppression import added, lifted, reasons

NAME = "unsubscribe"


def leave(turn: Turn) -> Outcome:
    """Whoever speaks, left out of what they did not ask for."""
    outcome = added(turn.context, turn.address, "unsubscribed")
    key = "done" if outcome.saves else "already"
    return replace(outcome, answer=turn.reply(f"{NAME}.{key}"))


def come_back(turn: Turn) -> Outcome:
    """The same taken back."""
    outcome = lifted(turn.context, turn.address, "unsubscribed")
    key = "back" if outcome.saves or outcome.removes else "not_out"
    return replace(outcome, answer=turn.reply(f"{NAME}.{key}"))


def deliver(turn: Turn) -> Outcome:
    """What the owner of a link wants; an address that was erased is not kept again."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    address, wish = str(delivery.facts["address"]), str(delivery.facts["wish"])
    if wish == "return":
        return lifted(turn.context, address, "unsubscribed")
    if "erased" in reasons(turn.context, address):
        return Outcome()
    return added(turn.context, address, "unsubscribed")


SKILL = Skill(
    NAME,
    hears={
        "mail.unsubscribe": Heard(leave, INSIDERS),
        "mail.subscribe": Heard(come_back, INSIDERS),
    },
    delivered=deliver,
)
