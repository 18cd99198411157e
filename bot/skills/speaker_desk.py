"""The team decides on what a speaker said: keep the time, reply to a question, a yes after a no.

Nothing to write: the cards come when a speaker proposes "March 4 at 1 pm" / « le 4 mars à 13 h »,
asks something, or says yes after a no.
"""

from collections.abc import Callable
from dataclasses import replace

from bot import texts
from bot.context import ORGANISERS, Handler, Heard, Skill, Turn, merge
from bot.errors import Refusal
from bot.invites import answers, card, team
from bot.invites.card import Asking
from bot.invites.notes import Word, to_speaker
from bot.invites.noting import is_here
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both, Phrase

Decided = Callable[[Turn, Card, Asking], Outcome]
OPEN = {"proposal": Reply.OTHER_TIME, "returning": Reply.RETURNING}
"""Where an invitation stands while a card still waits for its decision."""


def _keep(turn: Turn, _: Card, asking: Asking) -> Outcome:
    """The planned time stays, and the speaker is asked again."""
    return _say_to_both(turn, Outcome(saves=(_asked_again(turn, asking.speaking),)), asking, "keep")


def _accept(turn: Turn, _: Card, asking: Asking) -> Outcome:
    """The yes after a no stands; the space hears once, by the answer where it was pressed."""
    outcome = answers.confirmed(turn.context, asking)
    elsewhere = tuple(each for each in outcome.sends if not is_here(turn, each))
    return _say_to_both(turn, replace(outcome, sends=elsewhere), asking, "accept")


def _refuse(turn: Turn, _: Card, asking: Asking) -> Outcome:
    """The no stays."""
    no = asking.speaking.changed(reply=Reply.NO)
    return _say_to_both(turn, Outcome(saves=(no,)), asking, "refuse")


def _reply(turn: Turn, shown: Card, asking: Asking) -> Outcome:
    """The reply goes to the speaker, who is then asked again if no answer was given yet."""
    reply = turn.press.fields.get("reply", "")
    if not reply:
        return turn.say("speaker_desk.reply_empty")
    waiting = asking.speaking.reply is Reply.QUESTION
    speaking = _asked_again(turn, asking.speaking) if waiting else asking.speaking.changed()
    by = turn.incoming.sender.name or turn.address
    facts = {"by": by, "said": shown.facts["said"], "reply": reply}
    return _say_to_both(turn, Outcome(saves=(speaking,)), asking, "reply", facts)


def _asked_again(turn: Turn, speaking: Speaking) -> Speaking:
    now = turn.context.now
    return speaking.changed(reply=Reply.ASKED, asked=now, answered=None, nudges=0)


def _say_to_both(
    turn: Turn, outcome: Outcome, asking: Asking, name: str, more: dict[str, object] | None = None
) -> Outcome:
    """The outcome, said to the organiser, and to the speaker with the card as it then is."""
    speaking = next(each for each in outcome.saves if isinstance(each, Speaking))
    now = Asking(asking.session, speaking)
    facts: dict[str, object] = {"session": now.session, "speaking": speaking, **(more or {})}
    words = Word(Phrase(f"speaker_desk.{name}_words", facts))
    told = to_speaker(turn.context, now, words)
    return merge(outcome, told, turn.say(f"speaker_desk.{name}_done", **facts))


def _pressed(decide: Decided) -> Handler:
    """The handler of a button of the team, while there is still something to decide."""

    def handle(turn: Turn) -> Outcome:
        shown, asking = _of_card(turn)
        settled = _settled(turn, shown, asking)
        if settled:
            return turn.say(settled.key, **settled.facts)
        return _done(turn, shown, decide(turn, shown, asking))

    return handle


def _done(turn: Turn, shown: Card, outcome: Outcome) -> Outcome:
    """The outcome, with the card settled if something was decided."""
    decided = any(isinstance(each, Speaking) for each in outcome.saves)
    done = (replace(shown, done=turn.press.button, waits_with=None),) if decided else ()
    return replace(outcome, saves=(*outcome.saves, *done))


def _settled(turn: Turn, shown: Card, asking: Asking) -> Phrase | None:
    """Why there is nothing left to decide, if there is nothing."""
    if card.closed(turn.context, asking.session):
        return Phrase("speaker_desk.over")
    if shown.done == "reply":
        return Phrase("speaker_desk.replied_before")
    kind, speaking = shown.facts["kind"], asking.speaking
    changed = kind != "question" and shown.facts["said"] != speaking.said
    if not changed and OPEN.get(kind, speaking.reply) is speaking.reply:
        return None
    facts = {"session": asking.session, "speaking": speaking, "state": _state(speaking)}
    return Phrase("speaker_desk.settled", facts)


def _state(speaking: Speaking) -> Both:
    return texts.both(Phrase(f"speakers.{speaking.reply}", {"speaking": speaking}))


def _of_card(turn: Turn) -> tuple[Card, Asking]:
    shown, view = turn.card, turn.context.view
    speaking = view.get(Speaking, shown.facts["speaking"]) if shown else None
    session = view.get(Session, speaking.session) if speaking else None
    if shown is None or speaking is None or session is None:
        raise Refusal("turn.card_unknown")
    return shown, Asking(session, speaking)


def _show(turn: Turn) -> Outcome:
    """The card as it stands: what is to decide, or that nothing is any more."""
    shown, asking = _of_card(turn)
    settled = _settled(turn, shown, asking)
    if settled:
        return turn.say(settled.key, **settled.facts)
    return Outcome(answer=Answer(card=team.rendered(shown, asking, turn.languages)))


def _waits(turn: Turn) -> bool:
    """Whether there is still something to decide on the card."""
    try:
        shown, asking = _of_card(turn)
    except Refusal:
        return False
    return _settled(turn, shown, asking) is None


SKILL = Skill(
    team.SKILL,
    presses={
        "keep": Heard(_pressed(_keep), ORGANISERS),
        "yes": Heard(_pressed(_accept), ORGANISERS),
        "no": Heard(_pressed(_refuse), ORGANISERS),
        "reply": Heard(_pressed(_reply), ORGANISERS),
    },
    show=_show,
    waits=_waits,
)
