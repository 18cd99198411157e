"""Who is reminded, and with which words: speakers first, then those who have a place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.context import Context, Languages
from bot.model.mailing import Addressed, Mailing
from bot.model.once import Sample
from bot.model.outbox import Person
from bot.model.registration import UNKNOWN, Registration, Standing
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.suppression import UNREACHED
from bot.registering.counting import unreached
from bot.registering.letters import languages_of
from bot.skills.reminders import parts
from bot.skills.reminders.parts import REGISTERED, SPEAKERS
from bot.skills.reminders.wording import OWN
from bot.suppression import left_out

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
        """How many people are meant."""
        return self.speakers + self.registered

    @property
    def letters(self) -> int:
        """How many letters that makes, without those to people who are passed over."""
        return max(0, self.total - self.suppressed)


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
        mine = parts.place_at(context, session, each.address)
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
    own = _own_part(context, mailing, session, person)
    if own is None:
        return None
    others = parts.beside(context, mailing, person.address)
    languages = _languages(context, person)
    return Addressed(
        to=Person(person.address, person.name),
        form=" ".join(each.name for each in parts.in_order((own, *others))),
        languages=languages,
        values={
            **_greetings(person.name, languages),
            OWN: own.link,
            **{f"{OWN}_{each.session.id}": each.link for each in others},
        },
        beside=tuple(each.mailing for each in others),
    )


def _own_part(
    context: Context, mailing: Mailing, session: Session, person: Reminded
) -> parts.Part | None:
    """The mailing's own session for this person, if they are meant."""
    if not isinstance(person, Registration):
        return parts.Part(session, SPEAKERS, context.link(person.card))
    now = parts.place_at(context, session, person.address)
    late = mailing.frozen is not None and person.at > mailing.frozen
    speaks = SPEAKERS in mailing.facts["groups"]
    if now is None or late or (speaks and parts.speaks_at(context, session, person.address)):
        return None
    return parts.Part(session, REGISTERED, context.link(now.ref))


def _languages(context: Context, person: Reminded) -> Languages:
    if isinstance(person, Registration):
        return languages_of(context, context.view.get(Registration, person.key) or person)
    return context.languages_of(person.address)


def _greetings(name: str, languages: Languages) -> dict[str, str]:
    hello = {"en": "Hello", "fr": "Bonjour"}
    called = " ".join(name.split())
    return {
        f"greeting_{each}": f"{hello[each]} {called}," if called else f"{hello[each]},"
        for each in languages
    }


def samples(context: Context, mailing: Mailing) -> list[Addressed]:
    """Some letters of the mailing as they would leave: as foreseen, else the first.

    If possible there is one in each language.
    """
    if mailing.foreseen is not None:
        return _foreseen(context, mailing, mailing.foreseen.samples)
    found: dict[object, Addressed] = {}
    for looked, person in enumerate(people(context, mailing)):
        letter = addressed(context, mailing, person)
        out = left_out(context, person.address, UNREACHED)
        if isinstance(letter, Addressed) and not out:
            found.setdefault((letter.form, letter.languages), letter)
        if len(found) >= SAMPLES or looked > 200:
            break
    return [*found.values()][:SAMPLES]


def _foreseen(context: Context, mailing: Mailing, wanted: tuple[Sample, ...]) -> list[Addressed]:
    """These letters as they would leave now; without those who have left meanwhile."""
    found = []
    for each in wanted:
        beside = tuple(one for one in mailing.beside if one.mailing in each.beside)
        person = _person(context, mailing, each.address)
        told = replace(mailing, beside=beside)
        letter = addressed(context, told, person) if person is not None else None
        out = left_out(context, each.address, UNREACHED)
        found += [letter] if isinstance(letter, Addressed) and not out else []
    return found


def _person(context: Context, mailing: Mailing, address: str) -> Reminded | None:
    session = session_of(context, mailing)
    if session is None:
        return None
    speaks = SPEAKERS in mailing.facts["groups"]
    speaking = parts.speaks_at(context, session, address) if speaks else None
    return speaking or parts.place_at(context, session, address)


def session_of(context: Context, mailing: Mailing) -> Session | None:
    """The session that the mailing is about."""
    return context.view.get(Session, mailing.about.partition("/")[2])


def _speaking(context: Context, session: Session) -> list[Speaking]:
    asked = context.view.find(Speaking, "session", session.id)
    return [each for each in asked if each.reply is Reply.YES]
