"""The team decides on a reply, once: give the place up, send the confirmation again, or nothing."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing
from bot.model.returned import MailReply
from bot.model.session import Session
from bot.planning.drafts import noted
from bot.registering import leaving, letters, taking
from bot.skills.returned import card


def give_up(turn: Turn) -> Outcome:
    """The place given up for them; what is in their calendar is taken out."""
    reply = _reply(turn)
    if reply.settled:
        return _settled(turn, reply)
    session, registration = _place(turn, reply)
    audit = noted(turn, "registration.given_up", f"session/{session.id}")
    left = leaving.leave(turn.context, session, registration)
    return merge(Outcome(saves=(audit,)), left, _decided(turn, reply))


def resend(turn: Turn) -> Outcome:
    """The confirmation, which has the link and the calendar entry, sent once more."""
    reply = _reply(turn)
    if reply.settled:
        return _settled(turn, reply)
    _, registration = _place(turn, reply)
    sent = letters.confirms_again(turn.context, registration, reply.id)
    return merge(Outcome(sends=(sent,)), _decided(turn, reply))


def done(turn: Turn) -> Outcome:
    """Nothing more to do: somebody has seen to it."""
    reply = _reply(turn)
    return _settled(turn, reply) if reply.settled else _decided(turn, reply)


def show(turn: Turn) -> Outcome:
    """The card as it stands: what is to decide, or what was."""
    reply, shown = _reply(turn), _card(turn)
    if reply.settled:
        return _settled(turn, reply)
    rendered = card.rendered(turn.context, shown, reply, turn.languages)
    return Outcome(answer=Answer(card=rendered))


def waits(turn: Turn) -> bool:
    """Whether there is still something to decide."""
    reply = turn.context.view.get(MailReply, str(_card(turn).facts["reply"]))
    return reply is not None and not reply.settled


def _decided(turn: Turn, reply: MailReply) -> Outcome:
    """The reply and its card settled by the pressed button, and that said."""
    button = turn.press.button
    by = turn.incoming.sender.name or turn.address
    now = replace(reply, settled=button, by=by)
    settled = replace(_card(turn), done=button, waits_with=None)
    return merge(Outcome(saves=(now, settled)), _settled(turn, now))


def _settled(turn: Turn, reply: MailReply) -> Outcome:
    session = card.session_of(turn.context, reply)
    return turn.say(f"returned.{reply.settled}", reply=reply, session=session)


def _place(turn: Turn, reply: MailReply) -> tuple[Session, Registration]:
    """The place that the reply is about. Raises Refusal if there is none any more."""
    registration = turn.context.view.get(Registration, reply.registration)
    session = card.session_of(turn.context, reply)
    if registration is None or session is None:
        raise Refusal("turn.card_unknown")
    taking.must_be_open(turn.context, session)
    if registration.standing is Standing.CANCELLED:
        raise Refusal("returned.gone", reply=reply, session=session)
    return session, registration


def _reply(turn: Turn) -> MailReply:
    reply = turn.context.view.get(MailReply, str(_card(turn).facts["reply"]))
    if reply is None:
        raise Refusal("turn.card_unknown")
    return reply


def _card(turn: Turn) -> Card:
    assert turn.card is not None
    return turn.card
