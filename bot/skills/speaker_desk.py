"""The team decides on what a speaker said: keep the time, reply to a question, a yes after a no.

Nothing to write: the cards come when a speaker proposes "March 4 at 1 pm" / « le 4 mars à 13 h »,
asks something, says yes after a no, or cannot be reached.
"""

from collections.abc import Callable
from dataclasses import replace

from bot import texts
from bot.context import ORGANISERS, Handler, Heard, Skill, Turn, merge
from bot.errors import Refusal
from bot.invites import answers, card, sent, team
from bot.invites.card import Asking
from bot.invites.notes import Word, to_speaker
from bot.invites.noting import is_here
from bot.invites.unreached import unreached
from bot.model.addresses import mailbox
from bot.model.conversation import Card
from bot.model.outbox import Letter, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking, speaking_key
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


def _readdress(turn: Turn, _: Card, asking: Asking) -> Outcome:
    """The part at another address, to which the invitation or the entry goes at once."""
    written = turn.press.fields.get("address", "")
    if not written:
        return turn.say("speaker_desk.address_empty", **_facts(asking))
    address = mailbox(written)
    context, session, before = turn.context, asking.session, asking.speaking
    if context.view.get(Speaking, speaking_key(session.id, address)):
        return turn.say("speaker_desk.address_taken", address=address, **_facts(asking))
    moved = replace(
        before, address=address, returned=None, nudges=0, asked=context.now, sequence=None
    )
    now = Asking(session, card.begun(context, session, replace(moved, holds=False))[1])
    known = context.view.get(Contact, address) or Contact(address=address, name=before.name)
    kept = Outcome(saves=(now.speaking, known), removes=(before,))
    said = turn.say("speaker_desk.readdressed", address=address, **_facts(now))
    return merge(kept, _written_to(turn, now), said)


def _written_to(turn: Turn, asking: Asking) -> Outcome:
    """The entry to somebody who said yes; to others the invitation again."""
    session, speaking = asking.session, asking.speaking
    if speaking.reply is Reply.YES:
        letter, kept = sent(turn.context, session, speaking)
        return Outcome(saves=(kept,), sends=(letter,))
    facts = {**_facts(asking), "team": turn.context.team.name}
    words = Phrase(f"speaker_invite.asks_{speaking.part}", facts)
    return to_speaker(turn.context, asking, Word(words, f"speaker_invite.subject_{speaking.part}"))


def _seen_to(turn: Turn, shown: Card, asking: Asking) -> Outcome:
    """Nothing more to do: somebody reaches them in another way."""
    done = replace(shown, done="done", waits_with=None)
    by = turn.incoming.sender.name or turn.address
    said = turn.say("speaker_desk.seen_to", by=by, **_facts(asking))
    return merge(Outcome(saves=(done,)), said)


def _facts(asking: Asking) -> dict[str, object]:
    return {"session": asking.session, "speaking": asking.speaking}


def _reached(turn: Turn) -> Outcome:
    """What follows from a letter to somebody who takes part: nothing, unless it was refused."""
    letter = turn.context.view.get(Sending, turn.result.key)
    refused = turn.result.problem and letter and isinstance(letter.content, Letter)
    return unreached(turn.context, letter) if refused and letter else Outcome()


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
    still = OPEN.get(kind, speaking.reply) is speaking.reply and not changed
    if kind == team.UNREACHED.kind:
        still = not shown.done and speaking.returned is not None
    if still:
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
        "readdress": Heard(_pressed(_readdress), ORGANISERS),
        "done": Heard(_pressed(_seen_to), ORGANISERS),
    },
    results=_reached,
    show=_show,
    waits=_waits,
)
