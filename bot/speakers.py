"""Which person is meant, and which part in which session: a speaker's own, or one that is named."""

from collections.abc import Sequence
from dataclasses import replace

from bot import sessions
from bot.context import Context, Question, Turn
from bot.errors import Refusal
from bot.invites.card import Asking, closed
from bot.model.addresses import mailbox
from bot.model.outbox import Person
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.session import Session
from bot.model.speaking import Part, Reply, Speaking, speaking_key
from bot.model.words import Phrase


def confirmed(context: Context, session: Session) -> list[Speaking]:
    """Those who have said yes to speaking, in the order in which they were asked."""
    parts = context.view.find(Speaking, "session", session.id)
    return [each for each in parts if each.reply is Reply.YES and each.part is Part.SPEAKER]


def own(turn: Turn, answer: Reply | None = None) -> Asking | Outcome:
    """The part of the person who speaks; among several, the only one that has another answer yet.

    Raises Refusal, the same for a session that does not exist and one they were not asked for.
    """
    found = _own_named(turn) if turn.slots.get("session") else _own_open(turn)
    if len(found) > 1:
        found = [each for each in found if each.speaking.reply is not answer] or found
    if len(found) == 1:
        return found[0]
    if found:
        return sessions.which(turn, [each.session for each in found])
    if turn.slots.get("session"):
        raise Refusal("sessions.unknown", named=turn.slots["session"])
    raise Refusal("speakers.nothing_asked")


def noted(turn: Turn) -> Asking | Outcome:
    """The part of the person an organiser names; a new one if they were never asked for it."""
    session = sessions.meant(turn) if turn.slots.get("session") else None
    if isinstance(session, Outcome):
        return session
    parts = _parts(turn, session)
    alike = [each for each in parts if _is_called(each.speaking, _written(turn))]
    if len(alike) == 1:
        return alike[0]
    if alike and session is None and len({each.speaking.address for each in alike}) == 1:
        return sessions.which(turn, [each.session for each in alike])
    who = person(turn, [each.speaking for each in alike])
    if isinstance(who, Outcome):
        return who
    session = session or sessions.meant(turn)
    return session if isinstance(session, Outcome) else _part_of(turn, session, who)


def person(turn: Turn, alike: Sequence[Speaking] = ()) -> Person | Outcome:
    """The person whose address or name was written, or the question that settles who it is.

    ``alike`` are those already asked who may be meant. Raises Refusal if what is written for an
    address is none.
    """
    written = _written(turn)
    if not written:
        return turn.ask("person", "speakers.who")
    if "@" in written:
        return _at(turn, mailbox(_address_in(written)))
    contacts = turn.context.view.find(Contact, "folded", written.casefold())
    known = {each.address: _one_line(each.name) for each in alike}
    known |= {each.address: _one_line(each.name) for each in contacts}
    if len(known) == 1:
        [(address, name)] = known.items()
        return Person(address, name)
    if known:
        people = [Person(*each) for each in known.items()]
        several = Phrase("speakers.several", {"named": written, "people": people})
        choices = [(each.address, f"{each.name} ({each.address})") for each in people]
        return turn.pose(Question("person", several, choices))
    remembering = replace(turn, slots={**turn.slots, "name": written})
    return remembering.ask("person", "speakers.address_of", named=written)


def _own_named(turn: Turn) -> list[Asking]:
    parts = ((each, _part(turn, each, turn.address)) for each in sessions.candidates(turn))
    return [Asking(session, speaking) for session, speaking in parts if speaking]


def _own_open(turn: Turn) -> list[Asking]:
    """The person's parts in sessions to come, soonest first."""
    speakings = turn.context.view.find(Speaking, "address", turn.address)
    parts = ((turn.context.view.get(Session, each.session), each) for each in speakings)
    found = [Asking(session, speaking) for session, speaking in parts if session]
    still = [each for each in found if not closed(turn.context, each.session)]
    return sorted(still, key=lambda each: each.session.starts)


def _parts(turn: Turn, session: Session | None) -> list[Asking]:
    """All parts in one session, or in all sessions to come."""
    return [
        Asking(each, speaking)
        for each in ([session] if session else sessions.upcoming(turn))
        for speaking in turn.context.view.find(Speaking, "session", each.id)
    ]


def _part(turn: Turn, session: Session, address: str) -> Speaking | None:
    return turn.context.view.get(Speaking, speaking_key(session.id, address))


def _part_of(turn: Turn, session: Session, who: Person) -> Asking:
    now = turn.context.now
    new = Speaking(
        session=session.id, address=who.address, name=who.name, asked=now, asked_by=turn.address
    )
    return Asking(session, _part(turn, session, who.address) or new)


def _is_called(speaking: Speaking, written: str) -> bool:
    """Whether somebody goes by this: their address, their whole name, or one of its words."""
    said = written.casefold()
    name = speaking.name.casefold()
    return bool(said) and (said in (speaking.address, name) or said in name.split())


def _written(turn: Turn) -> str:
    return _one_line(str(turn.slots.get("person", "")))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _address_in(written: str) -> str:
    """The only word that looks like an address, or all of it for the rule to judge."""
    like = [word for word in written.split() if "@" in word]
    return like[0].strip("<>()[].,;:") if len(like) == 1 else written


def _at(turn: Turn, address: str) -> Person:
    """Who has this address: by the name we know, or the one that was written before."""
    known = turn.context.contact(address).name
    return Person(address, _one_line(known or str(turn.slots.get("name", ""))))
