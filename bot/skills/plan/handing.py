"""Somebody leaves: all that they own moves to somebody else, after a card and a press."""

from dataclasses import replace

from bot import texts
from bot.context import CARD_LIFE, Turn
from bot.errors import Refusal
from bot.hosting.owned import Hands, handed
from bot.hosting.rows import called
from bot.hosting.who import address_of
from bot.model.conversation import Card
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.drafts import noted
from bot.posts import Note, to_person


def hand_over(turn: Turn) -> Outcome:
    """What would move, how much of it, and the buttons."""
    if not turn.slots.get("giver"):
        return turn.ask("giver", "plan.from_whom")
    if not turn.slots.get("taker"):
        return turn.ask("taker", "plan.to_whom")
    giver = address_of(turn, str(turn.slots["giver"]))
    hands = Hands(giver, address_of(turn, str(turn.slots["taker"])))
    if hands.giver == hands.taker:
        raise Refusal("plan.same_hands")
    said = _said(turn, hands)
    if not said.facts["total"]:
        return turn.say("plan.nothing_owned", **said.facts)
    card = Card(
        ref=turn.context.id_for("card/hand_over"),
        skill="plan",
        buttons=("go", "stop"),
        person=turn.address,
        facts={"giver": hands.giver, "taker": hands.taker},
        until=turn.context.now + CARD_LIFE,
    )
    labels = [choosing.named(turn, each) for each in card.buttons]
    return choosing.put(turn, choosing.Choice(card, said, labels))


def _said(turn: Turn, hands: Hands) -> Phrase:
    found = handed(turn.context, hands)
    sessions = {each.session for those in found.values() for each in those if each.session}
    counts = {kind: sum(each.many for each in those) for kind, those in found.items()}
    facts = {
        "giver": called(turn.context, hands.giver),
        "taker": called(turn.context, hands.taker),
        "lines": [texts.both(Phrase(f"plan.owned_{k}", {"many": n})) for k, n in counts.items()],
        "total": sum(counts.values()),
        "sessions": sorted(sessions, key=int),
    }
    return Phrase("plan.hand_over", facts)


def go(turn: Turn) -> Outcome:
    """Everything in its new hands; whoever takes it over is told."""
    hands = _hands(turn)
    if choosing.card_of(turn).done:
        return show(turn)
    found = handed(turn.context, hands)
    saves = tuple(each.record for those in found.values() for each in those)
    said = _said(turn, hands)
    told = turn.say("plan.handed_over", **said.facts)
    sends = () if hands.taker == turn.address else (_told(turn, hands, said),)
    audit = noted(turn, "plan.handed_over", "plan")
    return choosing.settled(turn, replace(told, saves=(*saves, audit), sends=sends))


def _told(turn: Turn, hands: Hands, said: Phrase) -> Sending:
    words = Phrase("plan.taken_over", said.facts)
    note = Note(
        key=f"plan/{turn.context.id_for('plan/taken_over')}",
        words=words,
        subject=Phrase("plan.taken_over_subject", said.facts),
        letter=words,
    )
    return to_person(turn.context, hands.taker, note)


def stop(turn: Turn) -> Outcome:
    """Everything stays as it is."""
    if choosing.card_of(turn).done:
        return show(turn)
    return choosing.settled(turn, turn.say("plan.kept", **_said(turn, _hands(turn)).facts))


def show(turn: Turn) -> Outcome:
    """What became of the card."""
    card = choosing.card_of(turn)
    if not card.done:
        said = _said(turn, _hands(turn))
        return turn.say(said.key, **said.facts)
    return turn.say("planning.answered")


def _hands(turn: Turn) -> Hands:
    facts = choosing.card_of(turn).facts
    if "giver" not in facts:
        raise Refusal("turn.card_unknown")
    return Hands(str(facts["giver"]), str(facts["taker"]))
