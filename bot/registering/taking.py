"""Taking a place: the one way in, however somebody comes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from bot.context import Context, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Contact
from bot.model.record import Record
from bot.model.registration import Department, Registration, Standing, registration_key
from bot.model.session import Phase, Session
from bot.registering import letters
from bot.registering.request import Request, shortened, updated
from bot.suppression import come_anew, erased, lifted

Result = Literal["new", "waiting", "changed", "same"]
MOST_DEPARTMENTS = 500
"""So many departments are told apart; what people write beyond that is counted with the others."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a request: the registration as it is now, and what follows from that."""

    result: Result
    registration: Registration
    outcome: Outcome = field(default_factory=Outcome)


def must_be_open(context: Context, session: Session) -> None:
    """Raises Refusal if nobody can register for the session now."""
    if session.phase is Phase.CANCELLED:
        raise Refusal("registration.cancelled_session", session=session)
    if session.ends <= context.now or session.phase is Phase.HELD:
        raise Refusal("registration.over", session=session)


def free(context: Context, session: Session) -> int | None:
    """How many places are left; None where there is no limit."""
    if not session.capacity:
        return None
    taken = context.view.count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}")
    return max(0, session.capacity - taken)


def take(context: Context, session: Session, request: Request) -> Taken:
    """A place, or a turn on the waiting list; the same again changes nothing but what is new.

    Raises Refusal if the session is not open.
    """
    return take_all(context, session, [request])[0]


def take_all(context: Context, session: Session, requests: Sequence[Request]) -> list[Taken]:
    """What came of each request, in their order, as if they had come one after the other.

    Raises Refusal if the session is not open.
    """
    must_be_open(context, session)
    left, known, found = free(context, session), dict[str, Registration](), list[Taken]()
    for request in map(shortened, requests):
        key = registration_key(session.id, request.address)
        before = known.get(key) or context.view.get(Registration, key)
        taken = _taken(context, before, _Wish(session, request, full=left == 0))
        known[key] = taken.registration
        if left is not None and taken.result == "new":
            left -= 1
        found.append(taken)
    return found


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request for a session that has a place left, or is full."""

    session: Session
    request: Request
    full: bool


def _taken(context: Context, before: Registration | None, wish: _Wish) -> Taken:
    request = wish.request
    if before is None:
        new = _new(context, wish)
        gone = erased(context, request.address)
        if gone is not None and _is_old_news(gone, request):
            return Taken("same", new)
        return _entered(context, new, wish)
    if before.standing is Standing.CANCELLED:
        if _is_old_news(before.changed_at, request):
            return Taken("same", before)
        return _entered(context, _again(context, before, wish), wish)
    after = updated(before, request)
    if after is before:
        return _seated(before, request)
    return Taken("changed", after, Outcome(saves=(after, *_met(context, after))))


def _seated(before: Registration, request: Request) -> Taken:
    """Nothing new but perhaps their number in the list of the webinar."""
    if request.seat in ("", before.seat):
        return Taken("same", before)
    after = before.changed(seat=request.seat)
    return Taken("same", after, Outcome(saves=(after,)))


def _is_old_news(no: datetime, request: Request) -> bool:
    """Whether the wish is older than the no that followed it, as in a list that is read again."""
    listed = request.came in ("form", "file", "webinar")
    return listed and (request.at is None or request.at <= no)


def _new(context: Context, wish: _Wish) -> Registration:
    request, now = wish.request, context.now
    contact = context.contact(request.address)
    return Registration(
        session=wish.session.id,
        address=request.address.lower(),
        name=request.name or contact.name,
        language=request.language or contact.speaks,
        department=request.department,
        needs=request.needs,
        consent=request.consent,
        question=request.question,
        standing=Standing.WAITING if wish.full else Standing.REGISTERED,
        at=now,
        changed_at=now,
        came=request.came,
        response=request.response,
        origin=request.origin,
        told=wish.session.sequence,
        seat=request.seat,
    )


def _again(context: Context, before: Registration, wish: _Wish) -> Registration:
    """A place for somebody who had given theirs up."""
    request = wish.request
    return updated(before, request).changed(
        standing=Standing.WAITING if wish.full else Standing.REGISTERED,
        at=context.now,
        changed_at=context.now,
        came=request.came,
        response=request.response or before.response,
        origin=request.origin or before.origin,
        turn=before.turn + 1,
        told=wish.session.sequence,
        seat=request.seat or before.seat,
    )


def _entered(context: Context, registration: Registration, wish: _Wish) -> Taken:
    """The place or turn taken, with the one letter that says so."""
    met, back = _met(context, registration), _back(context, registration)
    if registration.standing is Standing.WAITING:
        sent = letters.waits(context, registration)
        waits = Outcome(saves=(registration, *met), sends=(sent,))
        return Taken("waiting", registration, merge(back, waits))
    if wish.session.flow_confirms and registration.came == "form":
        by_flow = replace(registration, holds=True, sent_by="flow")
        return Taken("new", by_flow, merge(back, Outcome(saves=(by_flow, *met))))
    sent = letters.confirms(context, registration)
    confirmed = Outcome(saves=(registration, *met), sends=(sent,))
    return Taken("new", registration, merge(back, confirmed))


def _back(context: Context, registration: Registration) -> Outcome:
    """What the list of those left out says now of somebody who had not been there.

    The address is off it if mail had come back and they came by themselves.
    They trust that it works now; if not, the letter they get comes back too. A list that the team
    brings says nothing of that, and a wish for no mail stays.
    """
    anew = come_anew(context, registration.address)
    if registration.came not in ("chat", "page", "form"):
        return anew
    return merge(anew, lifted(context, registration.address, "bounced"))


def _met(context: Context, registration: Registration) -> tuple[Record, ...]:
    """The person as a contact and their department, where these are new."""
    view = context.view
    found: list[Record] = []
    contact = view.get(Contact, registration.address)
    if contact is None:
        found.append(
            Contact(
                address=registration.address,
                name=registration.name,
                language=registration.language,
            )
        )
    department = Department(name=registration.department)
    unknown = department.name and view.get(Department, department.folded) is None
    if unknown and view.count(Department, "all", department.all) < MOST_DEPARTMENTS:
        found.append(department)
    return tuple(found)
