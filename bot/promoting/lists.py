"""Mail to those who agreed to be told of sessions to come: partners, and people of earlier ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.context import Context, Languages
from bot.errors import Refusal
from bot.model.mailing import Addressed, Mailing, Pattern, Stage, Wording, put_in
from bot.model.outbox import Letter, Person
from bot.model.outreach import Partner, PastAttendee
from bot.model.promotion import Channel, Post
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Session
from bot.model.theme import Theme
from bot.model.words import LANGUAGES, Both, Language
from bot.promoting.composing import composed
from bot.promoting.facts import PERSONAL, facts_of
from bot.promoting.wanted import Wanted, on_lists
from bot.suppression import page_of

MOST, WITHIN = 2, timedelta(days=14)
"""Nobody gets three invitations in two weeks, whatever lists they are on."""
HELLO = {"en": "Hello", "fr": "Bonjour"}
BETWEEN = "\n\n---\n\n"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on a list; without a language they are written to in both."""

    address: str
    name: str
    language: Language | None


def mailing_id(post: Post) -> str:
    """What the mailing of a post is called: there is never a second one."""
    return f"post.{post.session}.{post.name}"


def mailing_of(context: Context, post: Post) -> Mailing | None:
    """The mailing of a post; None before it was sent."""
    return context.view.get(Mailing, mailing_id(post))


def count(context: Context, post: Post) -> int:
    """How many a post is for at the most: some are on a list twice, others are not meant."""
    if post.channel is Channel.PARTNERS:
        return context.view.count(Partner, "listed", "partner")
    agreed = context.view.count(Registration, "agreed", "yes")
    return agreed + on_lists(context, Wanted.read(post.target))


def readers(context: Context, channel: Channel, wanted: Wanted) -> Iterator[Reader]:
    """Everybody on a list who is meant, each once."""
    seen = set[str]()
    for each in _partners(context) if channel is Channel.PARTNERS else _attendees(context, wanted):
        if each.address not in seen:
            seen.add(each.address)
            yield each


def _partners(context: Context) -> Iterator[Reader]:
    for each in context.view.oldest(Partner, "listed", "partner"):
        yield Reader(each.address, each.contact, each.language)


def _attendees(context: Context, wanted: Wanted) -> Iterator[Reader]:
    for each in context.view.oldest(PastAttendee, "all", "past"):
        if wanted.fits(each.language, each.department, each.themes):
            yield Reader(each.address, each.name, each.language)
    for mine in context.view.oldest(Registration, "agreed", "yes"):
        if wanted.fits(mine.language, mine.department, _themes(context, mine, wanted)):
            yield Reader(mine.address, mine.name, mine.language)


def _themes(context: Context, mine: Registration, wanted: Wanted) -> tuple[str, ...]:
    """What the session was about that somebody came to: its titles, and those of its theme."""
    session = context.view.get(Session, mine.session) if wanted.theme else None
    if session is None:
        return ()
    theme = context.view.get(Theme, session.theme) if session.theme else None
    titles = (session.title, *([theme.title] if theme else []))
    return tuple(side for title in titles for side in (title.en, title.fr) if side)


def people(context: Context, mailing: Mailing) -> Iterator[Reader]:
    """Those whom the mailing may be for, one by one."""
    return readers(context, Channel(mailing.kind), Wanted.read(str(mailing.facts["target"])))


def contacted(context: Context, mailing: Mailing) -> tuple[Partner, ...]:
    """The partners, as of the moment that the letters to them had left."""
    found = context.view.find(Partner, "listed", "partner")
    at = mailing.ended or context.now
    return tuple(each.changed(last_contacted=at) for each in found)


def addressed(context: Context, mailing: Mailing, person: Reader) -> Addressed | str | None:
    """The person's letter; None for who has a place at the session already."""
    session = _session(context, mailing)
    if session is None or session.upcoming is None:
        return "the session is not held"
    mine = context.view.get(Registration, registration_key(session.id, person.address))
    if mine is not None and mine.standing is not Standing.CANCELLED:
        return None
    languages = (person.language,) if person.language else context.languages_of(person.address)
    return Addressed(
        to=Person(person.address, person.name),
        form=mailing.kind,
        languages=languages,
        values={
            **_greetings(person.name, languages),
            "own": page_of(context, context.token(person.address)),
        },
    )


def _greetings(name: str, languages: Languages) -> dict[str, str]:
    called = " ".join(name.split())
    return {
        f"greeting_{each}": f"{HELLO[each]} {called}," if called else f"{HELLO[each]},"
        for each in languages
    }


def wordings(context: Context, post: Post) -> dict[str, Wording]:
    """The words of a post with their blanks, as a mailing keeps them."""
    said = composed(context, post)
    patterns = [said.pattern(each) for each in LANGUAGES]
    subject, body = (Both(*sides) for sides in zip(*patterns, strict=True))
    return {post.channel.value: Wording(subject, body)}


def pattern(context: Context, mailing: Mailing, person: Addressed) -> Pattern:
    """The letter for people like this one; their greeting and their own page are left blank."""
    session = _session(context, mailing)
    assert session is not None
    wording, known = mailing.wordings[person.form], facts_of(context, session, _name(mailing))
    subjects, bodies, anonymous = [], [], []
    for language in person.languages:
        facts = {n: value for n, value in known[language].items() if n not in PERSONAL}
        subjects.append(put_in(wording.subject.in_(language), facts))
        body = put_in(wording.body.in_(language), facts)
        bodies.append(put_in(body, {"greeting": f"((greeting_{language}))"}))
        anonymous.append(_without_own(put_in(body, {"greeting": f"{HELLO[language]},"})))
    subject = " | ".join(dict.fromkeys(subjects))
    letter = Letter(subject=subject, body=BETWEEN.join(bodies), languages=person.languages)
    return Pattern(letter, {}, replace(letter, body=BETWEEN.join(anonymous)))


def _without_own(body: str) -> str:
    """The words for everybody alike: no paragraph with a person's own page."""
    return "\n\n".join(each for each in body.split("\n\n") if "((own))" not in each)


def must_be_rested(context: Context, post: Post) -> None:
    """Nothing; raises Refusal while people of earlier sessions had two invitations in two weeks."""
    since = context.now - WITHIN
    sent = [
        each.began or each.created
        for stage in (Stage.WAITING, Stage.RUNNING, Stage.STOPPED, Stage.DONE)
        for each in context.view.find(Mailing, "stage_", stage.value)
        if each.kind == Channel.ATTENDEES.value and each.id != mailing_id(post)
    ]
    recent = sorted(at for at in sent if at > since)
    if post.channel is Channel.ATTENDEES and len(recent) >= MOST:
        raise Refusal("promotion.too_often", at=recent[-MOST] + WITHIN)


def _session(context: Context, mailing: Mailing) -> Session | None:
    return context.view.get(Session, mailing.about.partition("/")[2])


def _name(mailing: Mailing) -> str:
    return str(mailing.facts["name"])
