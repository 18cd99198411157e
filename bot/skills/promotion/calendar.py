"""What goes out when, for all sessions; and where something that changed is out already."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot import sessions, texts
from bot.context import Context, Turn
from bot.model.outcome import Outcome
from bot.model.promotion import Approval, Post
from bot.model.session import Phase, Session
from bot.model.words import LANGUAGES, Both, Phrase
from bot.promoting import plan
from bot.promoting.composing import composed
from bot.promoting.naming import called
from bot.promoting.sealing import Difference, differences
from bot.promoting.telling import facts_of, in_words, person
from bot.skills.promotion.choosing import NAME, every

AHEAD = timedelta(days=60)
MOST = 40


def show(turn: Turn) -> Outcome:
    """What goes out when: of one session if it is named, else of all to come."""
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
        found = [session]
    else:
        found = sessions.upcoming(turn)
    rows = sorted(_rows(turn.context, found), key=lambda each: each.post.due)
    lines = [_line(turn.context, each) for each in rows[:MOST]]
    return turn.say(f"{NAME}.calendar", rows=lines, more=max(0, len(rows) - MOST))


def _line(context: Context, row: "_Row") -> Both:
    facts = {**facts_of(context, row.post), "session": row.session}
    return texts.both(Phrase(f"{NAME}.row_of", facts))


@dataclass(frozen=True, slots=True)
class _Row:
    session: Session
    post: Post


def _rows(context: Context, found: list[Session]) -> Iterator[_Row]:
    for session in found:
        for post in every(context, session):
            if post.state not in plan.ENDED and post.due <= context.now + AHEAD:
                yield _Row(session, post)


def published(turn: Turn) -> Outcome:
    """Every place where a session is out, and what stands there that is no longer so."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    rows = [_place(turn.context, each) for each in _out(turn.context, session)]
    gone = session.phase is Phase.CANCELLED
    return turn.say(f"{NAME}.published", session=session, rows=rows, gone=gone)


def _out(context: Context, session: Session) -> list[Post]:
    return [each for each in plan.posts(context, session) if each.state in plan.LEFT]


def _place(context: Context, post: Post) -> Both:
    facts = {
        "called": called(post),
        "poster": person(context, post.poster),
        "address": post.address,
        "changed": [in_words(each) for each in stale(context, post)],
    }
    return texts.both(Phrase(f"{NAME}.place", facts))


def stale(context: Context, post: Post) -> tuple[Difference, ...]:
    """What stood in a post when it left us and is something else now."""
    facts = composed(context, post).facts
    now: dict[str, Mapping[str, str]] = {
        each: {name: facts[each].get(name, "") for name in post.facts[each]} for each in LANGUAGES
    }
    left = Approval(by="", at=context.now, seal="", facts=post.facts)
    return differences(left, now)


def corrections(context: Context, session: Session) -> tuple[list[Both], str]:
    """Where something that is no longer so is out, and a mark of what is so now."""
    gone = session.phase is Phase.CANCELLED
    wrong = [e for e in _out(context, session) if gone or stale(context, e)]
    now = [(e.name, sorted(stale(context, e), key=lambda d: d.name)) for e in wrong]
    mark = hashlib.sha256(repr(now).encode()).hexdigest()[:16]
    return [_place(context, each) for each in wrong], "cancelled" if gone else mark


def words(session: Session, rows: list[Both]) -> Phrase:
    """The places to correct by hand, in words."""
    gone = session.phase is Phase.CANCELLED
    return Phrase(f"{NAME}.correct", {"session": session, "rows": rows, "gone": gone})
