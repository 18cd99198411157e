"""The team decides on a reply, once: give the place up, send the confirmation again, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing
from bot.model.returned import MailReply
from bot.model.session import Session
from bot.planning.drafts import noted
from bot.registering import leaving, letters, taking
from bot.skills.returned import card

Place = tuple[Session, Registration]
NUMBER = re.compile(r"\d+")
ALL_OF_THEM = frozenset({card.ALL, "both", "les deux", "toutes"})


def give_up(turn: Turn) -> Outcome:
    """The places given up for them; what is in their calendar is taken out."""
    reply = _reply(turn)
    if reply.settled:
        return _settled(turn, reply)
    places = _places(turn, reply)
    left = [leaving.leave(turn.context, session, place) for session, place in places]
    audits = (
        noted(turn, "registration.given_up", f"session/{session.id}") for session, _ in places
    )
    return merge(Outcome(saves=tuple(audits)), *left, _decided(turn, reply, places))


def resend(turn: Turn) -> Outcome:
    """The confirmation, which has the link and the calendar entry, sent once more."""
    reply = _reply(turn)
    if reply.settled:
        return _settled(turn, reply)
    places = _places(turn, reply)
    sends = (letters.confirms_again(turn.context, place, reply.id) for _, place in places)
    return merge(Outcome(sends=tuple(sends)), _decided(turn, reply, places))


def done(turn: Turn) -> Outcome:
    """Nothing more to do: somebody has seen to it."""
    reply = _reply(turn)
    return _settled(turn, reply) if reply.settled else _decided(turn, reply)


def show(turn: Turn) -> Outcome:
    """The card as it stands: what is to decide, or what was."""
    reply, shown = _reply(turn), turn.shown_card
    if reply.settled:
        return _settled(turn, reply)
    rendered = card.rendered(turn.context, shown, reply, turn.languages)
    return Outcome(answer=Answer(card=rendered))


def waits(turn: Turn) -> bool:
    """Whether there is still something to decide."""
    reply = turn.context.view.get(MailReply, str(turn.shown_card.facts["reply"]))
    return reply is not None and not reply.settled


def _decided(turn: Turn, reply: MailReply, places: Sequence[Place] = ()) -> Outcome:
    """The reply and its card settled by the pressed button, and that said."""
    button = turn.press.button
    by = turn.incoming.sender.name or turn.address
    now = replace(reply, settled=button, by=by, meant=tuple(place.key for _, place in places))
    settled = replace(turn.shown_card, done=button, waits_with=None)
    return merge(Outcome(saves=(now, settled)), _settled(turn, now))


def _settled(turn: Turn, reply: MailReply) -> Outcome:
    sessions = card.sessions(turn.context, reply)
    return turn.say(f"returned.{reply.settled}", reply=reply, sessions=sessions)


def _places(turn: Turn, reply: MailReply) -> list[Place]:
    """The places that the reply is about. Raises Refusal if there is none, or none was chosen."""
    known = [_place(turn, key) for key in reply.places]
    found = [each for each in known if each is not None]
    wanted = _chosen(turn, reply, [session for session, _ in found])
    meant = [each for each in found if each[0].id in wanted]
    if not meant:
        raise Refusal("turn.card_unknown")
    for session, place in meant:
        taking.must_be_open(turn.context, session)
        if place.standing is Standing.CANCELLED:
            raise Refusal("returned.gone", reply=reply, session=session)
    return meant


def _place(turn: Turn, key: str) -> Place | None:
    registration = turn.context.view.get(Registration, key)
    session = turn.context.view.get(Session, registration.session) if registration else None
    return (session, registration) if session and registration else None


def _chosen(turn: Turn, reply: MailReply, sessions: Sequence[Session]) -> frozenset[str]:
    """The numbers of the sessions that are meant: chosen on the card, or typed after the button.

    Raises Refusal if that is not clear.
    """
    numbers = frozenset(each.id for each in sessions)
    if not reply.among:
        return numbers
    said = (turn.press.fields.get(card.WHICH) or turn.incoming.text).strip().casefold()
    if said in ALL_OF_THEM:
        return numbers
    wanted = frozenset(NUMBER.findall(said))
    if not wanted or not wanted <= numbers:
        raise Refusal("returned.which", reply=reply, sessions=sessions)
    return wanted


def _reply(turn: Turn) -> MailReply:
    return turn.of_card(MailReply, "reply")
