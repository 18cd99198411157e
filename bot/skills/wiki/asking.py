"""“publish the wiki page for session 3”, “preview the wiki page” / « publie la page wiki »."""

from dataclasses import replace

from bot import sessions
from bot.context import Turn
from bot.documents.wikitext import page_with, plain, wikitext
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.session import Phase, Session
from bot.model.wiki import GONE, INDEX, WIKI, WikiPages, Words
from bot.model.words import LANGUAGES, Both, Phrase
from bot.planning.sequels import placed
from bot.skills.wiki import card, pages, updating


def preview(turn: Turn) -> Outcome:
    """Both pages as people would read them; nothing goes out."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    words, called = _wanted(turn, session)
    parts = [turn.words(f"{WIKI}.preview", session=session)]
    if not words.description.en:
        parts.append(turn.words(f"{WIKI}.no_description"))
    for language, content in pages.of_session(turn.context, session, words, called).items():
        parts.append(f"{called.in_(language)}\n{plain(content)}")
    if known(turn, session).words != words:
        parts.append(turn.words(f"{WIKI}.next_publish", session=session))
    return Outcome(answer=Answer("\n\n".join(parts)))


def publish(turn: Turn) -> Outcome:
    """The pages held until a second person agrees; or what to paste, where there is no access."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    _must_be_public(turn, session)
    if not turn.context.setup.wiki.writes:
        return _pasted(turn, session)
    record = known(turn, session)
    words = pages.words_now(turn.context, session, record.words)
    if record.words == words and not _is_gone(record):
        return _tried_again(turn, record, session)
    return _held(turn, record, words)


def _meant(turn: Turn) -> Session | Outcome:
    session = sessions.meant(placed(turn))
    if isinstance(session, Session) and session.title.missing:
        raise Refusal(f"{WIKI}.title_missing", session=session)
    return session


def _must_be_public(turn: Turn, session: Session) -> None:
    if session.phase is Phase.CANCELLED and known(turn, session).words is None:
        raise Refusal(f"{WIKI}.cancelled", session=session)
    if not session.public:
        raise Refusal(f"{WIKI}.announce_first", session=session)


def known(turn: Turn, session: Session) -> WikiPages:
    """The record of a session's pages; a new one if there is none."""
    return turn.context.view.get(WikiPages, session.id) or WikiPages(session=session.id)


def _wanted(turn: Turn, session: Session) -> tuple[Words, Both]:
    record = known(turn, session)
    words = pages.words_now(turn.context, session, record.words)
    return words, pages.names(turn.context, record, words)


def _is_gone(record: WikiPages) -> bool:
    """Whether somebody deleted a page: to make it again is to publish it anew."""
    return any(record.page(each).problem == GONE for each in LANGUAGES)


def _pasted(turn: Turn, session: Session) -> Outcome:
    """The text of both pages, each below the address at which it is pasted."""
    words, called = _wanted(turn, session)
    parts = [turn.words(f"{WIKI}.paste")]
    for language, content in pages.of_session(turn.context, session, words, called).items():
        address = turn.context.setup.wiki.editing(called.in_(language))
        parts.append(f"{address}\n\n{page_with(wikitext(content), pages.note(language))}")
    return Outcome(answer=Answer("\n\n".join(parts)))


def _held(turn: Turn, record: WikiPages, words: Words) -> Outcome:
    """What would go out, shown here and in the team's spaces, until a second person agrees."""
    context, here = turn.context, turn.incoming.place
    if record.asked != words or not record.by:
        # A terminal hears nothing later: there is no card to bring up to date.
        reached = (here,) if turn.incoming.reachable else ()
        places = card.everywhere(context, record, *reached)
        record = record.changed(asked=words, by=turn.address, declined="", places=places)
    outcome = shown(turn, record)
    return replace(outcome, saves=(*outcome.saves, record), sends=card.told(context, record, here))


def shown(turn: Turn, record: WikiPages, note: str = "") -> Outcome:
    """What waits, on its card; what may be pressed may also be typed."""
    text = card.said(turn.context, record, turn.languages, note)
    ref = card.ref_of(record)
    rendered = card.rendered(text, ref, (card.PUBLISH, card.STOP), turn.languages)
    offered = turn.offer(_waits(turn, record), rendered, Phrase("buttons.publish"))
    return replace(offered, answer=Answer(text, rendered))


def _waits(turn: Turn, record: WikiPages) -> Card:
    """The card, to be answered in words in this space, or by the others in theirs."""
    waiting = card.waiting(turn.context, record)
    if turn.incoming.private:
        return waiting
    return replace(waiting, waits_with=route_key(turn.incoming.place))


def _tried_again(turn: Turn, record: WikiPages, session: Session) -> Outcome:
    """Where the pages are; and whatever stood in the way of one is tried once more."""
    index = turn.context.view.get(WikiPages, INDEX)
    lists = (index.retried(),) if index is not None and index.hindered else ()
    if not record.hindered:
        return replace(stands(turn, record, session), saves=lists)
    update = updating.brought_up(turn.context, record.retried(), session)
    said = turn.say(f"{WIKI}.trying", session=session)
    return replace(update, saves=(*update.saves, *lists), answer=said.answer)


def stands(turn: Turn, record: WikiPages, session: Session) -> Outcome:
    """Where the pages are, or that something is on its way there."""
    if record.on_its_way:
        return turn.say(f"{WIKI}.coming", session=session)
    return turn.say(f"{WIKI}.out", session=session, **addresses(turn, record))


def addresses(turn: Turn, record: WikiPages) -> dict[str, str]:
    """Where the two pages are; where they will be, as long as they are on their way."""
    site = turn.context.setup.wiki
    pages_ = {"english": record.en, "french": record.fr}
    return {name: page.address or site.editing(page.title) for name, page in pages_.items()}
