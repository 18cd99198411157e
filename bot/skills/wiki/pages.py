"""What stands on the pages: words that people agreed to, and the facts as they are now."""

from collections.abc import Iterator

from bot import texts
from bot.context import Context
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
from bot.model.description import Description, HalfState
from bot.model.session import Session, Stage
from bot.model.wiki import INDEX, Standing, WikiPages, Words
from bot.model.words import LANGUAGES, Both, Language, Phrase, other
from bot.speakers import confirmed

BULLETS = ("• ", "- ", "* ", "– ")
OVER = (Stage.OVER, Stage.CANCELLED)
TEXTS = "wiki_page"


def words_now(context: Context, session: Session, before: Words | None = None) -> Words:
    """The words as they may go out; a description that is being rewritten stays as it was."""
    described = context.view.get(Description, session.id)
    reviewed = described is not None and all(
        described.state(language) is HalfState.REVIEWED for language in LANGUAGES
    )
    kept = before.description if before else Both()
    title = before.title if before and session.title.missing else session.title
    return Words(title, described.texts if described and reviewed else kept)


def names(context: Context, record: WikiPages, words: Words) -> Both:
    """What the two pages are called: as they were first, whatever becomes of the title."""
    index = context.setup.wiki.index
    known = {language: record.page(language).title for language in LANGUAGES}
    new = {
        language: title_of(
            index.in_(language),
            words.title.in_(language),
            _said("mark", language, number=record.session),
        )
        for language in LANGUAGES
    }
    return Both(known["en"] or new["en"], known["fr"] or new["fr"])


def of_session(
    context: Context, session: Session, words: Words, called: Both
) -> dict[Language, Content]:
    """The two pages of a session."""
    return {
        language: Content(language, tuple(_blocks(context, session, words, called, language)))
        for language in LANGUAGES
    }


def of_list(context: Context) -> dict[Language, Content]:
    """The two pages that list all sessions that have pages."""
    listed = [
        (session, record)
        for record in context.view.find(WikiPages, "standing_", Standing.OUT.value)
        if (session := context.view.get(Session, record.session)) is not None
    ]
    ordered = sorted(listed, key=lambda each: each[0].starts)
    return {
        language: Content(language, tuple(_list(context, ordered, language)))
        for language in LANGUAGES
    }


def _blocks(
    context: Context, session: Session, words: Words, called: Both, language: Language
) -> Iterator[Block]:
    stage, away = session.stage(context.now), other(language)
    yield Paragraph((PageLink(called.in_(away), _said("other", language)),))
    yield Heading(words.title.in_(language))
    yield Paragraph((_said("kicker", language, team=context.team.name),))
    if stage is Stage.CANCELLED:
        planned = _said("planned", language, session=session)
        yield Paragraph((f"{_said('cancelled', language)} {planned}",))
    elif stage is Stage.OVER:
        yield from _after(context, session, language)
    else:
        yield from _before(context, session, language)
    paragraphs = [*_described(words.description.in_(language))]
    if paragraphs:
        yield Heading(_said("about", language))
        yield from paragraphs


def _before(context: Context, session: Session, language: Language) -> Iterator[Block]:
    yield Bullet((_said("when", language, session=session),))
    yield Bullet((_said("across", language, session=session),))
    yield from _speaking("speakers", context, session, language)
    yield Bullet((_said("languages", language, session=session),))
    address = f"{context.setup.public_url}/r/{session.id}"
    yield Paragraph((Link(address, _said("register", language)),))
    yield Paragraph((_said("needs", language),))


def _after(context: Context, session: Session, language: Language) -> Iterator[Block]:
    yield Bullet((_said("held", language, session=session),))
    yield from _speaking("spoke", context, session, language)
    yield Heading(_said("after", language))
    if session.recording.startswith(("https://", "http://")):
        yield Bullet((Link(session.recording, _said("watch", language)),))
    page = f"{context.setup.public_url}/s/{session.id}"
    yield Bullet((Link(page, _said("page", language)),))


def _speaking(key: str, context: Context, session: Session, language: Language) -> Iterator[Block]:
    """Those who said yes, by their names; an address stands on no page."""
    speakers = [each.name for each in confirmed(context, session) if each.name]
    if speakers:
        yield Bullet((_said(key, language, speakers=speakers),))


def _described(text: str) -> Iterator[Block]:
    """The lines of a description; those that begin like an item of a list are one."""
    for line in text.splitlines():
        said = line.strip()
        if said.startswith(BULLETS):
            yield Bullet((said[2:],))
        elif said:
            yield Paragraph((said,))


def _list(
    context: Context, listed: list[tuple[Session, WikiPages]], language: Language
) -> Iterator[Block]:
    away = context.setup.wiki.index.in_(other(language))
    yield Paragraph((PageLink(away, _said("other", language)),))
    yield Paragraph((_said("list", language, team=context.team.name),))
    over = [each[0].stage(context.now) is Stage.OVER for each in listed]
    coming = [each for each, past in zip(listed, over, strict=True) if not past]
    past = [each for each, past in zip(listed, over, strict=True) if past]
    for heading, sessions in (("coming", coming), ("past", past[::-1])):
        if sessions:
            yield Heading(_said(heading, language))
        for session, record in sessions:
            yield _line(context, session, record, language)


def _line(context: Context, session: Session, record: WikiPages, language: Language) -> Block:
    title = record.words.title if record.words else session.title
    link = PageLink(record.page(language).title, title.in_(language))
    cancelled = session.stage(context.now) is Stage.CANCELLED
    after = (f" {_said('line_cancelled', language)}",) if cancelled else ()
    return Bullet((f"{_said('line', language, session=session)} ", link, *after))


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
