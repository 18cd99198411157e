"""An answer that an organiser heard and notes for the speaker: it counts like the speaker's own."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.invites import answers, card
from bot.invites.card import Asking
from bot.invites.notes import Word, to_speaker
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.speaking import Reply, Speaking
from bot.model.words import Phrase

TEXTS = "speaker_answer"


def noted_yes(turn: Turn, asking: Asking) -> Outcome:
    """A yes given by word of mouth; the space hears once, by the answer if it was noted there."""
    known = _as_it_stands(turn, asking, Reply.YES)
    if known:
        return known
    asking = _with_card(turn, asking)
    outcome = answers.confirmed(turn.context, asking, turn.address)
    elsewhere = tuple(each for each in outcome.sends if not is_here(turn, each))
    return _said(turn, asking, replace(outcome, sends=elsewhere))


def noted_no(turn: Turn, asking: Asking) -> Outcome:
    """A no given by word of mouth."""
    known = _as_it_stands(turn, asking, Reply.NO)
    if known:
        return known
    asking = _with_card(turn, asking)
    return _said(turn, asking, answers.declined(turn.context, asking, turn.address))


def _as_it_stands(turn: Turn, asking: Asking, reply: Reply) -> Outcome | None:
    """What is said where nothing is to be noted any more."""
    facts = {"session": asking.session, "speaking": asking.speaking}
    if card.closed(turn.context, asking.session):
        return turn.say(f"{TEXTS}.noted_closed", **facts)
    if asking.speaking.reply is reply:
        return turn.say(f"{TEXTS}.noted_already_{reply}", **facts)
    return None


def _with_card(turn: Turn, asking: Asking) -> Asking:
    if asking.speaking.card:
        return asking
    return Asking(asking.session, card.begun(turn.context, asking.session, asking.speaking)[1])


def _said(turn: Turn, asking: Asking, outcome: Outcome) -> Outcome:
    """The outcome with the organiser's answer, and a word to the speaker if they are in chat."""
    kept = [each for each in outcome.saves if isinstance(each, Speaking)][-1]
    now, context = Asking(asking.session, kept), turn.context
    by = turn.incoming.sender.name or turn.address
    facts = {"session": now.session, "speaking": kept, "by": by}
    heard = Outcome()
    if context.contact(kept.address).places:
        words = Phrase(f"{TEXTS}.noted_{kept.reply}_words", facts)
        heard = to_speaker(context, now, Word(words))
    answer = turn.say(f"{TEXTS}.noted_{kept.reply}", **facts)
    return merge(outcome, heard, Outcome(saves=(_audited(turn, now),)), answer)


def _audited(turn: Turn, asking: Asking) -> Noted:
    return Noted(
        id=turn.context.id_for(f"noted/{asking.speaking.key}"),
        at=turn.context.now,
        who=turn.address,
        what=f"noted {asking.speaking.reply}",
        about=f"session/{asking.session.id}",
    )


def is_here(turn: Turn, sending: Sending) -> bool:
    """Whether a sending goes where the turn takes place, and its answer says the same."""
    place = turn.incoming.place
    return (sending.door, sending.to) == (place.channel, place.room)
