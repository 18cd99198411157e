"""Whoever asked for the summary of a session is told once it is out."""

from collections.abc import Iterator
from itertools import islice

from bot import sessions, texts
from bot.afterwards.published import in_words, published
from bot.context import Context, Turn
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.summary import SKILL, Summary, SummaryWish
from bot.model.words import Phrase
from bot.posts import Note, to_person

AT_ONCE = 100


def wanted(turn: Turn) -> Outcome:
    """The summary, where it is out; else the promise to tell once it is."""
    session = _meant(turn)
    if isinstance(session, Outcome):
        return session
    parts = published(turn.context, session)
    link = f"{turn.context.setup.public_url}/s/{session.id}"
    if parts:
        return turn.say(f"{SKILL}.told", session=session, whole=in_words(parts), link=link)
    wish = SummaryWish(session=session.id, address=turn.address)
    said = turn.reply(f"{SKILL}.promised", session=session)
    return Outcome(saves=(wish,), answer=said)


def _meant(turn: Turn) -> Session | Outcome:
    """The session that is named, else the last one, else the next."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    past = sessions.past(turn)
    return past[0] if past else sessions.meant(turn)


def due(context: Context) -> Outcome:
    """The summaries owed by now to those who asked for them, some at a time."""
    owed = list(islice(_owed(context), AT_ONCE))
    sends = tuple(
        to_person(context, wish.address, _note(context, session, wish)) for session, wish in owed
    )
    return Outcome(removes=tuple(wish for _, wish in owed), sends=sends)


def _owed(context: Context) -> Iterator[tuple[Session, SummaryWish]]:
    view = context.view
    for summary in view.find(Summary, "all", SKILL):
        session = view.get(Session, summary.session) if summary.shown.en else None
        if session is not None:
            for wish in view.oldest(SummaryWish, "session", session.id):
                yield session, wish


def _note(context: Context, session: Session, wish: SummaryWish) -> Note:
    facts = {
        "session": session,
        "whole": in_words(published(context, session)),
        "link": f"{context.setup.public_url}/s/{session.id}",
    }
    words = Phrase(f"{SKILL}.told", facts)
    letter = {"words": texts.both(words), "team": context.team}
    return Note(
        key=f"{SKILL}/{session.id}/{context.sealed(wish.address)}",
        words=words,
        subject=Phrase(f"{SKILL}.subject", facts),
        letter=Phrase(f"{SKILL}.letter", letter),
        about=f"session/{session.id}",
    )
