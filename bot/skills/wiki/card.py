"""The card about the pages of a session: what would go out, what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from html import unescape

import cards
from bot import texts
from bot.context import Context, Languages
from bot.documents.wikitext import plain
from bot.model.conversation import Card
from bot.model.outbox import PROGRESS, Message, Sending
from bot.model.people import Place, route_key
from bot.model.session import Session
from bot.model.wiki import GONE, INDEX, WIKI, Page, WikiPages
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.posts import Redrawn, redrawn
from bot.skills.wiki import pages

PUBLISH, STOP, OVERWRITE, KEEP = "publish", "stop", "overwrite", "keep_theirs"
TO_DECIDE = frozenset({f"{WIKI}.conflict", f"{WIKI}.not_ours"})
KEPT = timedelta(days=400)
MOST_LINES, NAMES = 8, ("wiki", "wiki page", "page wiki")


def ref_of(record: WikiPages, language: str = "") -> str:
    """What the card is called: of a session, or of one of its pages that people changed."""
    return f"{WIKI}-{record.session}" + (f".{language}" if language else "")


def standing(context: Context, ref: str) -> Card | None:
    """The card, as the team may press it now."""
    session, _, language = ref.partition("-")[2].partition(".")
    record = context.view.get(WikiPages, session)
    if record is None or language not in ("", *LANGUAGES):
        return None
    return of_page(context, record, language) if language else of_record(context, record)


def of_record(context: Context, record: WikiPages) -> Card:
    """The card that asks for a second person; who may press it is a matter of roles."""
    return Card(
        ref=ref_of(record),
        skill=WIKI,
        buttons=(PUBLISH, STOP),
        about=f"session/{record.session}",
        facts={"session": record.session},
        until=context.now + KEPT,
    )


def of_page(context: Context, record: WikiPages, language: str) -> Card:
    """The card that asks what becomes of what people wrote in our part of a page."""
    return Card(
        ref=ref_of(record, language),
        skill=WIKI,
        buttons=(OVERWRITE, KEEP),
        about=f"session/{record.session}",
        facts={"session": record.session, "language": language},
        until=context.now + KEPT,
    )


def waiting(context: Context, record: WikiPages) -> Card:
    """The card kept, so that it may be answered in words in the first of the team's spaces."""
    spaces = context.team.spaces
    here = route_key(spaces[0]) if spaces else None
    return replace(of_record(context, record), waits_with=here, names=named(context, record))


def named(context: Context, record: WikiPages) -> tuple[str, ...]:
    """Words that tell this card from others."""
    session = context.view.get(Session, record.session)
    title = f"{session.title.en} {session.title.fr} {session.id}" if session else ""
    return (*NAMES, title)


def everywhere(context: Context, record: WikiPages, *more: Place) -> tuple[Place, ...]:
    """All places in which the card is shown from now on."""
    return tuple(dict.fromkeys((*record.places, *context.team.spaces, *more)))


def said(context: Context, record: WikiPages, languages: Languages, note: str = "") -> str:
    """What waits for a second person: who wants it, and both pages word for word."""
    session = context.view.get(Session, record.session)
    assert session is not None
    assert record.asked is not None
    by = context.contact(record.by).name or record.by
    first = [Phrase(note)] if note else []
    phrases = [*first, Phrase(f"{WIKI}.held", {"session": session, "by": by})]
    if not record.asked.description.en:
        phrases.append(Phrase(f"{WIKI}.no_description"))
    head = [texts.render_in(each, languages) for each in phrases]
    return "\n\n".join([*head, *_shown(context, record, session)])


def _shown(context: Context, record: WikiPages, session: Session) -> Iterator[str]:
    """Both pages as people will read them, each under its name."""
    assert record.asked is not None
    called = pages.names(context, record, record.asked)
    for language, content in pages.of_session(context, session, record.asked, called).items():
        yield f"{called.in_(language)}\n{plain(content)}"


def rendered(text: str, ref: str, buttons: tuple[str, ...], languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    labels = [(each, texts.render_in(Phrase(f"buttons.{each}"), languages)) for each in buttons]
    return cards.render("moments", ref, languages, {"said": text, "buttons": labels})


def told(context: Context, record: WikiPages, *besides: Place) -> tuple[Sending, ...]:
    """The card anew wherever else it is shown."""
    ref = ref_of(record)

    def draw(languages: Languages) -> tuple[str, cards.Rendered]:
        text = said(context, record, languages)
        return text, rendered(text, ref, (PUBLISH, STOP), languages)

    card = Redrawn(ref, record.version, "", draw)
    return redrawn(context, card, [each for each in record.places if each not in besides])


def problem_told(context: Context, record: WikiPages, language: Language) -> tuple[Sending, ...]:
    """What stands in the way of a page, to the team's spaces; on a card where there is a choice."""
    page = record.page(language)
    text = texts.render_in(problem(context, record, page), LANGUAGES)
    spaces = context.team.spaces
    if page.problem not in TO_DECIDE:
        return tuple(_said(context, record, text, place) for place in spaces)
    ref = ref_of(record, language)
    drawn = rendered(text, ref, (OVERWRITE, KEEP), LANGUAGES)
    return redrawn(context, Redrawn(ref, record.version, "", lambda _: (text, drawn)), spaces)


def _said(context: Context, record: WikiPages, text: str, place: Place) -> Sending:
    return Sending(
        key=f"{PROGRESS}{context.id_for(text)}/{record.version}/{place.channel}/{place.room}",
        door=place.channel,
        to=place.room,
        content=Message(text),
        created=context.now,
    )


def problem(context: Context, record: WikiPages, page: Page) -> Phrase:
    """What stands in the way of a page, and what a person can do about it."""
    facts = {
        "title": page.title,
        "what": what(context, record, page),
        "editing": context.setup.wiki.editing(page.title),
    }
    return Phrase(f"{WIKI}.problem", facts)


def what(context: Context, record: WikiPages, page: Page) -> Both:
    """What is the matter with a page, and what to write once that is settled."""
    found = texts.both(Phrase(page.problem, {**page.problem_facts, **_lines(page)}))
    if page.problem in TO_DECIDE:
        return found
    session = None if record.session == INDEX else context.view.get(Session, record.session)
    key = "again_gone" if page.problem == GONE else "again"
    after = texts.both(Phrase(f"{WIKI}.{key}", {"session": session}))
    return Both(f"{found.en} {after.en}", f"{found.fr} {after.fr}")


def _lines(page: Page) -> Mapping[str, object]:
    """The lines of our part that differ from what others made of it, as people read them."""
    if page.problem not in TO_DECIDE:
        return {}
    ours, theirs, base = (each.split("\n") for each in (page.sent, page.theirs, page.block))
    return {"theirs": _only_in(theirs, ours), "ours": _only_in(ours, [*theirs, *base])}


def _only_in(some: list[str], others: list[str]) -> list[str]:
    """The first lines that stand only there, without the marks of lists and characters."""
    lines = [unescape(each).removeprefix("* ") for each in some if each not in others]
    return [each for each in lines if each.strip()][:MOST_LINES]
