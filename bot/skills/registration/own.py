"""One's own registration: “sign me up for session 3”, « annule mon inscription »."""

from dataclasses import replace

from bot import sessions
from bot.context import Turn, merge
from bot.model.addresses import mailbox
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.polling.shown import open_now, own_address
from bot.registering import leaving, taking
from bot.registering.letters import facts_of
from bot.registering.request import OWN, Request, shortened
from bot.skills.registration import card
from bot.speakers import person

MOST_POLLS = 2
CONSENT = {"yes": True, "no": False}


def register(turn: Turn) -> Outcome:
    """A place for whoever asks, or for the person the team names."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    if turn.slots.get("person"):
        return _for_another(turn, session)
    taken = taking.take(turn.context, session, _own_request(turn))
    key = (
        f"{taken.registration.standing}_{'now' if taken.result in ('new', 'waiting') else 'before'}"
    )
    return merge(taken.outcome, _shown(turn, session, taken.registration, key))


def _own_request(turn: Turn) -> Request:
    language = turn.languages[0] if len(turn.languages) == 1 else None
    return Request(address=turn.address, name=turn.incoming.sender.name, language=language)


def _for_another(turn: Turn, session: Session) -> Outcome:
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    request = Request(address=who.address, name=who.name, came="team")
    taken = taking.take(turn.context, session, request)
    key = "other_before" if taken.result in ("same", "changed") else f"other_{taken.result}"
    facts = facts_of(turn.context, session, taken.registration)
    return merge(taken.outcome, turn.say(f"registration.{key}", **facts))


def _shown(turn: Turn, session: Session, registration: Registration, key: str) -> Outcome:
    """The registration in words and, where nobody else reads it, on its card."""
    facts = facts_of(turn.context, session, registration)
    if not turn.incoming.private:
        return turn.say(f"registration.{key}", **facts)
    rendered = card.of_registration(turn.context, session, registration, turn.languages)
    said = Phrase(f"registration.{key}", facts)
    return turn.offer(card.own(session, registration), rendered, said)


def cancel(turn: Turn) -> Outcome:
    """The place given up; where several may be meant, the question which."""
    active = _active(turn)
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
        active = [each for each in active if each[0].id == session.id]
        if not active:
            return turn.say("registration.not_registered", session=session)
    if not active:
        return turn.say("registration.none_of_yours")
    if len(active) > 1:
        return sessions.which(turn, [session for session, _ in active])
    return _left(turn, *active[0])


def _left(turn: Turn, session: Session, registration: Registration) -> Outcome:
    said = turn.say("registration.left", **facts_of(turn.context, session, registration))
    return merge(leaving.leave(turn.context, session, registration), said)


def _active(turn: Turn) -> list[tuple[Session, Registration]]:
    """The person's places and turns to wait in sessions to come, soonest first."""
    view, now = turn.context.view, turn.context.now
    mine = view.find(Registration, "address", turn.address)
    found = [(view.get(Session, each.session), each) for each in mine]
    active = [
        (session, each)
        for session, each in found
        if session
        and session.upcoming
        and session.ends > now
        and each.standing is not Standing.CANCELLED
    ]
    return sorted(active, key=lambda pair: pair[0].starts)


def status(turn: Turn) -> Outcome:
    """What the person has registered for."""
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
        key = registration_key(session.id, turn.address)
        mine = turn.context.view.get(Registration, key)
        if mine is None or mine.standing is Standing.CANCELLED:
            return turn.say("registration.not_registered", session=session)
        return _shown(turn, session, mine, f"{mine.standing}_before")
    active = _active(turn)
    if not active:
        return turn.say("registration.none_of_yours")
    if len(active) == 1:
        return _shown(turn, *active[0], f"{active[0][1].standing}_before")
    return turn.say("registration.yours", registrations=active)


def press_register(turn: Turn) -> Outcome:
    """A place for whoever fills in the form, or again for whoever gave theirs up."""
    session = _session(turn)
    if turn.card is not None and turn.card.public:
        return _from_page(turn, session)
    taken = taking.take(turn.context, session, Request(address=_mine(turn).address))
    key = f"{taken.registration.standing}_now"
    return merge(taken.outcome, _again(turn, session, taken.registration, key))


def _from_page(turn: Turn, session: Session) -> Outcome:
    """The same words for everyone: a page does not tell who is registered already.

    Nor does it change what somebody else has said of themselves.
    """
    address = mailbox(turn.press.fields.get("address", ""))
    origin = turn.press.fields.get(card.ORIGIN, "")
    request = replace(_said_of_themselves(turn), address=address, came="page", origin=origin)
    if request.language is None and len(turn.languages) == 1:
        request = replace(request, language=turn.languages[0])
    full = taking.free(turn.context, session) == 0
    taken = taking.take(turn.context, session, request)
    key = "registration.page_waiting" if full else "registration.page_registered"
    words = turn.say(key, session=session, address=request.address)
    return words if taken.result in ("same", "changed") else merge(taken.outcome, words)


def press_save(turn: Turn) -> Outcome:
    """What the person says of themselves, kept."""
    session, mine = _session(turn), _mine(turn)
    said = _said_of_themselves(turn)
    after = mine.changed(**{name: getattr(said, name) for name in OWN})
    return merge(Outcome(saves=(after,)), _again(turn, session, after, "saved"))


def press_leave(turn: Turn) -> Outcome:
    """The place given up; pressed again, that is said again."""
    session, mine = _session(turn), _mine(turn)
    if mine.standing is Standing.CANCELLED:
        return _again(turn, session, mine, "left")
    outcome = leaving.leave(turn.context, session, mine)
    gone = next(each for each in outcome.saves if isinstance(each, Registration))
    return merge(outcome, _again(turn, session, gone, "left"))


def show(turn: Turn) -> Outcome:
    """The registration as it stands, or the form for those who have none."""
    session = _session(turn)
    if turn.card is not None and turn.card.public:
        form = card.of_session(turn.context, session, turn.languages)
        return Outcome(answer=Answer(card=form))
    mine = _mine(turn)
    if session.upcoming is None or session.ends <= turn.context.now:
        taking.must_be_open(turn.context, session)
    rendered = card.of_registration(turn.context, session, mine, turn.languages)
    return Outcome(answer=Answer(_votes(turn, mine), rendered))


def _votes(turn: Turn, mine: Registration) -> str:
    """Where the person votes now as themselves, in the newest polls; empty if none is open."""
    if mine.standing is Standing.CANCELLED:
        return ""
    polls = open_now(turn.context, mine.session)[-MOST_POLLS:]
    votes = [(each, own_address(turn.context, each, mine.ref)) for each in polls]
    return turn.words("registration.vote", votes=votes) if votes else ""


def _again(turn: Turn, session: Session, mine: Registration, key: str) -> Outcome:
    """What was done in words, in the place of the card, with the card as it is now."""
    facts = facts_of(turn.context, session, mine)
    rendered = card.of_registration(turn.context, session, mine, turn.languages)
    said = turn.words(f"registration.{key}", **facts)
    return Outcome(answer=Answer(said, rendered, replaces=mine.ref))


def _said_of_themselves(turn: Turn) -> Request:
    """What stands in the fields of the card."""
    fields = turn.press.fields
    spoken = [each for each in LANGUAGES if each == fields.get("language")]
    return shortened(
        Request(
            address="",
            name=" ".join(fields.get("name", "").split()),
            department=" ".join(fields.get("department", "").split()),
            language=spoken[0] if spoken else None,
            needs=fields.get("needs", ""),
            question=fields.get("question", ""),
            consent=CONSENT.get(fields.get("consent", "")),
        )
    )


def _session(turn: Turn) -> Session:
    about = turn.card.about if turn.card else ""
    return sessions.of_card(turn.context, about.partition("/")[2])


def _mine(turn: Turn) -> Registration:
    return turn.of_card(Registration, "registration")
