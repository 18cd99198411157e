"""The pages kept up: what has changed is handed to the wiki, new words are asked about first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from bot import texts
from bot.context import Context, merge
from bot.documents.wikitext import Content, Preferred, wikitext
from bot.model.outbox import Errand, Sending, State
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.wiki import INDEX, WIKI, Late, Page, Standing, WikiPages, Words
from bot.model.words import LANGUAGES, Language, Phrase
from bot.posts import Note, to_space
from bot.skills.wiki import card, pages

KEPT_UP = timedelta(days=400)
"""How long after a session its pages are kept up: a recording or a summary may come late."""
WHY: Mapping[str, str] = {
    Late.AWAY: "away",
    Late.NO_ANSWER: "no_answer",
    Late.READ_ONLY: "read_only",
    Late.SLOW_DOWN: "slow_down",
    Late.BUSY: "busy",
    Late.LOGGED_OUT: "logged_out",
}
PATIENT = 4
"""Tries after which the team hears that the wiki takes nothing: some seven minutes."""


def due(context: Context) -> Outcome:
    """What of the pages is no longer as it should be; nothing where all is."""
    if not context.setup.wiki.writes:
        return Outcome()
    out = context.view.find(WikiPages, "standing_", Standing.OUT.value)
    looked_after = [(each, context.view.get(Session, each.session)) for each in out]
    owed = [
        _owed(context, record, session)
        for record, session in looked_after
        if session is not None and session.ends > context.now - KEPT_UP
    ]
    lists = listed(context)
    lists = lists if lists.sends else Outcome()
    return merge(*owed, lists, _late(context, [*out, *_index(context)]))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who has it their way on a page that others changed, as that was when it was shown."""

    preferred: Preferred
    seen: str


Choices = Mapping[Language, Chosen]
NO_CHOICE: Choices = {}


def brought_up(
    context: Context, record: WikiPages, session: Session, choices: Choices = NO_CHOICE
) -> Outcome:
    """The pages of a session as they should be now, kept, and what the wiki is given for that."""
    words = record.words
    assert words is not None
    called = pages.names(context, record, words)
    for language in LANGUAGES:
        page = replace(record.page(language), title=called.in_(language))
        record = record.with_(language, page)
    wanted = pages.of_session(context, session, words, called)
    return _given(context, record, wanted, choices)


def _owed(context: Context, record: WikiPages, session: Session) -> Outcome:
    update = brought_up(context, record, session)
    changed = update.saves[0] if update.sends else record
    assert isinstance(changed, WikiPages)
    asked = _asked(context, changed, pages.words_now(context, session, record.words))
    return merge(update if update.sends else Outcome(), asked)


def _asked(context: Context, record: WikiPages, words: Words) -> Outcome:
    """The question whether other words may go out, unless they were asked about or not wanted."""
    if words == record.words:
        # What was asked about is no longer so.
        gone = record.changed(asked=None, by="")
        return Outcome(saves=(gone,)) if record.asked is not None else Outcome()
    if words == record.asked or words.seal == record.declined:
        return Outcome()
    asked = record.changed(asked=words, by="", places=card.everywhere(context, record))
    return Outcome(saves=(asked, card.waiting(context, asked)), sends=card.told(context, asked))


def _index(context: Context) -> Iterator[WikiPages]:
    known = context.view.get(WikiPages, INDEX)
    if known is not None:
        yield known


def listed(
    context: Context, choices: Choices = NO_CHOICE, record: WikiPages | None = None
) -> Outcome:
    """The lists brought up to date; under other names where the team has changed these."""
    if not context.view.count(WikiPages, "standing_", Standing.OUT.value):
        return Outcome()
    record = record or context.view.get(WikiPages, INDEX) or WikiPages(session=INDEX)
    for language in LANGUAGES:
        title = context.setup.wiki.index.in_(language)
        if record.page(language).title != title:
            edition = record.page(language).edition
            record = record.with_(language, Page(title=title, edition=edition))
    return _given(context, record, pages.of_list(context), choices)


def _given(
    context: Context, record: WikiPages, wanted: Mapping[Language, Content], choices: Choices
) -> Outcome:
    """The record with what was handed to the wiki; a page on its way is waited for."""
    sends: list[Sending] = []
    for language, content in wanted.items():
        page, block = record.page(language), _written(content)
        if page.on_its_way or page.sent == block:
            continue
        page = replace(
            page, sent=block, edition=page.edition + 1, problem="", problem_facts={}, theirs=""
        )
        record = record.with_(language, page)
        sends.append(_errand(context, record, language, choices.get(language)))
    return Outcome(saves=(record.changed(),), sends=tuple(sends))


@lru_cache(maxsize=2 * pages.KEPT_IN_MIND)
def _written(content: Content) -> str:
    return wikitext(content)


def _errand(
    context: Context, record: WikiPages, language: Language, chosen: Chosen | None
) -> Sending:
    page = record.page(language)
    facts = {
        "block": page.sent,
        "base": page.block,
        "note": pages.note(language),
        "summary": pages.summary(record, language),
    }
    if chosen is not None:
        facts |= {"preferred": chosen.preferred, "seen": chosen.seen}
    about = "" if record.session == INDEX else f"session/{record.session}"
    return Sending(
        key=key_of(record, language),
        door=WIKI,
        to=page.title,
        content=Errand("publish", facts),
        created=context.now,
        about=about,
        then=WIKI,
    )


def key_of(record: WikiPages, language: Language) -> str:
    """The key of what the wiki was last given for a page."""
    return f"{WIKI}/{record.session}/{language}/{record.page(language).edition}"


def _late(context: Context, records: list[WikiPages]) -> Outcome:
    """Word to the team, once, of the pages that the wiki does not take for a while."""
    late = [
        (record, language)
        for record in records
        for language in LANGUAGES
        if _is_late(context, record, language)
    ]
    if not late:
        return Outcome()
    keys = [key_of(record, language) for record, language in late]
    first = context.view.get(Sending, keys[0])
    why = WHY.get(first.problem if first else "", "away")
    facts = {
        "titles": [record.page(language).title for record, language in late],
        "why": texts.both(Phrase(f"{WIKI}.late_{why}")),
    }
    words = Phrase(f"{WIKI}.late", facts)
    known = any(_is_known(record.page(each)) for record in records for each in LANGUAGES)
    sends = () if known else to_space(context, Note(f"{keys[0]}/late", words, words, words))
    return Outcome(saves=tuple(_heard_of(record, late) for record in records), sends=sends)


def _is_known(page: Page) -> bool:
    """Whether the team heard that this page is late, and it still is."""
    return page.on_its_way and page.late == page.edition


def _is_late(context: Context, record: WikiPages, language: Language) -> bool:
    page = record.page(language)
    if not page.on_its_way or _is_known(page):
        return False
    sending = context.view.get(Sending, key_of(record, language))
    return sending is not None and sending.state is State.RETRYING and sending.attempts >= PATIENT


def _heard_of(record: WikiPages, late: list[tuple[WikiPages, Language]]) -> WikiPages:
    """The record, with those of its pages that the team has heard of as late."""
    for each, language in late:
        if each.session == record.session:
            page = record.page(language)
            record = record.with_(language, replace(page, late=page.edition))
    return record.changed()
