"""Answers on their way: what makes one heard twice the same, and those nobody waits for."""

from datetime import datetime

import cards
from bot.model.conversation import Incoming
from bot.model.outbox import ANSWER, Message, Sending
from bot.model.outcome import Answer, Outcome


def seen_key(incoming: Incoming) -> str:
    """The key under which what was heard is remembered."""
    return f"{incoming.place.channel}/{incoming.id}"


def empty(outcome: Outcome) -> bool:
    """Whether nothing follows from it."""
    return not (outcome.saves or outcome.removes or outcome.sends)


def sayable(incoming: Incoming, answer: Answer) -> Answer:
    """The answer; nothing if it is for the person alone, and others would read it."""
    overheard = answer.them_alone and not (incoming.private or incoming.alone)
    return Answer() if overheard else answer


def as_sendings(incoming: Incoming, answer: Answer, now: datetime) -> tuple[Sending, ...]:
    """The answer as a message, for platforms that do not wait for it."""
    if not answer:
        return ()
    place = incoming.place
    return (
        Sending(
            key=f"{ANSWER}{place.channel}/{incoming.id}",
            door=place.channel,
            to=place.room,
            content=_message(answer, incoming.thread),
            created=now,
            card=cards.ref_of(answer.card) if answer.card else "",
        ),
    )


def _message(answer: Answer, thread: str) -> Message:
    return Message(
        text=answer.text,
        card=answer.card,
        replaces=answer.replaces,
        below=answer.below,
        thread=thread,
        file=answer.file,
    )
