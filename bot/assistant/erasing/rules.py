"""What becomes of each record about somebody who is erased.

What is theirs alone goes. Where a number must stay right, the record stays without them. Everywhere
else the alias takes their place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.assistant.erasing.person import Person
from bot.context import Context
from bot.model.access import AccessPlan, Ticket
from bot.model.attendance import Attended
from bot.model.briefing import Informed
from bot.model.conversation import Asked, Card, Seen, Thread, Undo
from bot.model.erasure import Erasure
from bot.model.evaluation import Evaluated, Evaluation
from bot.model.forms import Response
from bot.model.lesson import TeamLesson
from bot.model.outbox import ANSWER, OPEN, Sending, State
from bot.model.outcome import Outcome
from bot.model.outreach import Partner, PastAttendee
from bot.model.people import Account, Contact, Noted, Route
from bot.model.poll import Vote
from bot.model.question import AudienceQuestion
from bot.model.record import Record, View, key_of
from bot.model.registration import Registration, Standing
from bot.model.returned import MailReply
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.summary import Summary, SummaryWish
from bot.model.suppression import Suppressed
from bot.posts import MAIL
from bot.registering import leaving
from bot.retaining import nobody, terms
from storage import rewritten

KINDS: Mapping[type[Record], str] = {
    Registration: "registrations",
    Speaking: "parts",
    Contact: "contact",
    Account: "contact",
    Route: "contact",
    Response: "forms",
    MailReply: "mail",
    PastAttendee: "lists",
    Partner: "lists",
    Informed: "lists",
    Vote: "votes",
    AudienceQuestion: "questions",
    Ticket: "tickets",
    Attended: "attendance",
}
LETTERS, OTHERS = "letters", "notes"
PASSING = (
    Sending, Seen, Card, Asked, Thread, Undo, Noted, Summary, Attended, Evaluated, Evaluation,
    TeamLesson,
)  # fmt: skip
"""Records of what was said and done: names are taken out of these too."""
THEIRS: tuple[tuple[type[Record], Callable[[Person, Record], bool]], ...] = (
    (Contact, lambda person, each: key_of(each) == person.address),
    (Suppressed, lambda person, each: key_of(each) == person.address),
    (Account, lambda person, each: getattr(each, "address", "") == person.address),
    (PastAttendee, lambda person, each: key_of(each) == person.address),
    (Informed, lambda person, each: key_of(each) == person.address),
    (Partner, lambda person, each: key_of(each) == person.address),
    (MailReply, lambda person, each: getattr(each, "address", "") == person.address),
    (Route, lambda person, each: key_of(each).partition("/")[2] in person.rooms),
    (Card, lambda person, each: getattr(each, "person", "") == person.address),
    (SummaryWish, lambda person, each: getattr(each, "address", "") == person.address),
    (Response, lambda _person, _each: True),
    (Asked, lambda _person, _each: True),
    (Thread, lambda _person, _each: True),
    (Undo, lambda _person, _each: True),
    (Erasure, lambda _person, _each: True),
)
"""What goes as a whole: what can be undone, too, for it would bring them back."""


def kind_of(record: Record) -> str:
    """What such records are called where they are counted."""
    if isinstance(record, Sending) and record.door == MAIL:
        return LETTERS
    return KINDS.get(type(record), OTHERS)


def stays(person: Person, view: View, record: Record) -> bool:
    """Whether it has nothing of this person, or is needed for a session, or is on hold."""
    if isinstance(record, Erasure) and record.alias == person.alias:
        return True
    if person.kept and _belongs(person, record):
        return True
    return not names(person, record) or terms.session_of(view, record) in terms.held(view)


def names(person: Person, record: Record) -> bool:
    """Whether it has anything of this person."""
    return _without(person, record) != record


def is_leaving(record: Record) -> bool:
    """Whether it is being sent at this moment, and would come back as it was; or is a last word."""
    if not isinstance(record, Sending):
        return False
    answers = record.key.startswith(ANSWER) and record.state in OPEN
    return record.state is State.SENDING or answers


def erased(context: Context, person: Person, record: Record) -> Outcome:
    """The record gone, or without them; for a place at a session to come, that is given up."""
    if isinstance(record, Registration) and record.address == person.address:
        return _given_up(context, person, record)
    if isinstance(record, Speaking) and record.address == person.address:
        return _replaced(record, _nobody_speaking(person, record))
    if isinstance(record, AudienceQuestion) and record.by == person.address:
        return _not_asked(context, record)
    if isinstance(record, Attended | Ticket | AccessPlan):
        return _replaced(record, _anonymous(person, record))
    if _is_theirs(person, record):
        return Outcome(removes=(record,))
    return _replaced(record, _without(person, record))


def _is_theirs(person: Person, record: Record) -> bool:
    if isinstance(record, Sending):
        return record.to.lower() in (person.address, *map(str.lower, person.rooms))
    return any(isinstance(record, kind) and rule(person, record) for kind, rule in THEIRS)


def _belongs(person: Person, record: Record) -> bool:
    """Whether the record is needed for a session in which they take part."""
    if isinstance(record, (Contact, Account, Route)):
        return True
    if isinstance(record, Speaking):
        return record.session in person.kept
    return getattr(record, "about", "") in {f"session/{each}" for each in person.kept}


def _without(person: Person, record: Record) -> Record:
    change = person.unnamed if isinstance(record, PASSING) else person.without
    return rewritten(record, change)


def _replaced(before: Record, after: Record) -> Outcome:
    moved = key_of(before) != key_of(after)
    return Outcome(saves=(after,), removes=(before,) if moved else ())


def _not_asked(context: Context, mine: AudienceQuestion) -> Outcome:
    """The question gone; where others asked the same, it stands in the words of one of them."""
    alike = context.view.find(AudienceQuestion, "gathered", mine.id)
    other = next((each for each in alike if each.by != mine.by), None)
    if other is None:
        return Outcome(removes=(mine,))
    return Outcome(saves=(mine.changed(by="", source="", words=other.words),))


def _anonymous(person: Person, record: Attended | Ticket | AccessPlan) -> Record:
    if isinstance(record, Attended):
        return _nobody_came(person, record)
    return _unticketed(person, record)


def _unticketed(person: Person, record: Ticket | AccessPlan) -> Record:
    """Those who see to tickets without them, or one ticket.

    Theirs stays as a number, with what it was about and no words.
    """
    if isinstance(record, AccessPlan):
        return record.changed(people=tuple(e for e in record.people if e != person.address))
    return _ticket(person, record)


def _nobody_came(person: Person, came: Attended) -> Attended:
    """Somebody who came, as a number; who it may have been is forgotten where it is them."""
    own = person.address in (came.address, came.registered)
    if not own and person.unnamed(came.name) == came.name:
        perhaps = "" if came.perhaps == person.address else came.perhaps
        return came.changed(perhaps=perhaps, registered=person.without(came.registered))
    return replace(
        nobody.came(came, person.alias),
        registered=person.alias if came.registered == person.address else came.registered,
        perhaps="" if came.perhaps == person.address else came.perhaps,
    )


def _ticket(person: Person, ticket: Ticket) -> Ticket:
    owner = "" if ticket.owner == person.address else ticket.owner
    if ticket.by != person.address:
        return ticket.changed(owner=owner, words=person.without(ticket.words))
    return replace(nobody.ticket(ticket), owner=owner)


def _given_up(context: Context, person: Person, mine: Registration) -> Outcome:
    """The registration as a number without a name; nothing is written to them about it."""
    session = context.view.get(Session, mine.session)
    coming = session is not None and session.upcoming is not None and session.ends > context.now
    left = Outcome()
    if session is not None and coming and mine.standing is not Standing.CANCELLED:
        left = leaving.leave(context, session, mine)
    now = next((each for each in left.saves if key_of(each) == mine.key), mine)
    others = tuple(each for each in left.saves if key_of(each) != mine.key)
    assert isinstance(now, Registration)
    return Outcome(
        saves=(*others, nobody.registered(now, person.alias)),
        removes=(mine,),
        sends=tuple(each for each in left.sends if each.to != person.address),
    )


def _nobody_speaking(person: Person, mine: Speaking) -> Speaking:
    return replace(
        nobody.speaking(mine, person.alias),
        asked_by=person.without(mine.asked_by),
        noted_by=person.without(mine.noted_by),
    )
