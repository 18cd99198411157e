"""Who is thanked, each once and as one of a group: who spoke, who came, who did not, partners."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.context import Context, Languages
from bot.model.attendance import Attended, Turnout
from bot.model.mailing import Addressed, Mailing
from bot.model.outbox import Person
from bot.model.outreach import Partner
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.registering.letters import languages_of
from bot.skills.thanks.wording import ABSENT, CAME, GREETING, GROUPS, PARTNERS, SPEAKERS

HELLO = {"en": "Hello", "fr": "Bonjour"}
OF_REPORTS = (CAME, ABSENT)
"""Groups that are known only once a report says who came."""


@dataclass(frozen=True, slots=True)
class Thanked:
    """Somebody who is thanked, and as what."""

    address: str
    name: str
    languages: Languages
    group: str


def session_of(context: Context, mailing: Mailing) -> Session | None:
    """The session that the mailing is about."""
    return context.view.get(Session, mailing.about.partition("/")[2])


def known(context: Context, session: Session) -> tuple[str, ...]:
    """The groups that can be told apart: who came is known only from a report."""
    if context.view.get(Turnout, session.id) is not None:
        return GROUPS
    return tuple(each for each in GROUPS if each not in OF_REPORTS)


def people(context: Context, mailing: Mailing) -> Iterator[Thanked]:
    """Those whom the mailing may be for, each once, as the first group that they are in.

    Who speaks is never thanked as somebody who did not come, even where only others are thanked.
    """
    session, wanted = session_of(context, mailing), mailing.facts["groups"]
    if session is None:
        return
    seen: set[str] = set()
    for group in GROUPS:
        for each in _OF[group](context, session):
            address = each.address.lower()
            if address not in seen:
                seen.add(address)
                if group in wanted:
                    yield each


def addressed(context: Context, mailing: Mailing, person: Thanked) -> Addressed | str | None:
    """The person's letter; why they are passed over."""
    session = session_of(context, mailing)
    if session is None or session.phase is Phase.CANCELLED:
        return "the session was not held"
    return Addressed(
        to=Person(person.address, person.name),
        form=person.group,
        languages=person.languages,
        values=_greetings(person.name, person.languages),
    )


def _speaking(context: Context, session: Session) -> Iterator[Thanked]:
    for each in context.view.find(Speaking, "session", session.id):
        if each.reply is Reply.YES:
            languages = context.languages_of(each.address)
            yield Thanked(each.address, each.name, languages, SPEAKERS)


def _came(context: Context, session: Session) -> Iterator[Thanked]:
    """Those who had registered and came, and those who came without a place."""
    for kind in ("registered", "unmatched"):
        for each in context.view.oldest(Attended, "kind_in", f"{session.id}/{kind}"):
            mine = _registered(context, session, each.registered)
            if mine is not None:
                yield _of_registration(context, mine, CAME)
            elif each.address:
                languages = context.languages_of(each.address)
                yield Thanked(each.address, each.name, languages, CAME)


def _absent(context: Context, session: Session) -> Iterator[Thanked]:
    standing = f"{session.id}/{Standing.REGISTERED}"
    for each in context.view.oldest(Registration, "standing_in", standing):
        here = f"{session.id}/{each.address.lower()}"
        if not context.view.count(Attended, "registered_in", here):
            yield _of_registration(context, each, ABSENT)


def _partners(context: Context, _: Session) -> Iterator[Thanked]:
    for each in context.view.oldest(Partner, "listed", "partner"):
        languages = (each.language,) if each.language else context.languages_of(each.address)
        yield Thanked(each.address, each.contact, languages, PARTNERS)


_OF: dict[str, Callable[[Context, Session], Iterable[Thanked]]] = {
    SPEAKERS: _speaking,
    CAME: _came,
    ABSENT: _absent,
    PARTNERS: _partners,
}


def _registered(context: Context, session: Session, address: str) -> Registration | None:
    if not address:
        return None
    return context.view.get(Registration, registration_key(session.id, address))


def _of_registration(context: Context, mine: Registration, group: str) -> Thanked:
    return Thanked(mine.address, mine.name, languages_of(context, mine), group)


def _greetings(name: str, languages: Languages) -> dict[str, str]:
    called = " ".join(name.split())
    return {
        f"{GREETING}_{each}": f"{HELLO[each]} {called}," if called else f"{HELLO[each]},"
        for each in languages
    }
