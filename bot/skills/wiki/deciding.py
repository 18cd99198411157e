"""What people decide: that pages go out, and what becomes of what others wrote in our part."""

from dataclasses import replace

from bot.context import Turn
from bot.documents.wikitext import Preferred
from bot.errors import Refusal
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.model.wiki import WIKI, WikiPages
from bot.model.words import Language
from bot.planning.drafts import noted
from bot.skills.wiki import asking, card, pages, updating


def publish(turn: Turn) -> Outcome:
    """A second person's press: the pages go out. Where nobody asked, the first of two presses."""
    record, session = _of_card(turn)
    if record.asked is None:
        return show(turn)
    words = pages.words_now(turn.context, session, record.words)
    if words != record.asked:
        return _shown_anew(turn, record.changed(asked=words, by=""), f"{WIKI}.newer")
    if not record.by:
        return _shown_anew(turn, record.changed(by=turn.address))
    if turn.address == record.by:
        by = turn.context.contact(record.by).name or record.by
        raise Refusal(f"{WIKI}.second_person", by=by)
    return _agreed(turn, record, session)


def _agreed(turn: Turn, record: WikiPages, session: Session) -> Outcome:
    context = turn.context
    ready = replace(
        record.retried(),
        words=record.asked,
        asked=None,
        approved_by=turn.address,
        approved=context.now,
        announced=False,
    )
    update = updating.brought_up(context, ready, session)
    by = context.contact(turn.address).name or turn.address
    said = turn.reply(f"{WIKI}.going", session=session, approved_by=by)
    audit = noted(turn, "wiki.published", f"session/{session.id}")
    return replace(
        update,
        saves=(*update.saves, audit),
        answer=replace(said, replaces=card.ref_of(record)),
    )


def _shown_anew(turn: Turn, record: WikiPages, note: str = "") -> Outcome:
    """The card as it is now, in the place of the old one and wherever else it is shown."""
    outcome = asking.shown(turn, record, note)
    answer = replace(outcome.answer, replaces=card.ref_of(record))
    return replace(outcome, saves=(*outcome.saves, record), answer=answer)


def stop(turn: Turn) -> Outcome:
    """Nothing goes out; the same words are not asked about again by themselves."""
    record, _ = _of_card(turn)
    if record.asked is None:
        return show(turn)
    dropped = record.changed(asked=None, by="", declined=record.asked.seal)
    return replace(_stands(turn, dropped), saves=(dropped,))


def show(turn: Turn) -> Outcome:
    """How that stands which the card is about."""
    if turn.card is not None and "language" in turn.card.facts:
        return _page_shown(turn)
    record, _ = _of_card(turn)
    if record.asked is None:
        return _stands(turn, record)
    outcome = asking.shown(turn, record)
    return replace(outcome, answer=replace(outcome.answer, replaces=card.ref_of(record)))


def _stands(turn: Turn, record: WikiPages) -> Outcome:
    """Where the pages are, or that they are not out, in the place of the card."""
    session = turn.context.view.get(Session, record.session)
    assert session is not None
    if record.declined and record.asked is None:
        said = turn.reply(f"{WIKI}.declined", session=session, out=record.words is not None)
    elif record.words is None:
        said = turn.reply(f"{WIKI}.not_out", session=session)
    else:
        said = asking.stands(turn, record, session).answer
    return Outcome(answer=replace(said, replaces=card.ref_of(record)))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    if turn.card is None:
        return False
    record = turn.context.view.get(WikiPages, str(turn.card.facts["session"]))
    if record is None:
        return False
    language = turn.card.facts.get("language")
    return record.page(language).problem in card.TO_DECIDE if language else record.asked is not None


def overwrite(turn: Turn) -> Outcome:
    """Our part is written over what somebody else made of it, as that was when it was shown."""
    return _settled(turn, "overwriting", "ours")


def keep(turn: Turn) -> Outcome:
    """What somebody else made of our part stays; the rest of what is new is written."""
    return _settled(turn, "settled", "theirs")


def _page_shown(turn: Turn) -> Outcome:
    record, language = _of_page(turn)
    page = record.page(language)
    if page.problem not in card.TO_DECIDE:
        return turn.say(f"{WIKI}.nothing_open", title=page.title)
    phrase = card.problem(turn.context, record, page)
    text, ref = turn.words(phrase.key, **phrase.facts), card.ref_of(record, language)
    rendered = card.rendered(text, ref, (card.OVERWRITE, card.KEEP), turn.languages)
    return Outcome(answer=Answer(text, rendered, replaces=ref))


def _of_page(turn: Turn) -> tuple[WikiPages, Language]:
    facts = turn.card.facts if turn.card else {}
    record = turn.context.view.get(WikiPages, str(facts.get("session", "")))
    if record is None:
        raise Refusal("turn.card_unknown")
    language: Language = "fr" if facts["language"] == "fr" else "en"
    return record, language


def _of_card(turn: Turn) -> tuple[WikiPages, Session]:
    number = str(turn.card.facts["session"]) if turn.card else ""
    record = turn.context.view.get(WikiPages, number)
    session = turn.context.view.get(Session, number)
    if record is None or session is None:
        raise Refusal("turn.card_unknown")
    return record, session


def _settled(turn: Turn, key: str, preferred: Preferred) -> Outcome:
    record, language = _of_page(turn)
    page = record.page(language)
    if page.problem not in card.TO_DECIDE:
        return _page_shown(turn)
    choices: updating.Choices = {language: updating.Chosen(preferred, page.theirs)}
    free = record.with_(language, page.retried())
    session = turn.context.view.get(Session, record.session)
    if session is not None:
        update = updating.brought_up(turn.context, free, session, choices)
    else:
        update = updating.listed(turn.context, choices, free)
    said = turn.reply(f"{WIKI}.{key}", title=page.title)
    return replace(update, answer=replace(said, replaces=card.ref_of(record, language)))
