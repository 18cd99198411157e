"""Letters to those who registered: written when they leave, from what is true then."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot import texts
from bot.context import Context, Languages
from bot.invites import CANCEL, REQUEST, invite
from bot.model.outbox import Draft, Invite, Letter, Person, Sending, versioned
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.posts import MAIL
from bot.texts.moments import local

SKILL = "registration"
NEEDS_BEFORE = timedelta(days=10)
"""How long before a session an accommodation must be known to be surely arranged."""


def confirms(context: Context, registration: Registration) -> Sending:
    """The one letter that says that a place is taken, with the calendar entry."""
    return _sending(context, "confirmed", registration, str(registration.turn))


def waits(context: Context, registration: Registration) -> Sending:
    """The letter that says that the session is full, and what comes next."""
    return _sending(context, "waiting", registration, str(registration.turn))


def renews(context: Context, session: Session, registration: Registration) -> Sending:
    """The letter that brings the calendar entry up to date."""
    return _sending(context, "renewed", registration, f"{registration.turn}-{session.sequence}")


def takes_back(context: Context, registration: Registration) -> tuple[Sending, ...]:
    """The letter that takes the entry out of the calendar of somebody who holds one of ours."""
    if not registration.holds or registration.sent_by != "bot":
        return ()
    return (_sending(context, "withdrawn", registration, str(registration.turn)),)


def calls_off(context: Context, registration: Registration) -> Sending:
    """The letter that says that a session is cancelled; it empties the calendars that hold it."""
    return _sending(context, "withdrawn", registration, f"{registration.turn}-off")


def confirms_again(context: Context, registration: Registration, wish: str) -> Sending:
    """The same letter once more, as somebody asked for it by that wish."""
    name = "waiting" if registration.standing is Standing.WAITING else "confirmed"
    return _sending(context, name, registration, f"{registration.turn}-again-{wish}")


def keys_of(session: Session, registration: Registration, wishes: Sequence[str]) -> Iterator[str]:
    """The keys by which all letters left that this person may have received about the session.

    ``wishes`` are those for which a letter was sent once more.
    """
    entries = range(session.sequence + 2 * registration.turn)
    for turn in range(1, registration.turn + 1):
        times = (str(turn), *(f"{turn}-again-{wish}" for wish in wishes))
        plain = (_key(name, registration, each) for each in times for name in _STILL)
        renewed = (_key("renewed", registration, f"{turn}-{each}") for each in entries)
        for key in (*plain, _key("withdrawn", registration, f"{turn}-off"), *renewed):
            yield key
            yield from (versioned(key, each) for each in entries)


def _key(name: str, registration: Registration, time: str) -> str:
    return f"registration/{name}/{registration.key}/{time}"


def _sending(context: Context, name: str, registration: Registration, time: str) -> Sending:
    return Sending(
        key=_key(name, registration, time),
        door=MAIL,
        to=registration.address,
        content=Draft(SKILL, name, registration.key),
        created=context.now,
        about=f"session/{registration.session}",
        then=SKILL,
    )


def written(context: Context, draft: Draft) -> Letter | None:
    """The letter as it should leave now; None if what it would say has ceased to be so."""
    registration = context.view.get(Registration, draft.about)
    session = context.view.get(Session, registration.session) if registration else None
    if registration is None or session is None or not _STILL[draft.name](session, registration):
        return None
    if draft.name != "withdrawn" and session.ends <= context.now:
        return None
    return _letter(context, draft.name, session, registration)


def _registered(session: Session, registration: Registration) -> bool:
    return registration.standing is Standing.REGISTERED and session.upcoming is not None


def _outdated(session: Session, registration: Registration) -> bool:
    known = -1 if registration.sequence is None else registration.sequence
    return _registered(session, registration) and known < version_of(session, registration)


def _waiting(session: Session, registration: Registration) -> bool:
    return registration.standing is Standing.WAITING and session.upcoming is not None


def _gone(session: Session, registration: Registration) -> bool:
    return registration.standing is Standing.CANCELLED or session.upcoming is None


_STILL: dict[str, Callable[[Session, Registration], bool]] = {
    "confirmed": _registered,
    "renewed": _outdated,
    "waiting": _waiting,
    "withdrawn": _gone,
}
_METHOD = {"confirmed": REQUEST, "renewed": REQUEST, "withdrawn": CANCEL}


def languages_of(context: Context, registration: Registration) -> Languages:
    """The languages a registered person is written to in; both if they never showed one."""
    language = registration.language or context.contact(registration.address).speaks
    return (language,) if language else LANGUAGES


def facts_of(context: Context, session: Session, registration: Registration) -> dict[str, object]:
    """What the letters say of a registration."""
    return {
        "session": session,
        "registration": registration,
        "team": context.team,
        "link": context.link(registration.ref),
        "needs_by": needs_by(session),
        "in_time": in_time(context, session),
        "page": f"{context.setup.public_url}/s/{session.id}",
    }


def needs_by(session: Session) -> date:
    """The last day on which an accommodation can surely be arranged."""
    return local(session.starts, session.zone).date() - NEEDS_BEFORE


def in_time(context: Context, session: Session) -> bool:
    """Whether an accommodation that is asked for now can surely be arranged."""
    return local(context.now, session.zone).date() <= needs_by(session)


def _letter(context: Context, name: str, session: Session, registration: Registration) -> Letter:
    languages = languages_of(context, registration)
    facts = facts_of(context, session, registration)
    subject, body = Phrase(f"registration.{name}_subject", facts), f"registration.{name}_letter"
    return Letter(
        subject=" | ".join(dict.fromkeys(texts.render(subject, each) for each in languages)),
        body="\n\n---\n\n".join(texts.render(Phrase(body, facts), each) for each in languages),
        languages=languages,
        invite=_entry(context, name, session, registration),
    )


def _entry(
    context: Context, name: str, session: Session, registration: Registration
) -> Invite | None:
    """The calendar entry; none in a letter to somebody who has none of ours to take out."""
    ours = registration.holds and registration.sent_by == "bot"
    if name not in _METHOD or (name == "withdrawn" and not ours):
        return None
    attendee = Person(registration.address, registration.name)
    entry = invite(context, session, attendee, _METHOD[name])
    return replace(entry, sequence=version_of(session, registration))


def version_of(session: Session, registration: Registration) -> int:
    """The sequence of the entry for one person: it grows with the session, and as they go and come.

    A calendar takes no version that is not newer than the one it has (RFC 5546, section 2.1.4).
    """
    gone = registration.standing is Standing.CANCELLED
    return session.sequence + 2 * (registration.turn - 1) + int(gone)
