"""What was said while the bot was away: questions are answered, orders are asked about first."""

from datetime import timedelta

import cards
from bot.context import REMEMBERED, Turn
from bot.model.conversation import Asked, Card, Incoming, Thread
from bot.model.miss import Miss
from bot.model.outcome import Outcome
from bot.model.people import Contact, Noted
from bot.model.words import Phrase

LATE = timedelta(minutes=15)
TOO_LATE = timedelta(days=1)
WORDS = "words"
HARMLESS = (Asked, Card, Contact, Miss, Noted, Thread)


def too_late(incoming: Incoming, turn: Turn) -> bool:
    """Whether it was said so long ago that nothing follows from it any more."""
    return turn.context.now - incoming.at > TOO_LATE


def asked_about(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome; for an order that comes late, the question whether it still holds."""
    late = turn.context.now - turn.incoming.at > LATE
    if not late or turn.incoming.notice or not _orders(outcome):
        return outcome
    if turn.incoming.press is not None:
        return turn.say("turn.late_press")
    return _question(turn)


def _orders(outcome: Outcome) -> bool:
    """Whether more follows than words."""
    changes = [each for each in outcome.saves if not isinstance(each, HARMLESS)]
    return bool(changes or outcome.sends)


def _question(turn: Turn) -> Outcome:
    said = Phrase("turn.late", {"words": turn.incoming.text, "at": turn.incoming.at})
    card = Card(
        ref=turn.context.id_for("card/late"),
        skill="",
        buttons=("go", "stop"),
        person=turn.address,
        facts={WORDS: turn.incoming.text, "at": turn.incoming.at.isoformat()},
        until=turn.context.now + REMEMBERED,
    )
    labels = [(name, turn.words(f"buttons.{name}")) for name in card.buttons]
    facts = {"said": turn.words(said.key, **said.facts), "buttons": labels}
    rendered = cards.render("moments", card.ref, turn.languages, facts)
    return turn.offer(card, rendered, said)
