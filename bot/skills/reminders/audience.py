"""Who is reminded, and with which words: speakers first, then those who have a place."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.context import Context, Languages
from bot.model.mailing import Addressed, Mailing
from bot.model.outbox import Person
from bot.model.registration import UNKNOWN, Registration, Standing, registration_key
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking, speaking_key
from bot.model.suppression import UNREACHED
from bot.registering.counting import unreached
from bot.registering.letters import languages_of
from bot.suppression import left_out

REGISTERED, SPEAKERS = "registered", "speakers"
GROUPS = (SPEAKERS, REGISTERED)
SAMPLES = 3
Reminded = Registration | Speaking


@dataclass(frozen=True, slots=True)
class Audience:
    """How many would be written to, by language (both: nobody knows), and how many passed over."""

    groups: tuple[str, ...]
    speakers: int
    registered: int
    languages: dict[str, int]
    suppressed: int

    @property
    def total(self) -> int:
        """How many letters that makes."""
        return self.speakers + self.registered


def of_session(context: Context, session: Session, groups: tuple[str, ...]) -> Audience:
    """The audience as it is now; whoever speaks and has a place is counted as a speaker."""
    count = context.view.count
    speakers = _speaking(context, session) if SPEAKERS in groups else []
    registered, languages = 0, dict.fromkeys(("en", "fr", "both"), 0)
    if REGISTERED in groups:
        registered = count(Registration, "standing_in", f"{session.id}/{Standing.REGISTERED}")
        for name, value in (("en", "en"), ("fr", "fr"), ("both", UNKNOWN)):
            languages[name] = count(Registration, "language_in", f"{session.id}/{value}")
    for each in speakers:
        mine = _place_of(context, session, each.address)
        if mine is not None and REGISTERED in groups:
            registered -= 1
            languages[mine.language or "both"] -= 1
        known = context.languages_of(each.address)
        languages[known[0] if len(known) == 1 else "both"] += 1
    return Audience(
        groups=groups,
        speakers=len(speakers),
        registered=registered,
        languages=languages,
        suppressed=unreached(context, session, *UNREACHED) if REGISTERED in groups else 0,
    )


def people(context: Context, mailing: Mailing) -> Iterator[Reminded]:
    """Those whom the mailing may be for, one by one."""
    session = session_of(context, mailing)
    groups = tuple(mailing.facts["groups"])
    if session is None:
        return
    if SPEAKERS in groups:
        yield from _speaking(context, session)
    if REGISTERED in groups:
        standing = f"{session.id}/{Standing.REGISTERED}"
        yield from context.view.oldest(Registration, "standing_in", standing)


def addressed(context: Context, mailing: Mailing, person: Reminded) -> Addressed | str | None:
    """The person's letter, why they are passed over, or None if they are not meant."""
    session = session_of(context, mailing)
    if session is None or session.upcoming is None:
        return "the session is not held"
    if isinstance(person, Registration):
        now = context.view.get(Registration, person.key)
        late = mailing.frozen is not None and person.at > mailing.frozen
        if now is None or now.standing is not Standing.REGISTERED or late:
            return None
        speaks = context.view.get(Speaking, speaking_key(session.id, person.address))
        if SPEAKERS in mailing.facts["groups"] and speaks and speaks.reply is Reply.YES:
            return None
        languages, link, form = languages_of(context, now), context.link(now.ref), REGISTERED
    else:
        languages = context.languages_of(person.address)
        link, form = context.link(person.card), SPEAKERS
    return Addressed(
        to=Person(person.address, person.name),
        form=form,
        languages=languages,
        values={**_greetings(person.name, languages), "own": link},
    )


def _greetings(name: str, languages: Languages) -> dict[str, str]:
    hello = {"en": "Hello", "fr": "Bonjour"}
    called = " ".join(name.split())
    return {
        f"greeting_{each}": f"{hello[each]} {called}," if called else f"{hello[each]},"
        for each in languages
    }


def samples(context: Context, mailing: Mailing) -> list[Addressed]:
    """The first letters of the mailing, if possible one in each language, as they would leave."""
    found: dict[object, Addressed] = {}
    for looked, person in enumerate(people(context, mailing)):
        letter = addressed(context, mailing, person)
        out = left_out(context, person.address, UNREACHED)
        if isinstance(letter, Addressed) and not out:
            found.setdefault((letter.form, letter.languages), letter)
        if len(found) >= SAMPLES or looked > 200:
            break
    return [*found.values()][:SAMPLES]


def session_of(context: Context, mailing: Mailing) -> Session | None:
    """The session that the mailing is about."""
    return context.view.get(Session, mailing.about.partition("/")[2])


def _speaking(context: Context, session: Session) -> list[Speaking]:
    asked = context.view.find(Speaking, "session", session.id)
    return [each for each in asked if each.reply is Reply.YES]


def _place_of(context: Context, session: Session, address: str) -> Registration | None:
    mine = context.view.get(Registration, registration_key(session.id, address))
    return mine if mine is not None and mine.standing is Standing.REGISTERED else None
