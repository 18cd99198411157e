"""Which letter of ours somebody answers, or a mail server sent back."""

from collections.abc import Iterable, Iterator

from bot.context import Context
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Sending, letter_mark
from bot.model.registration import Registration
from bot.model.returned import MailReply
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.registering.letters import keys_of

BEGUN = (Stage.RUNNING, Stage.WAITING, Stage.STOPPED, Stage.DONE, Stage.DROPPED)


def sessions_of(context: Context, address: str, letters: Iterable[str]) -> tuple[Session, ...]:
    """The sessions that a letter of ours to this address told of, by Message-IDs.

    The first is the one it was about; a reminder may have told of others that are near. None if
    none of them is that of a letter to this address: a Message-ID follows from the key of the
    letter, and the address is part of the key.
    """
    named = {each.strip("<>").partition("@")[0] for each in letters}
    for session in _sessions(context, address) if named else ():
        if any(letter_mark(key) in named for key in _keys(context, address, session)):
            return (session, *_beside(context, address, session, named))
    return ()


def mailing_of(context: Context, address: str, letters: Iterable[str]) -> Mailing | None:
    """The mailing of which a letter to this address was, by Message-IDs; None if of none."""
    named = {each.strip("<>").partition("@")[0] for each in letters}
    found = (each for stage in BEGUN for each in context.view.find(Mailing, "stage_", stage))
    return next((each for each in found if letter_mark(each.key_for(address)) in named), None)


def letter_of(context: Context, address: str, letters: Iterable[str]) -> Sending | None:
    """The one of these letters that was to this address alone, by Message-IDs, if there is one."""
    named = (each.strip("<>").partition("@")[0] for each in letters)
    found = (each for mark in named for each in context.view.find(Sending, "letter", mark))
    return next((each for each in found if each.to == address), None)


def _beside(context: Context, address: str, session: Session, named: set[str]) -> Iterator[Session]:
    """The other sessions that the reminder told of, or may have."""
    for mailing in context.view.find(Mailing, "about", f"session/{session.id}"):
        if letter_mark(mailing.key_for(address)) in named:
            others = (about.partition("/")[2] for about in mailing.tells[1:])
            yield from filter(None, (context.view.get(Session, each) for each in others))


def _sessions(context: Context, address: str) -> Iterator[Session]:
    """The sessions that this person registered for or speaks at."""
    places = (each.session for each in context.view.find(Registration, "address", address))
    parts = (each.session for each in context.view.find(Speaking, "address", address))
    for number in dict.fromkeys((*places, *parts)):
        session = context.view.get(Session, number)
        if session is not None:
            yield session


def _keys(context: Context, address: str, session: Session) -> Iterator[str]:
    for each in context.view.find(Registration, "address", address):
        if each.session == session.id:
            wishes = context.view.find(MailReply, "registration", each.key)
            yield from keys_of(session, each, [wish.id for wish in wishes])
    for mailing in context.view.find(Mailing, "about", f"session/{session.id}"):
        yield mailing.key_for(address)
