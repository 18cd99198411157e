"""What stands on the pages: words that people agreed to, and the facts as they are now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot import texts
from bot.afterwards.published import Part, published
from bot.context import Context
from bot.describing.facts import description_of, filled
from bot.documents.wikitext import (
    Block,
    Bullet,
    Content,
    Heading,
    Link,
    PageLink,
    Paragraph,
    title_of,
)
from bot.model.session import Session, Stage
from bot.model.wiki import INDEX, Standing, WikiPages, Words
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.resources import public_resources
from bot.speakers import confirmed

BULLETS = ("• ", "- ", "* ", "– ")
KEPT_IN_MIND = 512
"""How many sessions' pages are written once only, as long as nothing of them changes."""
TEXTS = "wiki_page"


def words_now(context: Context, session: Session, before: Words | None = None) -> Words:
    """The words as they may go out: of the description, what was reviewed in both languages."""
    title = before.title if before and session.title.missing else session.title
    return Words(title, description_of(context, session).shown)


def names(context: Context, record: WikiPages, words: Words) -> Both:
    """What the two pages are called: as they were first, whatever becomes of the title."""
    index = context.setup.wiki.index

    def named(language: Language) -> str:
        mark = _said("mark", language, number=record.session)
        return title_of(index.in_(language), words.title.in_(language), mark)

    return Both(record.en.title or named("en"), record.fr.title or named("fr"))


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the pages of a session follow from; the same facts make the same pages."""

    session: Session
    stage: Stage
    speakers: tuple[str, ...]
    title: Both
    description: Both
    called: Both
    team: Both
    public_url: str
    handed_out: tuple[tuple[Both, str], ...]
    """The title and the address of each resource that anybody may see."""
    summary: tuple[Part, ...]
    """What was said, in its parts; the resources stand in a list of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A session as the lists have it."""

    session: Session
    stage: Stage
    title: Both
    page: Both


def of_session(
    context: Context, session: Session, words: Words, called: Both
) -> Mapping[Language, Content]:
    """The two pages of a session."""
    titled = replace(session, title=words.title)
    facts = Facts(
        session=session,
        stage=_lasting(session.stage(context.now)),
        # By their names: an address stands on no page.
        speakers=tuple(each.name for each in confirmed(context, session) if each.name),
        title=words.title,
        description=filled(context, titled, words.description),
        called=called,
        team=context.team.name,
        public_url=context.setup.public_url,
        handed_out=tuple((each.title, each.link) for each in public_resources(context, session)),
        summary=_summary(context, session),
    )
    return _session(facts)


def _summary(context: Context, session: Session) -> tuple[Part, ...]:
    return tuple(each for each in published(context, session) if each.name != "resources")


def of_list(context: Context) -> Mapping[Language, Content]:
    """The two pages that list all sessions that have pages."""
    listed = [
        Line(
            session=session,
            stage=_lasting(session.stage(context.now)),
            title=record.words.title if record.words else session.title,
            page=Both(record.en.title, record.fr.title),
        )
        for record in context.view.find(WikiPages, "standing_", Standing.OUT.value)
        if (session := context.view.get(Session, record.session)) is not None
    ]
    ordered = tuple(sorted(listed, key=lambda each: each.session.starts))
    return _lists(ordered, context.team.name, context.setup.wiki.index)


def _lasting(stage: Stage) -> Stage:
    """What the pages make of a stage: the hour before and the session itself change nothing."""
    return stage if stage in (Stage.OVER, Stage.CANCELLED) else Stage.BEFORE


@lru_cache(maxsize=KEPT_IN_MIND)
def _session(facts: Facts) -> Mapping[Language, Content]:
    return {each: Content(each, tuple(_blocks(facts, each))) for each in LANGUAGES}


@lru_cache(maxsize=4)
def _lists(listed: tuple[Line, ...], team: Both, index: Both) -> Mapping[Language, Content]:
    return {each: Content(each, tuple(_list(listed, team, index, each))) for each in LANGUAGES}


def _blocks(facts: Facts, language: Language) -> Iterator[Block]:
    away = other(language)
    yield Paragraph((PageLink(facts.called.in_(away), _said("other", language)),))
    yield Heading(facts.title.in_(language))
    yield Paragraph((_said("kicker", language, team=facts.team),))
    if facts.stage is Stage.CANCELLED:
        planned = _said("planned", language, session=facts.session)
        yield Paragraph((f"{_said('cancelled', language)} {planned}",))
    elif facts.stage is Stage.OVER:
        yield from _after(facts, language)
    else:
        yield from _before(facts, language)
    paragraphs = [*_described(facts.description.in_(language))]
    if paragraphs:
        yield Heading(_said("about", language))
        yield from paragraphs


def _before(facts: Facts, language: Language) -> Iterator[Block]:
    session = facts.session
    yield Bullet((_said("when", language, session=session),))
    yield Bullet((_said("across", language, session=session),))
    if facts.speakers:
        yield Bullet((_said("speakers", language, speakers=facts.speakers),))
    yield Bullet((_said("languages", language, session=session),))
    address = f"{facts.public_url}/r/{session.id}"
    yield Paragraph((Link(address, _said("register", language)),))
    yield Paragraph((_said("needs", language),))
    if facts.handed_out:
        yield Heading(_said("resources", language))
        yield from _handed_out(facts, language)


def _after(facts: Facts, language: Language) -> Iterator[Block]:
    session = facts.session
    yield Bullet((_said("held", language, session=session),))
    if facts.speakers:
        yield Bullet((_said("spoke", language, speakers=facts.speakers),))
    yield Heading(_said("after", language))
    if session.recording.startswith(("https://", "http://")):
        yield Bullet((Link(session.recording, _said("watch", language)),))
    yield from _handed_out(facts, language)
    yield Bullet((Link(f"{facts.public_url}/s/{session.id}", _said("page", language)),))
    for part in facts.summary:
        yield Heading(part.heading.in_(language))
        yield from _described(part.text.in_(language))


def _handed_out(facts: Facts, language: Language) -> Iterator[Block]:
    for title, address in facts.handed_out:
        yield Bullet((Link(address, title.in_(language)),))


def _described(text: str) -> Iterator[Block]:
    """The lines of a description; those that begin like an item of a list are one."""
    for line in text.splitlines():
        said = line.strip()
        if said.startswith(BULLETS):
            yield Bullet((said[2:],))
        elif said:
            yield Paragraph((said,))


def _list(listed: tuple[Line, ...], team: Both, index: Both, language: Language) -> Iterator[Block]:
    yield Paragraph((PageLink(index.in_(other(language)), _said("other", language)),))
    yield Paragraph((_said("list", language, team=team),))
    coming = [each for each in listed if each.stage is not Stage.OVER]
    past = [each for each in reversed(listed) if each.stage is Stage.OVER]
    for heading, lines in (("coming", coming), ("past", past)):
        if lines:
            yield Heading(_said(heading, language))
        yield from (_line(each, language) for each in lines)


def _line(line: Line, language: Language) -> Block:
    link = PageLink(line.page.in_(language), line.title.in_(language))
    cancelled = line.stage is Stage.CANCELLED
    after = (f" {_said('line_cancelled', language)}",) if cancelled else ()
    return Bullet((f"{_said('line', language, session=line.session)} ", link, *after))


def summary(record: WikiPages, language: Language) -> str:
    """What the history of a page says of a change."""
    if record.session == INDEX:
        return _said("summary_index", language)
    return _said("summary", language, number=record.session)


def note(language: Language) -> str:
    """What whoever edits a page reads within our first mark."""
    return _said("note", language)


def _said(name: str, language: Language, **facts: object) -> str:
    return texts.render(Phrase(f"{TEXTS}.{name}", facts), language)
